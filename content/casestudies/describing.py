"""A case as a record for machines."""

from django.conf import settings
from django.utils.translation import gettext as _

from content.base.licences import licence_address
from content.base.metadata import Record
from content.casestudies.models import CaseStudyPage


def record_of_case(case: CaseStudyPage, principles) -> Record:
    """principles: the pages of those it touches."""
    moment = case.last_published_at
    return Record(
        kind="case",
        key=case.slug,
        path=case.url or "",
        title=case.title,
        description=case.facts,
        creators=(settings.ISSUER_NAME,),
        publisher=settings.ISSUER_NAME,
        issued=moment.date().isoformat() if moment else "",
        languages=(settings.LANGUAGE_CODE,),
        keywords=tuple(part for part in (case.country, case.region, str(case.get_outcome_display())) if part),
        principles=tuple(f"{each.number}. {each.title}" for each in principles),
        resource_type=_("case study"),
        links=tuple(block.value["url"] for block in case.sources if block.value["url"]),
        rights=str(case.get_licence_display()),
        rights_url=licence_address(case.licence),
    )
