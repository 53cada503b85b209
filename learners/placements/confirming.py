"""Who decides about logged hours: the supervisor within 21 days, afterwards the co-ordinator."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from learners.placements.counting import in_hours, is_lapsed
from learners.placements.entering import require_reason
from learners.placements.logbook import HoursEntry
from learners.placements.models import Placement
from learners.placements.moving import UnableToPlace, locked, require_text, tell
from learners.placements.standing import facts_for, hours_met
from learners.progress.completing import complete_by_others

_State = HoursEntry.State
LONGEST_NOTE = 300


def waiting_entries(placement: Placement, *, at: datetime) -> list[HoursEntry]:
    """What the supervisor can decide now, by day."""
    entries = placement.entries.filter(state=_State.WAITING).order_by("done_on", "pk")
    return [entry for entry in entries if not is_lapsed(entry, at=at)]


def asked_entries(placement: Placement) -> list[HoursEntry]:
    """About which the supervisor has asked; they wait for the learner, by day."""
    return list(placement.entries.filter(state=_State.QUERIED).order_by("done_on", "pk"))


@transaction.atomic
def confirm_hours(placement: Placement, entry_ids: Collection[int], *, at: datetime) -> list[HoursEntry]:
    """By personal link; those that it confirmed. Confirmed already, lapsed, changed and foreign ones are left out."""
    placement = locked(placement)
    chosen = [entry for entry in waiting_entries(placement, at=at) if entry.pk in set(entry_ids)]
    for entry in chosen:
        entry.state, entry.decided_at = _State.CONFIRMED, at
    HoursEntry.objects.bulk_update(chosen, ["state", "decided_at"])
    if chosen:
        quarters = sum(entry.quarters for entry in chosen)
        tell("hours.confirmed", placement, by=None, at=at, count=len(chosen), hours=in_hours(quarters))
        _note_completed(placement, at)
    return chosen


@transaction.atomic
def query_hours(placement: Placement, entry_id: int, *, note: str, at: datetime) -> HoursEntry:
    """By personal link: the supervisor asks about an entry, and the learner changes it. Raises UnableToPlace."""
    placement = locked(placement)
    entry = next((each for each in waiting_entries(placement, at=at) if each.pk == entry_id), None)
    if entry is None:
        raise UnableToPlace(_("This entry was changed or decided meanwhile. Load the page again."))
    note = require_text(note, _("Write your question. The learner reads it."))
    entry.state, entry.decided_at, entry.note = _State.QUERIED, at, note[:LONGEST_NOTE]
    entry.save(update_fields=["state", "decided_at", "note"])
    tell("hours.queried", placement, by=None, at=at, entry=entry.pk)
    return entry


@transaction.atomic
def accept_hours(entry: HoursEntry, *, reason: str, by, at: datetime) -> HoursEntry:
    """By the co-ordinator, when the supervisor was silent for 21 days. Raises UnableToPlace."""
    entry = _lapsed(entry, by, at)
    return _decide(entry, _State.CONFIRMED, reason, by=by, at=at)


@transaction.atomic
def reject_hours(entry: HoursEntry, *, reason: str, by, at: datetime) -> HoursEntry:
    """By the co-ordinator: lapsed hours, and those about which the supervisor has a question. Raises UnableToPlace."""
    entry = _lapsed(entry, by, at, or_queried=True)
    return _decide(entry, _State.REJECTED, reason, by=by, at=at)


def _decide(entry: HoursEntry, state: str, reason: str, *, by, at: datetime) -> HoursEntry:
    entry.note = require_reason(reason)[:LONGEST_NOTE]
    entry.state, entry.decided_at, entry.decided_by = state, at, by
    entry.save(update_fields=["state", "decided_at", "decided_by", "note"])
    verb = "hours.accepted" if state == _State.CONFIRMED else "hours.rejected"
    tell(verb, entry.placement, by=by, at=at, entry=entry.pk)
    _note_completed(entry.placement, at)
    return entry


def _note_completed(placement: Placement, at: datetime) -> None:
    """With the last hour the hours log is completed."""
    enrolment = placement.internship.enrolment
    facts = facts_for(enrolment)
    if hours_met(facts)[0]:
        complete_by_others(enrolment, facts.course.log, by=None, at=at)


def _lapsed(entry: HoursEntry, by, at: datetime, *, or_queried: bool = False) -> HoursEntry:
    placement = locked(entry.placement)
    if by.pk == placement.internship.enrolment.user_id:
        raise UnableToPlace(_("Nobody decides about the own hours."))
    entry = placement.entries.get(pk=entry.pk)
    entry.placement = placement
    if is_lapsed(entry, at=at) or (or_queried and entry.state == _State.QUERIED):
        return entry
    raise UnableToPlace(_("The supervisor can still decide about this entry, or has done so."))
