"""The hours log (form IF-4): what a learner may enter, within the limits of the curriculum."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from content.base.private_files import PrivateFolder
from content.base.uploads import inspect
from learners.enrolment.access import zone_of
from learners.enrolment.models import Enrolment
from learners.placements.counting import DEAD, in_hours
from learners.placements.course import course_of
from learners.placements.logbook import AT_HOST, QUARTERS, Category, HoursEntry
from learners.placements.models import Internship, Placement
from learners.placements.moving import UnableToPlace, locked, require_text, tell
from learners.placements.planning import approved_plan
from learners.submissions.inspecting import word_count

FOLDER = PrivateFolder("logbooks")
MOST_A_DAY, MOST_A_WEEK = 10 * QUARTERS, 40 * QUARTERS
LATE_AFTER = timedelta(days=21)
MOST_WORDS = 60
_Entry = HoursEntry.State
_State = Placement.State


class HoursRefused(UnableToPlace):
    """The entry breaks a limit. Nothing was written."""


@dataclass(frozen=True)
class Work:
    """What somebody wants to log."""

    client_id: UUID
    done_on: date
    quarters: int
    category: str
    activity: str
    objective: int | None = None
    with_supervisor: bool = False
    late_reason: str = ""
    evidence_url: str = ""
    evidence: bytes = b""

    @property
    def fields(self) -> dict:
        return {
            "done_on": self.done_on,
            "quarters": self.quarters,
            "category": self.category,
            "activity": self.activity.strip(),
            "objective": self.objective,
            "with_supervisor": self.with_supervisor,
            "late_reason": self.late_reason.strip(),
            "evidence_url": self.evidence_url,
        }


def today_of(enrolment: Enrolment, *, at: datetime) -> date:
    """The day where the learner is."""
    return at.astimezone(ZoneInfo(zone_of(enrolment))).date()


@transaction.atomic
def log_hours(placement: Placement, work: Work, *, at: datetime) -> HoursEntry:
    """Sent twice is one entry. Raises HoursRefused, NotAccepted."""
    placement = _locked_with_internship(placement)
    if known := placement.entries.filter(client_id=work.client_id).first():
        return known
    require_allowed(placement, work, at=at)
    entry = HoursEntry(placement=placement, client_id=work.client_id, logged_at=at, **work.fields)
    _attach(entry, work)
    entry.save()
    learner = placement.internship.enrolment.user
    tell("hours.logged", placement, by=learner, at=at, entry=entry.pk, hours=in_hours(entry.quarters))
    return entry


@transaction.atomic
def change_entry(entry: HoursEntry, work: Work, *, at: datetime) -> HoursEntry:
    """One that is not decided, or about which the supervisor has a question. It waits again. Raises HoursRefused."""
    placement, entry = _changeable(entry)
    require_allowed(placement, work, at=at, but=entry.pk)
    for name, value in work.fields.items():
        setattr(entry, name, value)
    _attach(entry, work)
    entry.state, entry.decided_at, entry.decided_by, entry.logged_at = _Entry.WAITING, None, None, at
    entry.save()
    learner = placement.internship.enrolment.user
    tell("hours.changed", placement, by=learner, at=at, entry=entry.pk, hours=in_hours(entry.quarters))
    return entry


@transaction.atomic
def withdraw_entry(entry: HoursEntry, *, at: datetime) -> HoursEntry:
    """Withdrawn already is the same result. Raises HoursRefused for what is decided."""
    if entry.state == _Entry.WITHDRAWN:
        return entry
    placement, entry = _changeable(entry)
    entry.state, entry.decided_at = _Entry.WITHDRAWN, None
    entry.save(update_fields=["state", "decided_at"])
    tell("hours.withdrawn", placement, by=placement.internship.enrolment.user, at=at, entry=entry.pk)
    return entry


def require_allowed(placement: Placement, work: Work, *, at: datetime, but: int = 0) -> None:
    """Raises HoursRefused with the first limit that the entry breaks."""
    if not placement.is_at_work:
        raise HoursRefused(_not_at_work(placement))
    _require_words(work)
    if not 1 <= work.quarters <= MOST_A_DAY:
        raise HoursRefused(_("Enter hours between 0.25 and 10, for example 2.5."))
    _require_day(placement, work, at)
    _require_plan(placement, work)
    _require_sums(placement.internship, work, but)


def _not_at_work(placement: Placement) -> str:
    if placement.state in (_State.PROPOSED, _State.RETURNED, _State.AGREEMENT):
        return _("No hours can be logged before all have signed the agreement.")
    return _("The placement is: %s. No hours can be logged.") % placement.get_state_display()


def _require_words(work: Work) -> None:
    if not work.activity.strip():
        raise HoursRefused(_("Write in a few words what you did."))
    count = word_count(work.activity)
    if count > MOST_WORDS:
        raise HoursRefused(
            _("The activity has %(count)s words. The limit is %(most)s.")
            % {"count": count, "most": MOST_WORDS}
        )


def _require_day(placement: Placement, work: Work, at: datetime) -> None:
    enrolment = placement.internship.enrolment
    today = today_of(enrolment, at=at)
    if work.done_on > today:
        raise HoursRefused(_("This day is in the future. Log hours when they are worked."))
    first = placement.starts_on
    if placement.signed_at:
        first = max(first, placement.signed_at.astimezone(ZoneInfo(zone_of(enrolment))).date())
    if work.done_on < first:
        raise HoursRefused(
            _("Hours count from %s on, when the placement had begun and all had signed the agreement.")
            % date_format(first, "j F Y")
        )
    if work.done_on > placement.ends_on:
        raise HoursRefused(
            _("The agreement ends on %s. Ask the co-ordinator to amend it.")
            % date_format(placement.ends_on, "j F Y")
        )
    if today - work.done_on > LATE_AFTER and not work.late_reason.strip():
        raise HoursRefused(_("This day is more than 21 days ago. Write why you log it so late."))


def _require_plan(placement: Placement, work: Work) -> None:
    """Before the plan is approved, only the planning itself counts."""
    if work.category not in Category.values:
        raise HoursRefused(_("Choose what kind of work it was."))
    plan = approved_plan(placement)
    if plan is None:
        if work.category not in (Category.PLANNING, Category.REFLECTION):
            raise HoursRefused(_("Until your plan is approved, only planning and reflection can be logged."))
        return
    numbers = {each.number for each in plan.objectives.all()}
    if work.objective is not None and work.objective not in numbers:
        raise HoursRefused(_("Your plan has no objective %s.") % work.objective)
    if work.category == Category.TASK and work.objective is None:
        raise HoursRefused(_("Choose the objective that the task serves."))


def _require_sums(internship: Internship, work: Work, but: int) -> None:
    """Over all hosts of the learner: a day has the same hours at two hosts as at one."""
    others = (
        HoursEntry.objects.filter(placement__internship=internship).exclude(state__in=DEAD).exclude(pk=but)
    )
    monday = work.done_on - timedelta(days=work.done_on.weekday())
    week = [each for each in others if monday <= each.done_on < monday + timedelta(days=7)]
    of_day = sum(each.quarters for each in week if each.done_on == work.done_on)
    if of_day + work.quarters > MOST_A_DAY:
        raise HoursRefused(_too_many(_("on one day"), MOST_A_DAY, of_day))
    of_week = sum(each.quarters for each in week)
    if of_week + work.quarters > MOST_A_WEEK:
        raise HoursRefused(_too_many(_("in one week, Monday to Sunday"), MOST_A_WEEK, of_week))
    course = course_of(internship.enrolment.cohort.edition_id)
    assert course is not None  # noqa: S101 -- there is no placement without an internship
    if work.category not in AT_HOST:
        reflected = sum(each.quarters for each in others if each.category not in AT_HOST)
        if reflected + work.quarters > course.reflection:
            raise HoursRefused(
                _too_many(_("for planning, reflection and portfolio together"), course.reflection, reflected)
            )


def _too_many(where: str, most: int, have: int) -> str:
    return _("At most %(most)s hours can be logged %(where)s. You have %(have)s, so %(left)s are left.") % {
        "most": in_hours(most),
        "where": where,
        "have": in_hours(have),
        "left": in_hours(max(0, most - have)),
    }


def _locked_with_internship(placement: Placement) -> Placement:
    """The sums go over all placements of the learner, so two tabs of one learner wait for each other."""
    Internship.objects.select_for_update().get(pk=placement.internship_id)
    return locked(placement)


def _changeable(entry: HoursEntry) -> tuple[Placement, HoursEntry]:
    placement = _locked_with_internship(entry.placement)
    entry = placement.entries.get(pk=entry.pk)
    if entry.state not in (_Entry.WAITING, _Entry.QUERIED):
        raise HoursRefused(_("This entry is: %s. It cannot be changed any more.") % entry.get_state_display())
    return placement, entry


def _attach(entry: HoursEntry, work: Work) -> None:
    if not work.evidence:
        return
    inspected = inspect(work.evidence)
    entry.evidence_name, entry.evidence_type = FOLDER.keep(inspected.data), inspected.content_type


def require_reason(text: str) -> str:
    return require_text(text, _("Write a reason. The learner reads it."))
