"""The audit log, a chain of digests; and who of staff has looked at whose record."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

USER = settings.AUTH_USER_MODEL


class AuditEntry(models.Model):
    """One deed. Triggers of the database refuse every change; each entry carries the digest of the one before it."""

    number = models.PositiveBigIntegerField(unique=True)
    """1, 2, 3 …: a gap is a missing entry."""
    name = models.CharField(max_length=40)
    at = models.DateTimeField()
    by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    """Nobody: the clock, or somebody who is not signed in."""
    person = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="audit_entries")
    """Whom it concerns."""
    about = models.CharField(max_length=80, blank=True)
    """The row, by table and number."""
    detail_digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name_plural = _("audit entries")
        indexes = [models.Index(fields=["person", "at"])]

    def __str__(self) -> str:
        return f"{self.number}: {self.name}"


class AuditDetail(models.Model):
    """Where an entry came from, and its words. Beside the chain, which holds only a salted digest: so it can be erased."""

    entry = models.OneToOneField(AuditEntry, on_delete=models.PROTECT, related_name="detail")
    salt = models.CharField(max_length=32, blank=True)
    origin = models.CharField(max_length=45, blank=True)
    """The network address, or the name of the process."""
    data = models.TextField(blank=True)
    """JSON, as it went into the digest: the database must not write it anew."""
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(salt="", origin="", data=""),
                name="audit_detail_erased_is_empty",
            )
        ]

    def __str__(self) -> str:
        return f"detail of {self.entry_id}"


class Tombstone(models.Model):
    """Somebody was erased. It knows the address again when a backup brings it back, and tells it to nobody."""

    user_number = models.PositiveBigIntegerField(unique=True)
    salt = models.CharField(max_length=32)
    digest = models.CharField(max_length=64)
    """Of salt and address."""
    erased_at = models.DateTimeField()
    proposed_by = models.PositiveBigIntegerField(null=True)
    approved_by = models.PositiveBigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(proposed_by=models.F("approved_by")), name="tombstone_by_two_persons"
            ),
            models.CheckConstraint(
                condition=~Q(user_number=models.F("approved_by")) & ~Q(user_number=models.F("proposed_by")),
                name="tombstone_never_by_the_person",
            ),
        ]

    def __str__(self) -> str:
        return f"tombstone {self.user_number}"


class Emergency(models.Model):
    """A right that the role does not give, taken for a short time with a reason."""

    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="emergencies")
    action = models.CharField(max_length=40)
    """Of the role table."""
    reason = models.CharField(max_length=500)
    opened_at = models.DateTimeField()
    open_until = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = _("emergencies")
        indexes = [models.Index(fields=["user", "action", "open_until"])]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="emergency_has_a_reason"),
            models.CheckConstraint(
                condition=Q(open_until__gt=models.F("opened_at")), name="emergency_ends_later"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} for {self.user_id} ({self.pk})"


class Look(models.Model):
    """Somebody of staff opened what belongs to a person. The person reads when, what and which role."""

    class What(models.TextChoices):
        RECORD = "record", _("Your record")
        APPLICATION = "application", _("Your application")
        DOCUMENT = "document", _("A document of your application")
        WORK = "work", _("Your work")
        ANSWERS = "answers", _("Your answers")
        FILE = "file", _("A file of your work")
        LOGBOOK = "logbook", _("Your internship and hours log")
        CASE = "case", _("An integrity case")
        TRANSCRIPT = "transcript", _("Your transcript")
        CERTIFICATE = "certificate", _("Your certificate")
        ERASURE = "erasure", _("Your request for erasure")

    person = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="looks")
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    roles = models.CharField(max_length=20)
    """Signs of the role table, as they were at that moment."""
    what = models.CharField(max_length=11, choices=What)
    about = models.CharField(max_length=40, blank=True)
    """The activity, or the reference."""
    at = models.DateTimeField()
    emergency = models.ForeignKey(Emergency, on_delete=models.PROTECT, null=True, related_name="looks")

    class Meta:
        indexes = [models.Index(fields=["person", "at"])]

    def __str__(self) -> str:
        return f"{self.what} of {self.person_id} ({self.pk})"
