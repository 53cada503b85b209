"""Whether a case may be published."""

from django.utils.translation import gettext as _

from content.base.errors import RuleError
from content.casestudies.models import CaseStudyPage


class UnableToPublish(RuleError):
    """The case stays a draft."""


def check_publishable(case: CaseStudyPage) -> None:
    """A case whose sources nobody has read stays a draft."""
    if case.verification == CaseStudyPage.Verification.UNVERIFIED:
        raise UnableToPublish(
            _(
                "“%(title)s” is not verified, so it stays a draft. Read its sources and set the verification first."
            )
            % {"title": case.title}
        )
