"""How a file of people comes into a cohort: received, read, looked at, confirmed. Nothing happens before that."""

from datetime import datetime, timedelta

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from content.base.errors import RuleError
from courses.cohorts.models import Cohort
from learners.enrolment import roster_files
from learners.enrolment.enrolling import TAKING_A_PLACE
from learners.enrolment.models import RosterImport, RosterRow
from learners.enrolment.roster_checking import visible
from learners.enrolment.roster_reading import is_light, open_roster
from learners.enrolment.roster_xlsx import is_zip, require_list_of_people
from learners.events.recording import record

State, Verdict = RosterImport.State, RosterRow.Verdict
TO_IMPORT = (Verdict.NEW, Verdict.CHANGED)


KEPT_FOR = timedelta(days=30)


class UnableToImport(RuleError):
    """The import is not in a state for this."""


def receive_roster(cohort: Cohort, upload: File, *, by, at: datetime) -> RosterImport:
    """Keep the file for reading. Raises UnreadableRoster for one that is no list of people; nothing stays then."""
    kept = roster_files.keep(upload)
    try:
        _look_at(kept)
        return RosterImport.objects.create(
            cohort=cohort,
            file_name=visible((upload.name or "").rsplit("/", 1)[-1])[:120] or _("No name"),
            stored_name=kept.name,
            sha256=kept.sha256,
            uploaded_at=at,
            uploaded_by=by,
        )
    except BaseException:
        roster_files.FOLDER.erase(kept.name)
        raise


def _look_at(kept: roster_files.Kept) -> None:
    """What can be refused at once is: archives that are not harmless, and small files that are no list."""
    with roster_files.FOLDER.as_path(kept.name) as path:
        if is_zip(path):
            require_list_of_people(path)
        if is_light(path):
            open_roster(path).lines.close()


def is_small(roster: RosterImport) -> bool:
    """Whether it can be read while the person waits."""
    if not roster_files.FOLDER.has(roster.stored_name):
        return False
    with roster_files.FOLDER.as_path(roster.stored_name) as path:
        return is_light(path)


@transaction.atomic
def leave_out(roster: RosterImport, lines: list[int]) -> int:
    """These lines are not imported; how many they were. Lines that would not be imported anyway do not count."""
    roster = locked(roster)
    _require(roster, State.READY)
    rows = roster.rows.filter(line__in=lines, verdict__in=TO_IMPORT)
    return rows.update(verdict=Verdict.LEFT_OUT)


@transaction.atomic
def take_back(roster: RosterImport, lines: list[int]) -> int:
    """The contrary of leave_out."""
    roster = locked(roster)
    _require(roster, State.READY)
    rows = roster.rows.filter(line__in=lines, verdict=Verdict.LEFT_OUT)
    changed = rows.filter(enrolment__state__in=TAKING_A_PLACE).values_list("pk", flat=True)
    count = roster.rows.filter(pk__in=list(changed)).update(verdict=Verdict.CHANGED)
    return count + rows.update(verdict=Verdict.NEW)


@transaction.atomic
def confirm_roster(roster: RosterImport, *, by, at: datetime) -> RosterImport:
    """From now on the valid rows are imported. Confirmed already is the same result. Raises UnableToImport."""
    roster = locked(roster)
    if roster.confirmed_at:
        return roster
    _require(roster, State.READY)
    count = roster.rows.filter(verdict__in=TO_IMPORT).count()
    if not count:
        raise UnableToImport(_("No row of this file can be imported. Correct the file and upload it again."))
    roster.state, roster.confirmed_by, roster.confirmed_at = State.IMPORTING, by, at
    roster.lease_until, roster.runs = None, 0
    roster.save(update_fields=["state", "confirmed_by", "confirmed_at", "lease_until", "runs"])
    tell(roster, "roster.confirmed", by=by, at=at, data={"rows": count})
    return roster


@transaction.atomic
def drop_roster(roster: RosterImport, *, by, at: datetime) -> RosterImport:
    """Nobody is enrolled, and neither the file nor its rows are kept. Dropped already is the same result."""
    roster = locked(roster)
    if roster.state == State.DROPPED:
        return roster
    _require(roster, State.READING, State.READY, State.FAILED)
    if roster.confirmed_at:
        raise UnableToImport(_("This import has begun. What it did cannot be undone here."))
    roster.rows.all().delete()
    close(roster, State.DROPPED, at=at)
    tell(roster, "roster.dropped", by=by, at=at)
    return roster


def forget_old(*, at: datetime) -> int:
    """Rows hold data of people. A month after the end, or after an upload that nobody confirmed, they go."""
    old = RosterImport.objects.filter(uploaded_at__lt=at - KEPT_FOR, state__in=(State.READY, State.FAILED))
    for roster in old.filter(confirmed_at=None).order_by("pk"):
        drop_roster(roster, by=None, at=at)
    ended = RosterRow.objects.filter(roster__finished_at__lt=at - KEPT_FOR)
    return ended.delete()[0]


def locked(roster: RosterImport) -> RosterImport:
    """Two persons, or a person and a worker, one after the other."""
    return RosterImport.objects.select_for_update(of=("self",)).select_related("cohort").get(pk=roster.pk)


def close(roster: RosterImport, state: str, *, at: datetime, error: str = "") -> None:
    """It has come to its end: the file goes, once the rows are safe."""
    stored = roster.stored_name
    roster.state, roster.stored_name, roster.finished_at, roster.error = state, "", at, error[:300]
    roster.lease_until = None
    roster.save(update_fields=["state", "stored_name", "finished_at", "error", "lease_until"])
    transaction.on_commit(lambda: roster_files.FOLDER.erase(stored))


def tell(roster: RosterImport, verb: str, *, by, at: datetime, data: dict | None = None) -> None:
    """The event, and the line in the log of the staff's deeds."""
    data = {"import": roster.pk, "cohort": roster.cohort.code, "sha256": roster.sha256} | (data or {})
    record(verb, by=by, at=at, data=data)
    action = f"campus.{verb.replace('.', '_')}"
    log(instance=roster.cohort, action=action, user=by, timestamp=at, title=str(roster.cohort), data=data)


def _require(roster: RosterImport, *states: str) -> None:
    if roster.state not in states:
        raise UnableToImport(
            _("This file is: %(state)s. Upload it again to begin anew.")
            % {"state": roster.get_state_display().lower()}
        )
