"""What the audit log and the log of looks hold about a person."""

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from content.base.holdings import GONE, Declared, Fate, Holding, NotAbout
from learners.audit.models import AuditDetail, AuditEntry

_CHAIN = "The chain of digests would break without it. It holds numbers and no words."


def _entries(user) -> QuerySet[AuditEntry]:
    return AuditEntry.objects.filter(Q(person=user) | Q(by=user))


def _details(user) -> QuerySet[AuditDetail]:
    return AuditDetail.objects.filter(Q(entry__person=user) | Q(entry__by=user))


HOLDINGS: list[Declared] = [
    Holding(
        "learners.AuditDetail", "", _("Audit log: where a deed came from"), Fate.EMPTY,
        {"salt": "", "origin": "", "data": ""}, {"salt": "It keeps the digest from being guessed."},
        # Where a colleague sat is the colleague's.
        rows=_details, shown=Q(entry__by=None) | Q(entry__by=F("entry__person")),
    ),
    Holding("learners.AuditEntry", "", _("Audit log"), Fate.KEEP, rows=_entries, why=_CHAIN),
    Holding("learners.Look", "person", _("Who has seen your data"), Fate.KEEP, why="It says which role looked, and no words."),
    Holding("learners.Emergency", "user", _("Rights you took in an emergency"), Fate.EMPTY, {"reason": GONE}, why=_CHAIN),
    NotAbout("learners.Tombstone", "It exists only once the person is erased, and knows the address only when it sees it."),
]  # fmt: skip
