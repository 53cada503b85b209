"""Whether the audit log is whole: every entry chained to the one before it, every detail as it was written."""

from dataclasses import dataclass

from learners.audit.chaining import START, detail_digest, digest_of
from learners.audit.models import AuditEntry, Tombstone


@dataclass(frozen=True)
class Finding:
    entries: int
    head: str
    """Digest of the last entry. Kept elsewhere, it shows later that nothing was cut off the end."""
    erased: int = 0
    """Entries whose detail is gone with its person."""
    broken_at: int | None = None
    """Number of the first entry that does not fit."""
    why: str = ""


def check_audit(*, known: tuple[int, str] | None = None) -> Finding:
    """Reads the whole log once. known: number and digest of an entry that was noted earlier."""
    gone = set(Tombstone.objects.values_list("user_number", flat=True))
    count, previous, erased = 0, START, 0
    for entry in AuditEntry.objects.select_related("detail").order_by("number").iterator(chunk_size=2000):
        why = _fault(entry, count + 1, previous, gone)
        if known and entry.number == known[0] and entry.digest != known[1]:
            why = why or "its digest is not the one that was noted"
        if why:
            return Finding(count, previous, erased, count + 1, why)
        count, previous = count + 1, entry.digest
        erased += entry.detail.erased_at is not None
    if known and count < known[0]:
        return Finding(count, previous, erased, count + 1, "entries are missing at the end")
    return Finding(count, previous, erased)


def _fault(entry: AuditEntry, number: int, previous: str, gone: set[int]) -> str:
    if entry.number != number:
        return f"entry {number} is missing"
    if entry.previous != previous:
        return "it does not name the entry before it"
    if entry.digest != digest_of(entry):
        return "it was changed"
    detail = getattr(entry, "detail", None)
    if detail is None:
        return "its detail is missing"
    if detail.erased_at:
        return "" if {entry.by_id, entry.person_id} & gone else "its detail was emptied without an erasure"
    fits = entry.detail_digest == detail_digest(detail.salt, detail.origin, detail.data)
    return "" if fits else "its detail was changed"
