"""Which cases are published, and for which principle."""

from content.casestudies.models import CaseStudyPage


def published_cases():
    """By region, then by country."""
    return CaseStudyPage.objects.live().order_by("region", "country", "title")


def cases_touching(principle):
    return published_cases().filter(principle_links__principle=principle)
