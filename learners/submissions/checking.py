"""What a learner checks before handing in: what is there, what is missing, what could show who wrote it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from content.base.errors import RuleError
from courses.editions.plan import PlannedActivity
from learners.enrolment.models import Enrolment
from learners.submissions.briefing import Briefing, briefing_of, is_off_length
from learners.submissions.declaring import Declared, require_declared
from learners.submissions.handing_in import require_something


@dataclass(frozen=True)
class Check:
    briefing: Briefing
    missing: tuple[str, ...]
    """What keeps it from being handed in."""
    warnings: tuple[str, ...]

    @property
    def replaces(self) -> bool:
        return bool(self.briefing.versions)


def check_of(enrolment: Enrolment, planned: PlannedActivity, *, at: datetime) -> Check:
    briefing = briefing_of(enrolment, planned, at=at)
    missing = [briefing.refusal] if briefing.refusal else list(_missing(briefing))
    return Check(briefing, tuple(missing), tuple(_warnings(briefing, enrolment)))


def _missing(briefing: Briefing):
    if briefing.waits_for:
        yield briefing.waits_for
    draft = briefing.draft
    declared = Declared(draft.uses_tools, draft.tools, draft.purpose, draft.extent) if draft else Declared()
    try:
        require_something(draft, briefing.files, briefing.rules)
    except RuleError as refusal:
        yield str(refusal)
    try:
        require_declared(declared, briefing.rules)
    except RuleError as refusal:
        yield str(refusal)


def _warnings(briefing: Briefing, enrolment: Enrolment):
    rules = briefing.rules
    if is_off_length(briefing.count, rules):
        yield briefing.count_in_words
    if any(file.words is None for file in briefing.files):
        yield _("The words of PDF files are not counted. Count them yourself.")
    if not rules.anonymous:
        return
    if briefing.draft and is_named_in(briefing.draft.text, enrolment):
        yield _("Your text holds your name or e-mail address. Markers do not see who you are: take it out.")
    if any("properties" in file.traces or "comments" in file.traces for file in briefing.files):
        yield _("A file names a person in its properties or comments. Markers get a copy without that.")


def is_named_in(text: str, enrolment: Enrolment) -> bool:
    user, folded = enrolment.user, text.casefold()
    profile = getattr(user, "profile", None)
    names = {user.name, user.email, profile.printed_name if profile else ""}
    return any(name.casefold() in folded for name in names if len(name) > 3)
