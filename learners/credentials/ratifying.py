"""The board of examiners ratifies the results of a cohort: what it saw is kept, and counts while nothing has changed."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from content.base.errors import RuleError
from courses.cohorts.models import Cohort
from learners.credentials.eligibility import Check, Standing, each_standing
from learners.credentials.models import BoardLine, BoardMeeting
from learners.credentials.queries import board_lines_of
from learners.enrolment.models import Enrolment
from learners.enrolment.sheets import Cell, csv_file

RULE = "board"
_COUNTED = (Enrolment.State.ACTIVE, Enrolment.State.COMPLETED)


class UnableToRatify(RuleError):
    pass


@transaction.atomic
def ratify(cohort: Cohort, *, held_on: date, present: str, note: str, by, at: datetime) -> BoardMeeting:
    """Freezes every learner's marks, classification and rules as they stand now."""
    Cohort.objects.select_for_update().get(pk=cohort.pk)
    if held_on > at.date():
        raise UnableToRatify(_("The meeting is in the future. Enter the day on which it was held."))
    if not present.strip():
        raise UnableToRatify(_("Enter who was present."))
    counted = Enrolment.objects.filter(cohort=cohort, state__in=_COUNTED)
    if counted.filter(user=by).exists():
        raise UnableToRatify(_("Nobody ratifies the own results."))
    meeting = BoardMeeting.objects.create(
        cohort=cohort,
        held_on=held_on,
        present=present.strip(),
        note=note.strip(),
        ratified_at=at,
        ratified_by=by,
    )
    standings = (each for each in each_standing(cohort) if each.enrolment.state in _COUNTED)
    lines = BoardLine.objects.bulk_create(_line(meeting, standing) for standing in standings)
    data = {"meeting": meeting.pk, "learners": len(lines)}
    log(
        instance=cohort,
        action="campus.results_ratified",
        user=by,
        timestamp=at,
        title=cohort.title,
        data=data,
    )
    return meeting


def _line(meeting: BoardMeeting, standing: Standing) -> BoardLine:
    checks = [
        {"key": check.key, "text": check.text, "met": check.met, "detail": check.detail}
        for check in standing.checks
        if check.key != RULE
    ]
    return BoardLine(
        meeting=meeting,
        enrolment=standing.enrolment,
        overall=standing.result.overall,
        classification=standing.classification,
        checks=checks,
    )


def with_board(standings: Iterable[Standing]) -> list[Standing]:
    """The same standings, with the rule on the board judged. One query, none where no policy has the rule."""
    standings = list(standings)
    asked = [each.enrolment.pk for each in standings if any(check.key == RULE for check in each.checks)]
    if not asked:
        return standings
    lines = board_lines_of(asked)
    return [_judged(standing, lines.get(standing.enrolment.pk)) for standing in standings]


def _judged(standing: Standing, line: BoardLine | None) -> Standing:
    checks = tuple(_check(check, standing, line) if check.key == RULE else check for check in standing.checks)
    return replace(standing, checks=checks)


def _check(check: Check, standing: Standing, line: BoardLine | None) -> Check:
    if line is None:
        return replace(check, met=False, detail=_("The board has not ratified the results yet."))
    on = date_format(line.meeting.held_on, "j F Y")
    then, now = (
        _result(line.overall, line.classification),
        _result(standing.result.overall, standing.classification),
    )
    if then != now:
        detail = _(
            "Changed since the board of %(on)s: %(then)s then, %(now)s now. The board has to ratify it again."
        )
        return replace(check, met=False, detail=detail % {"on": on, "then": then, "now": now})
    return replace(check, met=True, detail=_("Ratified by the board of %s.") % on)


def _result(overall, classification: str) -> str:
    return f"{overall:.1f} {classification}".strip()  # the ledger gives 80, the table 80.0


def minutes_csv(meeting: BoardMeeting) -> bytes:
    """What the board saw, a row for each learner."""
    lines = list(meeting.lines.select_related("enrolment__user").order_by("enrolment__user__name", "pk"))
    keys = list(dict.fromkeys(check["key"] for line in lines for check in line.checks))
    rows: list[list[Cell]] = [[_("Learner"), _("Overall"), _("Classification"), *keys]]
    for line in lines:
        said = {check["key"]: check for check in line.checks}
        cells = [line.enrolment.user.name, str(line.overall), line.classification]
        rows.append([*cells, *(_in_words(said.get(key)) for key in keys)])
    return csv_file(rows)


def _in_words(check: dict | None) -> str:
    if check is None:
        return ""
    return f"{_('met') if check['met'] else _('open')}: {check['detail']}"
