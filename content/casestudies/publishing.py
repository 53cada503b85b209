"""Whether a case may be published."""

from django.utils.translation import gettext as _

from content.base.errors import RuleError
from content.casestudies.models import CaseStudyPage


class UnableToPublish(RuleError):
    """The case stays a draft."""


def check_publishable(case: CaseStudyPage) -> None:
    """Until every fact has its source a case stays a draft; so does one that names no source as read."""
    if case.verification != CaseStudyPage.Verification.VERIFIED:
        raise UnableToPublish(
            _(
                "“%(title)s” is not verified, so it stays a draft. Read its sources and set the verification first."
            )
            % {"title": case.title}
        )
    if not any(source.value["excerpt_read"] for source in case.sources):
        raise UnableToPublish(
            _(
                "“%(title)s” names no source that was read, so it stays a draft. Add a source and mark it as read."
            )
            % {"title": case.title}
        )
