"""How all internships of some cohorts stand, with the risk in words: nobody is lost."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from courses.cohorts.models import Cohort
from courses.cohorts.roles import MarkingScope
from courses.cohorts.schedule import current_week
from learners.enrolment.models import Enrolment
from learners.enrolment.queries import OPEN_STATES
from learners.placements.counting import Sums, in_hours, is_lapsed
from learners.placements.course import EVALUATION_WEEK, MIDPOINT_WEEK, course_of
from learners.placements.logbook import HoursEntry
from learners.placements.models import OPEN, Placement
from learners.placements.moving import host_name
from learners.placements.standing import Facts, facts_of, sums_in
from learners.placements.vivas import LASTING, Viva

PROPOSAL_UNTIL, AGREEMENT_UNTIL, PLAN_UNTIL = 5, 8, 9
"""Weeks of the phases; afterwards the paper is missing."""
SILENT_AFTER = timedelta(days=14)
"""Supervisors confirm every two weeks."""
BEHIND = 0.6
"""Of the hours that would be there if they were worked evenly."""
_COUNTED = ("placement_id", "done_on", "quarters", "category", "state", "logged_at")
S = Placement.State
_DECIDE = {
    "plan": _lazy("Approve the plan"),
    "midpoint": _lazy("Decide on the midpoint review"),
    "evaluation": _lazy("Approve the evaluation"),
}


@dataclass(frozen=True)
class Row:
    enrolment: Enrolment
    placement: Placement | None
    host: str
    state: str
    hours: str
    """“42 of 120”: confirmed."""
    waits: str
    """What the co-ordinator does next, or nothing."""
    risks: tuple[str, ...]

    @property
    def rank(self) -> tuple[int, int]:
        return (-bool(self.waits), -len(self.risks))


def oversight(cohort_ids: Collection[int] | None, *, at: datetime, name: str = "") -> list[Row]:
    """Every learner who studies, those with something to do first. The same number of queries, however many."""
    cohorts = Cohort.objects.filter(published_at__isnull=False)
    if cohort_ids is not None:
        cohorts = cohorts.filter(pk__in=cohort_ids)
    # Thousands in their first weeks have nothing to show: they are not read.
    due = [each for each in cohorts if _is_proposal_due(current_week(each, at=at))]
    places = Enrolment.objects.filter(state__in=OPEN_STATES, cohort__in=cohorts)
    places = places.filter(Q(internship__isnull=False) | Q(cohort__in=due))
    if name:
        places = places.filter(user__name__icontains=name)
    enrolments = list(places.select_related("user__profile", "cohort").order_by("user__name", "pk"))
    facts = facts_of(enrolments, entries=HoursEntry.objects.values_list(*_COUNTED, named=True))
    rows = [row for each in enrolments if (own := facts[each.pk]) for row in rows_of(each, own, at=at)]
    return sorted(rows, key=lambda row: row.rank)


def rows_of(enrolment: Enrolment, facts: Facts, *, at: datetime) -> list[Row]:
    """One for each open placement; else one for the newest, or for the missing proposal."""
    week = current_week(enrolment.cohort, at=at)
    shown = [each for each in facts.placements if each.state in OPEN] or facts.placements[-1:]
    sums = sums_in(facts, at=at)
    hours = f"{in_hours(sums.counted)} / {in_hours(facts.course.total)}"
    if not shown:
        risks = (_("No proposal"),) if week > PROPOSAL_UNTIL else ()
        return (
            [Row(enrolment, None, "", _("No proposal yet"), hours, "", risks)]
            if _is_proposal_due(week)
            else []
        )
    return [
        Row(
            enrolment,
            each,
            host_name(each),
            str(each.get_state_display()),
            hours,
            _waits(each, facts, at),
            tuple(_risks(each, facts, sums, week, at)),
        )
        for each in shown
    ]


def _is_proposal_due(week: int) -> bool:
    return week >= PROPOSAL_UNTIL - 1


def _waits(placement: Placement, facts: Facts, at: datetime) -> str:
    if placement.state == S.PROPOSED:
        return _("Read the proposal")
    if placement.state == S.INTERRUPTED and placement.ending_reason:
        return _("Speak with the learner")
    if placement.state in OPEN and (paper := facts.to_decide.get(placement.pk)):
        return str(_DECIDE[paper])
    if any(is_lapsed(entry, at=at) for entry in _own(placement, facts)):
        return _("Decide about hours")
    if facts.viva and facts.viva.outcome in LASTING and not facts.viva.released_at:
        return _("Release the mark of the viva")
    return ""


def _risks(placement: Placement, facts: Facts, sums: Sums, week: int, at: datetime):
    if placement.state == S.INTERRUPTED and placement.ending_reason:
        yield _("Reported as not safe")
    if placement.state == S.ENDED and sums.counted < facts.course.total:
        yield _("No placement now")
    if placement.state == S.AGREEMENT and week > AGREEMENT_UNTIL:
        yield _("Agreement missing")
    if placement.state == S.PLANNING and week > PLAN_UNTIL and placement.pk not in facts.planned:
        yield _("Plan missing")
    if placement.state == S.RUNNING:
        yield from _risks_of_work(placement, facts, week, at)


def _risks_of_work(placement: Placement, facts: Facts, week: int, at: datetime):
    entries = _own(placement, facts)
    if silent := _silent_days(entries, at):
        yield _("Supervisor silent for %s days") % silent
    logged = sum(each.quarters for each in entries if each.state not in ("rejected", "withdrawn"))
    expected = expected_quarters(placement, at.date())
    if logged < BEHIND * expected:
        yield _("Behind: %(done)s of %(expected)s hours") % {
            "done": in_hours(logged), "expected": in_hours(round(expected))
        }  # fmt: skip
    if week > MIDPOINT_WEEK and placement.pk not in facts.reviewed:
        yield _("Midpoint review due")
    sent = facts.to_decide.get(placement.pk) == "evaluation"
    if week >= EVALUATION_WEEK and placement.pk not in facts.evaluated and not sent:
        yield _("Evaluation due")


def _own(placement: Placement, facts: Facts) -> list[HoursEntry]:
    return [entry for entry in facts.entries if entry.placement_id == placement.pk]


def _silent_days(entries: list[HoursEntry], at: datetime) -> int:
    waiting = [each.logged_at for each in entries if each.state == HoursEntry.State.WAITING]
    oldest = min(waiting, default=at)
    return (at - oldest).days if at - oldest > SILENT_AFTER else 0


def expected_quarters(placement: Placement, today: date) -> float:
    """If the agreed hours were worked evenly from the first to the last day."""
    days = (placement.ends_on - placement.starts_on).days + 1
    gone = min(max((today - placement.starts_on).days, 0), days)
    return 4 * placement.hours * gone / days


def waiting_for_coordinator(cohort_ids: Collection[int] | None) -> int:
    """Proposals, plans, midpoint reviews and evaluations that nobody has decided. Four queries."""
    found = Placement.objects.filter(state__in=OPEN)
    if cohort_ids is not None:
        found = found.filter(internship__enrolment__cohort__in=cohort_ids)
    return (
        found.filter(state=S.PROPOSED).count()
        + found.filter(plans__approved_at=None, plans__returned_at=None, plans__isnull=False)
        .distinct()
        .count()
        + found.filter(midpoint__supervisor_at__isnull=False, midpoint__decided_at=None).count()
        + found.filter(evaluation__sent_at__isnull=False, evaluation__approved_at=None).count()
    )


def vivas_to_release(scope: MarkingScope) -> list[Viva]:
    """Held for good, in the modules for which this person answers; who waits longest comes first. One query."""
    held = Viva.objects.filter(outcome__in=LASTING, points__isnull=False, released_at=None, cancelled_at=None)
    held = held.filter(slot__cohort__in=scope.cohorts).select_related(
        "slot__cohort", "internship__enrolment__user", "internship__enrolment__cohort"
    )
    return [viva for viva in held.order_by("held_at", "pk") if _is_led(viva, scope)]


def _is_led(viva: Viva, scope: MarkingScope) -> bool:
    """In the cohort of the time and in the learner's: the page asks for the one, the release for the other."""
    cohorts = (viva.slot.cohort, viva.internship.enrolment.cohort)
    courses = [(cohort.pk, course_of(cohort.edition_id)) for cohort in cohorts]
    return all(course is not None and scope.leads(pk, course.module_code) for pk, course in courses)
