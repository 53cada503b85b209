"""What the page of one file of people shows, from the first line read to the last person enrolled."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from learners.enrolment.enrolling import places_left
from learners.enrolment.models import RosterImport, RosterRow
from learners.enrolment.queries import RosterCounts, counts_of, mails_of, rows_of
from learners.enrolment.roster_columns import columns_of

ROWS = 50
State, Verdict = RosterImport.State, RosterRow.Verdict
_TEMPLATES = {
    State.READING: "progress",
    State.IMPORTING: "progress",
    State.READY: "preview",
    State.DONE: "result",
    State.FAILED: "failed",
    State.DROPPED: "failed",
}


@dataclass(frozen=True)
class Tab:
    key: str
    label: str | Promise
    count: int
    current: bool


def roster_page(request, roster: RosterImport):
    counts = counts_of(roster)
    context = {"roster": roster, "cohort": roster.cohort, "counts": counts}
    if roster.state in (State.READING, State.IMPORTING):
        context |= _progress(roster, counts)
    elif roster.state in (State.READY, State.DONE):
        context |= _rows(request, roster, counts)
    if roster.state == State.DONE:
        context["mails"] = mails_of(roster)
    return render(request, f"cms/staff/people/{_TEMPLATES[State(roster.state)]}.html", context)


def _progress(roster: RosterImport, counts: RosterCounts) -> dict:
    if roster.state == State.READING:
        return {"value": roster.last_line, "all": max(roster.expected_lines, roster.last_line, 1)}
    return {"value": counts.done + counts.refused, "all": counts.valid}


def _rows(request, roster: RosterImport, counts: RosterCounts) -> dict:
    tabs = _tabs(request.GET.get("show", ""), counts, is_over=roster.state == State.DONE)
    show = next((tab.key for tab in tabs if tab.current), Verdict.NEW)
    return {
        "tabs": tabs,
        "show": show,
        "page_obj": Paginator(rows_of(roster, show), ROWS).get_page(request.GET.get("page")),
        "places_left": max(places_left(roster.cohort), 0),
        "unread": columns_of(roster.columns).unread,
    }


def _tabs(asked: str, counts: RosterCounts, *, is_over: bool) -> list[Tab]:
    """Those with rows. The current one is what was asked for, else what needs a look most."""
    labels = {
        "refused": gettext_lazy("Refused"),
        "bad": gettext_lazy("To correct"),
        "new": gettext_lazy("New"),
        "changed": gettext_lazy("Changed"),
        "known": gettext_lazy("Known"),
        "left": gettext_lazy("Left out"),
    }
    found = {key: getattr(counts, key) for key in labels}
    if not is_over:
        found["refused"] = 0
    shown = [key for key, count in found.items() if count]
    current = asked if asked in shown else next(iter(shown), "")
    return [Tab(key, labels[key], found[key], key == current) for key in shown]
