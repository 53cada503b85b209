"""The eight phases of a placement, and the one thing that its learner does next."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from courses.editions.plan import PlannedActivity
from learners.placements.agreeing import missing_parties, newest_agreement
from learners.placements.evaluating import evaluation_is_open, evaluation_of
from learners.placements.examining import viva_of
from learners.placements.logbook import HoursEntry
from learners.placements.models import Placement
from learners.placements.papers import Agreement, Evaluation, Midpoint, Plan, Signature
from learners.placements.planning import newest_plan
from learners.placements.reviewing import midpoint_is_open, midpoint_of
from learners.placements.standing import Facts
from learners.placements.vivas import LASTING, Outcome

S = Placement.State
AFTER_AGREEMENT = (S.PLANNING, S.RUNNING, S.INTERRUPTED, S.CLOSED)
AFTER_PLAN = (S.RUNNING, S.CLOSED)


@dataclass(frozen=True)
class Phase:
    """One line of the workspace: what it is, how it stands, and who acts."""

    form: str
    title: str
    weeks: str
    state: str
    """done, current (the learner acts), info (somebody else acts), or shut."""
    label: str
    url: str = ""


@dataclass(frozen=True)
class NextStep:
    title: str
    text: str
    url: str
    action: str


@dataclass(frozen=True)
class Papers:
    """The papers of one placement, read once."""

    agreement: Agreement | None
    missing: list[str]
    plan: Plan | None
    midpoint: Midpoint | None
    evaluation: Evaluation | None
    midpoint_open: bool
    evaluation_open: bool


def papers_of(placement: Placement, *, at: datetime) -> Papers:
    agreement = newest_agreement(placement)
    return Papers(
        agreement,
        missing_parties(agreement),
        newest_plan(placement),
        midpoint_of(placement),
        evaluation_of(placement),
        midpoint_is_open(placement, at=at),
        evaluation_is_open(placement, at=at),
    )


def phases_of(placement: Placement, papers: Papers) -> list[Phase]:
    """IF-1 to IF-6: what belongs to one host. Portfolio and viva belong to the whole."""
    own = [_agreement(placement, papers)] if not placement.is_project else []
    first = [] if placement.is_project else [_proposal(placement)]
    return [
        *first, *own, _plan(placement, papers), _hours(placement), _midpoint(placement, papers), _evaluation(placement, papers)
    ]  # fmt: skip


def _proposal(placement: Placement) -> Phase:
    url = reverse("placement_proposal", args=[placement.pk])
    told = {
        S.PROPOSED: ("info", _("With the co-ordinator")),
        S.RETURNED: ("current", _("To be changed")),
        S.REFUSED: ("warn", _("Not approved")),
    }
    state, label = told.get(S(placement.state), ("done", _("Approved")))
    return Phase("IF-1", _("Proposal"), _("Weeks 4 to 5"), state, label, url)


def _agreement(placement: Placement, papers: Papers) -> Phase:
    url = reverse("placement_agreement", args=[placement.pk]) if papers.agreement else ""
    title, weeks = _("Host agreement"), _("Weeks 6 to 8")
    if papers.agreement and not papers.missing:
        return Phase("IF-2", title, weeks, "done", _("Signed by all"), url)
    if not placement.is_open or placement.state in (S.PROPOSED, S.RETURNED):
        return Phase("IF-2", title, weeks, "shut", _("After the proposal"))
    if papers.agreement is None:
        return Phase("IF-2", title, weeks, "info", _("The office prepares it"))
    if Signature.Party.LEARNER in papers.missing:
        return Phase("IF-2", title, weeks, "current", _("You sign"), url)
    waits = ", ".join(str(Signature.Party(party).label).lower() for party in papers.missing)
    return Phase("IF-2", title, weeks, "info", _("Waits for: %s") % waits, url)


def _plan(placement: Placement, papers: Papers) -> Phase:
    title, weeks, url = (
        _("Internship plan"),
        _("Weeks 8 to 9"),
        reverse("placement_plan", args=[placement.pk]),
    )
    plan = papers.plan
    if placement.state not in AFTER_AGREEMENT:
        return Phase("IF-3", title, weeks, "shut", _("After the agreement"))
    if plan is None:
        return Phase("IF-3", title, weeks, "current", _("You write it"), url)
    if plan.returned_at:
        return Phase("IF-3", title, weeks, "current", _("To be changed"), url)
    if plan.is_approved:
        return Phase("IF-3", title, weeks, "done", _("Approved by both"), url)
    waits = _("Waits for the supervisor") if plan.approved_at else _("Waits for the co-ordinator")
    return Phase("IF-3", title, weeks, "info", waits, url)


def _hours(placement: Placement) -> Phase:
    title, weeks, url = _("Hours log"), _("Weeks 10 to 23"), reverse("internship_hours")
    if placement.state == S.CLOSED:
        return Phase("IF-4", title, weeks, "done", _("Completed"), url)
    if placement.is_at_work:
        return Phase("IF-4", title, weeks, "current", _("You log hours"), url)
    if placement.state == S.INTERRUPTED:
        return Phase("IF-4", title, weeks, "info", _("Interrupted"), url)
    return Phase("IF-4", title, weeks, "shut", _("After the agreement"))


def _midpoint(placement: Placement, papers: Papers) -> Phase:
    title, weeks, url = (
        _("Midpoint review"),
        _("Weeks 16 to 17"),
        reverse("placement_midpoint", args=[placement.pk]),
    )
    midpoint = papers.midpoint
    if midpoint and midpoint.decided_at:
        return Phase("IF-5", title, weeks, "done", _("Decided"), url)
    if midpoint and midpoint.supervisor_at:
        return Phase("IF-5", title, weeks, "info", _("Waits for the co-ordinator"), url)
    if midpoint:
        return Phase("IF-5", title, weeks, "info", _("Waits for the supervisor"), url)
    if papers.midpoint_open:
        return Phase("IF-5", title, weeks, "current", _("You write your part"), url)
    return Phase("IF-5", title, weeks, "shut", _("In the middle of the hours"))


def _evaluation(placement: Placement, papers: Papers) -> Phase:
    title, weeks, evaluation = _("Supervisor evaluation"), _("Week 23"), papers.evaluation
    if evaluation and evaluation.approved_at:
        return Phase("IF-6", title, weeks, "done", _("Approved"))
    if evaluation and evaluation.sent_at:
        return Phase("IF-6", title, weeks, "info", _("Waits for the co-ordinator"))
    if papers.evaluation_open:
        return Phase("IF-6", title, weeks, "info", _("Waits for the supervisor"))
    return Phase("IF-6", title, weeks, "shut", _("At the end of the hours"))


def final_phases(facts: Facts, *, week: int) -> list[Phase]:
    """Portfolio and viva, in a week of the cohort."""
    course, phases = facts.course, []
    if course.portfolio:
        phases.append(_portfolio(facts, course.portfolio, week))
    if course.viva:
        phases.append(_viva(facts))
    return phases


def _portfolio(facts: Facts, portfolio: PlannedActivity, week: int) -> Phase:
    url = reverse("activity", args=[portfolio.code])
    state, label = "shut", _("Not handed in")
    if facts.handed_in:
        state, label = "done", _("Handed in")
    elif week >= portfolio.week:
        state, label = "current", _("You hand it in")
    return Phase("IF-7", portfolio.title, _("Week %s") % portfolio.week, state, label, url)


def _viva(facts: Facts) -> Phase:
    title, weeks, url = _("Viva"), _("Weeks 25 to 26"), reverse("internship_viva")
    viva = viva_of(facts.internship)
    if viva and viva.outcome in LASTING:
        return Phase("IF-8", title, weeks, "done", _("Held"), url)
    if viva and viva.outcome == Outcome.REVISE:
        return Phase("IF-8", title, weeks, "current", _("A second viva"), url)
    if viva:
        return Phase("IF-8", title, weeks, "info", _("Booked"), url)
    if facts.handed_in:
        return Phase("IF-8", title, weeks, "current", _("You book a time"), url)
    return Phase("IF-8", title, weeks, "shut", _("After the portfolio"))


_ACTIONS = {
    "IF-1": (gettext_lazy("Change your proposal"), gettext_lazy("Change the proposal")),
    "IF-2": (gettext_lazy("Sign the agreement"), gettext_lazy("Read and sign")),
    "IF-3": (gettext_lazy("Write your internship plan"), gettext_lazy("Write the plan")),
    "IF-5": (gettext_lazy("Write your part of the midpoint review"), gettext_lazy("Write your part")),
    "IF-7": (gettext_lazy("Hand in your portfolio"), gettext_lazy("Open the portfolio")),
    "IF-8": (gettext_lazy("Book a time for your viva"), gettext_lazy("Book a time")),
}


def next_step(
    facts: Facts, phases: list[list[Phase]], final: list[Phase], *, hours_missing: bool
) -> NextStep:
    """One visible step: a question of the supervisor; what the learner does; else hours to log; else for whom everything waits."""
    if asked := _asked(facts):
        return _question(asked)
    lines = [phase for own in phases for phase in own] + final
    for phase in lines:
        if phase.state == "current" and phase.form in _ACTIONS:
            title, action = _ACTIONS[phase.form]
            text = _("Form %(form)s. %(weeks)s.") % {"form": phase.form, "weeks": phase.weeks}
            return NextStep(str(title), text, phase.url, str(action))
    if hours_missing and any(phase.form == "IF-4" and phase.state == "current" for phase in lines):
        text = _("An entry takes less than a minute.")
        return NextStep(_("Log your hours"), text, reverse("internship_hours"), _("Add hours"))
    if not any(placement.is_open or placement.state == S.CLOSED for placement in facts.placements):
        text = _("Name an organisation, a supervisor and a task, or choose an offer.")
        return NextStep(_("Propose a host"), text, reverse("propose_host"), _("Propose a host"))
    return _waiting(lines)


def _asked(facts: Facts) -> list[HoursEntry]:
    """While hours are worked there: afterwards no entry can be changed."""
    at_work = {placement.pk for placement in facts.placements if placement.is_at_work}
    queried = [entry for entry in facts.entries if entry.state == HoursEntry.State.QUERIED]
    return [entry for entry in queried if entry.placement_id in at_work]


def _question(asked: list[HoursEntry]) -> NextStep:
    """It is answered by a change of the entry. Of more than one, the first day comes first."""
    first = min(asked, key=lambda entry: (entry.done_on, entry.pk))
    count = len(asked)
    title = ngettext("Your supervisor has a question", "Your supervisor has %s questions", count)
    text = _("Your hours of %(day)s: %(note)s") % {
        "day": date_format(first.done_on, "j F"),
        "note": first.note,
    }
    url = reverse("change_hours", args=[first.pk])
    return NextStep(title % count if count > 1 else title, text, url, _("Change the entry"))


def _waiting(lines: list[Phase]) -> NextStep:
    waits = next((phase for phase in lines if phase.state == "info"), None)
    if waits:
        title = _("Nothing to do for you now")
        return NextStep(title, f"{waits.title}: {waits.label.lower()}.", waits.url, _("Look at it"))
    rest = next((phase for phase in lines if phase.state == "shut" and phase.url), None)
    if rest:
        return NextStep(rest.title, rest.weeks + ".", rest.url, _("Open it"))
    return NextStep(_("Your internship is complete"), "", reverse("results"), _("See your results"))
