"""The work on a file in small steps: read it, enrol its people. Whatever dies in between, the next run goes on from there."""

import logging
from contextlib import closing
from datetime import datetime, timedelta
from itertools import dropwhile, islice

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from learners.enrolment import roster_files
from learners.enrolment.enrolling import UnableToEnrol, enrol
from learners.enrolment.importing import TO_IMPORT, close, locked, tell
from learners.enrolment.models import Enrolment, LearnerProfile, RosterImport, RosterRow
from learners.enrolment.roster_checking import check_line, visible
from learners.enrolment.roster_columns import FIELDS
from learners.enrolment.roster_judging import PROFILE_FIELDS, Account, accounts_of, judge
from learners.enrolment.roster_reading import open_roster
from learners.enrolment.roster_tables import UnreadableRoster
from learners.events.recording import record

State = RosterImport.State
OPEN = (State.READING, State.IMPORTING)
LEASE = timedelta(minutes=5)
MOST_RUNS = 3
ROWS_READ = 500
ROWS_IMPORTED = 50
STEPS = 20
"""How many a run does before it lets others work."""
logger = logging.getLogger(__name__)


class Overtaken(Exception):
    """Another run has gone on from here, or a person has dropped the file."""


class Refused(Exception):
    """This row cannot be imported as the preview has shown it."""


def open_rosters(*, at: datetime):
    """What waits, or was taken by a worker that did not come back."""
    rosters = RosterImport.objects.filter(state__in=OPEN)
    return rosters.filter(Q(lease_until=None) | Q(lease_until__lt=at)).order_by("pk")


def work_on(roster_id: int, *, at: datetime, steps: int = STEPS) -> bool:
    """Some steps on this file. Whether there is more to do; False also when somebody else is at it."""
    claimed = open_rosters(at=at).filter(pk=roster_id)
    if not claimed.update(lease_until=at + LEASE, runs=F("runs") + 1):
        return False
    roster = RosterImport.objects.select_related("cohort", "confirmed_by").get(pk=roster_id)
    if roster.runs > MOST_RUNS:
        _give_up(roster, at=at)
        return False
    try:
        (_read if roster.state == State.READING else _import)(roster, at=at, steps=steps)
    except UnreadableRoster as refusal:
        _refuse(roster, str(refusal), at=at)
    except Overtaken:
        return False
    except Exception:
        logger.exception("The import %s failed in run %s", roster.pk, roster.runs)
        RosterImport.objects.filter(pk=roster_id).update(lease_until=None)
        return False  # the clock brings it again, a little later
    return bool(RosterImport.objects.filter(pk=roster_id, state__in=OPEN).update(lease_until=None))


@transaction.atomic
def _refuse(roster: RosterImport, sentence: str, *, at: datetime) -> None:
    roster = locked(roster)
    if roster.state == State.READING:
        roster.rows.all().delete()
        close(roster, State.FAILED, at=at, error=sentence)


@transaction.atomic
def _give_up(roster: RosterImport, *, at: datetime) -> None:
    roster = locked(roster)
    if roster.state == State.READING:
        sentence = _("Reading stopped %(runs)s times after line %(line)s. Correct the lines after it.")
        roster.rows.all().delete()
    else:
        sentence = _(
            "The import stopped %(runs)s times. Upload the file again: who is enrolled stays enrolled."
        )
    close(roster, State.FAILED, at=at, error=sentence % {"runs": MOST_RUNS, "line": roster.last_line})


def _read(roster: RosterImport, *, at: datetime, steps: int) -> None:
    """From the line after the last one that is saved. At the end the file waits for a person."""
    start = roster.last_line
    with roster_files.FOLDER.as_path(roster.stored_name) as path:
        source = open_roster(path)
        with closing(source.lines) as all_lines:
            _read_on(roster, source, dropwhile(lambda line: line.number <= start, all_lines), steps=steps)


def _read_on(roster: RosterImport, source, lines, *, steps: int) -> None:
    for _step in range(steps):
        some = [check_line(line, source.columns) for line in islice(lines, ROWS_READ)]
        _keep_lines(roster, source, some, is_last=len(some) < ROWS_READ)
        if len(some) < ROWS_READ:
            return


@transaction.atomic
def _keep_lines(roster: RosterImport, source, some: list, *, is_last: bool) -> None:
    before = roster.last_line
    after = some[-1].line.number if some else before
    # A run whose lease is over may still be at it: only one of the two gets on from this line.
    mine = RosterImport.objects.filter(pk=roster.pk, state=State.READING, last_line=before)
    if not mine.update(
        last_line=after,
        runs=0,
        read_as=visible(source.read_as)[:80],
        columns=[visible(name) for name in source.columns.names],
        expected_lines=source.expected_lines,
        state=State.READY if is_last else State.READING,
    ):
        raise Overtaken
    RosterRow.objects.bulk_create(judge(roster, some))
    roster.last_line = after


def _import(roster: RosterImport, *, at: datetime, steps: int) -> None:
    for _step in range(steps):
        if not _import_some(roster, at=at):
            return


@transaction.atomic
def _import_some(roster: RosterImport, *, at: datetime) -> bool:
    """The next rows, or the end. Whether there may be more."""
    roster = locked(roster)
    if roster.state != State.IMPORTING:
        return False
    rows = list(waiting_rows(roster)[:ROWS_IMPORTED])
    accounts = accounts_of(roster.cohort, {row.email for row in rows})
    for row in rows:
        _import_row(roster, row, accounts.get(row.email, Account()), at=at)
    RosterRow.objects.bulk_update(rows, ["state", "problems", "enrolment"])
    RosterImport.objects.filter(pk=roster.pk).update(runs=0)
    if len(rows) < ROWS_IMPORTED:
        _finish(roster, at=at)
    return len(rows) == ROWS_IMPORTED


def waiting_rows(roster: RosterImport):
    return roster.rows.filter(verdict__in=TO_IMPORT, state=RosterRow.State.WAITING).order_by("line", "pk")


def _finish(roster: RosterImport, *, at: datetime) -> None:
    done = roster.rows.filter(state=RosterRow.State.DONE).count()
    refused = roster.rows.filter(state=RosterRow.State.REFUSED).count()
    close(roster, State.DONE, at=at)
    tell(roster, "roster.imported", by=roster.confirmed_by, at=at, data={"done": done, "refused": refused})


def _import_row(roster: RosterImport, row: RosterRow, account: Account, *, at: datetime) -> None:
    try:
        with transaction.atomic():
            row.enrolment = _enrol(roster, row, account, at=at)
        row.state = RosterRow.State.DONE
    except (Refused, UnableToEnrol) as refusal:
        row.state = RosterRow.State.REFUSED
        row.problems = [{"cell": _("Line"), "says": str(refusal), "fix": ""}]


def _enrol(roster: RosterImport, row: RosterRow, account: Account, *, at: datetime) -> Enrolment:
    """Only what the preview has shown: a place, an account without a password, and the changes of the profile."""
    by = roster.confirmed_by
    _require_still_true(row, account, by)
    user = account.user or get_user_model()._default_manager.create_user(row.email, None, name=row.name)
    fields = {column: getattr(row, field) for field, column in PROFILE_FIELDS.items()}
    fields["printed_name"] = row.name or user.name
    fields["time_zone"] = row.time_zone or roster.cohort.time_zone
    if account.profile is None:
        LearnerProfile.objects.create(user=user, **fields)
    enrolment = enrol(user, roster.cohort, by=by, at=at)
    if row.changes:
        _change_profile(account.profile, row, enrolment, by=by, at=at)
    return enrolment


def _require_still_true(row: RosterRow, account: Account, by) -> None:
    if account.user is not None and not account.user.is_active:
        raise Refused(_("The account was closed after the file was read."))
    if account.user is not None and account.user.pk == by.pk and not account.has_a_place:
        raise Refused(_("Nobody enrols themselves. Ask a colleague."))
    if account.is_verified and any(change["field"] == "name" for change in row.changes):
        raise Refused(_("The identity was verified after the file was read, so the name stays."))
    for change in row.changes:
        if getattr(account.profile, PROFILE_FIELDS[change["field"]], "") != change["old"]:
            raise Refused(
                _("%(cell)s: it was changed after the file was read. Upload the row again.")
                % {"cell": FIELDS[change["field"]]}
            )


def _change_profile(profile, row: RosterRow, enrolment: Enrolment, *, by, at: datetime) -> None:
    names = []
    for change in row.changes:
        setattr(profile, PROFILE_FIELDS[change["field"]], change["new"])
        names.append(PROFILE_FIELDS[change["field"]])
    profile.save(update_fields=names)
    data = {"fields": names, "import": row.roster_id, "line": row.line}
    record("profile.changed", enrolment=enrolment, by=by, at=at, data=data)
