"""What the learner's pages of the internship show."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from content.principles.queries import principles
from courses.cohorts.schedule import current_week
from learners.enrolment.models import Enrolment
from learners.placements.counting import Sums, forecast, in_hours, is_lapsed
from learners.placements.course import course_of
from learners.placements.entering import today_of
from learners.placements.evaluating import answers_of
from learners.placements.examining import may_book_now
from learners.placements.logbook import HoursEntry
from learners.placements.models import AT_WORK, OPEN, HostOffer, Placement
from learners.placements.moving import host_name
from learners.placements.papers import Evaluation
from learners.placements.phases import NextStep, Phase, final_phases, next_step, papers_of, phases_of
from learners.placements.planning import approved_plan
from learners.placements.proposing import MOST_HOSTS
from learners.placements.standing import Facts, Form, facts_of, forms_of, lacking_contacts, sums_in

PROPOSAL_WEEK = 4
_Entry = HoursEntry.State


@dataclass(frozen=True)
class Shown:
    """One placement with its phases."""

    placement: Placement
    name: str
    phases: list[Phase]
    evaluation: Evaluation | None
    """Once it was approved."""
    answers: list[tuple[str, str, str]]


@dataclass(frozen=True)
class Totals:
    """The sums in words and numbers, for meter and line."""

    counted: str
    total: str
    host: str
    least_host: str
    waiting: str
    asked: str
    """About which the supervisor has a question."""
    lapsed: str
    quarters: int
    most: int
    forecast: date | None
    lacking_contacts: int


@dataclass(frozen=True)
class Workspace:
    facts: Facts
    next: NextStep
    placements: list[Shown]
    final: list[Phase]
    totals: Totals
    forms: list[Form]
    may_propose: bool
    extra_weeks: int


@dataclass(frozen=True)
class InWeek:
    """What This week says about the internship."""

    label: str
    books_viva: bool = False
    """Times are offered, and the learner has none."""


@dataclass(frozen=True)
class Line:
    """One entry of the log as its learner reads it."""

    entry: HoursEntry
    state: str
    label: str

    @property
    def can_change(self) -> bool:
        return self.entry.state in (_Entry.WAITING, _Entry.QUERIED)


def workspace_of(enrolment: Enrolment, *, at: datetime) -> Workspace | None:
    """Nothing for an edition without an internship."""
    facts = facts_of([enrolment])[enrolment.pk]
    if facts is None:
        return None
    shown = [_shown(each, at) for each in reversed(facts.placements)]
    current = [each.phases for each in shown if each.placement.is_open or each.placement.state == "closed"]
    final = final_phases(facts, week=current_week(enrolment.cohort, at=at))
    hours_missing = sums_in(facts, at=at).expected < facts.course.total
    open_count = sum(1 for each in facts.placements if each.state in OPEN)
    return Workspace(
        facts=facts,
        next=next_step(facts, current, final, hours_missing=hours_missing),
        placements=shown,
        final=final,
        totals=totals_of(facts, enrolment, at=at),
        forms=forms_of(facts),
        may_propose=0 < open_count < MOST_HOSTS,
        extra_weeks=facts.internship.extra_weeks if facts.internship else 0,
    )


def _shown(placement: Placement, at: datetime) -> Shown:
    papers = papers_of(placement, at=at)
    evaluation = papers.evaluation if papers.evaluation and papers.evaluation.approved_at else None
    answers = answers_of(evaluation) if evaluation else []
    return Shown(placement, host_name(placement), phases_of(placement, papers), evaluation, answers)


def totals_of(facts: Facts, enrolment: Enrolment, *, at: datetime) -> Totals:
    sums: Sums = sums_in(facts, at=at)
    course = facts.course
    return Totals(
        counted=in_hours(sums.counted),
        total=in_hours(course.total),
        host=in_hours(sums.confirmed_host),
        least_host=in_hours(course.at_host),
        waiting=in_hours(sums.waiting) if sums.waiting else "",
        asked=in_hours(sums.queried) if sums.queried else "",
        lapsed=in_hours(sums.lapsed) if sums.lapsed else "",
        quarters=min(sums.counted, course.total),
        most=course.total,
        forecast=forecast(facts.entries, total=course.total, today=today_of(enrolment, at=at))
        if any(each.state in AT_WORK for each in facts.placements)
        else None,
        lacking_contacts=lacking_contacts(facts),
    )


def lines_of(facts: Facts, *, at: datetime) -> list[Line]:
    """The log, the newest day first."""
    return [_line(entry, at) for entry in reversed(facts.entries) if entry.state != _Entry.WITHDRAWN]


def _line(entry: HoursEntry, at: datetime) -> Line:
    if is_lapsed(entry, at=at):
        return Line(entry, "warn", _("Not confirmed in 21 days"))
    tags = {_Entry.WAITING: "info", _Entry.CONFIRMED: "done", _Entry.QUERIED: "warn", _Entry.REJECTED: "warn"}
    return Line(entry, tags.get(_Entry(entry.state), "info"), str(entry.get_state_display()))


def placements_at_work(facts: Facts) -> list[Placement]:
    return [each for each in facts.placements if each.state in AT_WORK]


def objectives_of(placement: Placement | None) -> list[tuple[int, str]]:
    plan = approved_plan(placement) if placement else None
    objectives = sorted(plan.objectives.all(), key=lambda each: each.number) if plan else []
    return [(each.number, f"{each.number}. {each.text}") for each in objectives]


def principle_choices() -> list[tuple[int, str]]:
    return [(page.number, f"{page.number}. {page.title}") for page in principles()]


def open_offers(*, at: datetime) -> list[HostOffer]:
    """What learners may apply to, those that close first on top."""
    offers = HostOffer.objects.filter(closed_at=None, open_until_on__gte=at.date(), host__state="approved")
    return list(offers.select_related("host").order_by("open_until_on", "pk"))


def step_this_week(enrolment: Enrolment, *, at: datetime) -> InWeek | None:
    """Nothing before its proposal is due or without one. One query, two with a placement."""
    if course_of(enrolment.cohort.edition_id) is None:
        return None
    placements = Placement.objects.filter(internship__enrolment=enrolment).order_by("-pk")
    newest = placements.first()
    if newest is not None:
        return InWeek(str(newest.get_state_display()), may_book_now(enrolment, at=at))
    return InWeek(_("Propose a host")) if current_week(enrolment.cohort, at=at) >= PROPOSAL_WEEK else None
