"""Copies of the own data that somebody asked for, and requests to be erased."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from content.base.constraints import paired

USER = settings.AUTH_USER_MODEL


class DataCopy(models.Model):
    """One ZIP file with all that is held about a person. Durable work: the row says how far."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Being made")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Not made")
        GONE = "gone", _("Deleted")

    user = models.ForeignKey(USER, on_delete=models.CASCADE, related_name="data_copies")
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)
    stored_name = models.CharField(max_length=40, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    runs = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name_plural = _("data copies")
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(state="waiting"), name="data_copy_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(state="ready") | (Q(made_at__isnull=False) & ~Q(stored_name="")),
                name="data_copy_ready_has_a_file",
            ),
        ]

    def __str__(self) -> str:
        return f"copy {self.pk} for {self.user_id}"


class ErasureRequest(models.Model):
    """Asked for, proposed by one of staff, approved by another one; neither of them is the person."""

    class State(models.TextChoices):
        ASKED = "asked", _("Asked for")
        PROPOSED = "proposed", _("Waits for a second person")
        DONE = "done", _("Carried out")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        REFUSED = "refused", _("Refused")

    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="erasure_requests")
    state = models.CharField(max_length=9, choices=State, default=State.ASKED)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    """The person, or somebody of staff to whom the person wrote."""
    words = models.CharField(_("What you want to tell the office"), max_length=500, blank=True)
    proposed_at = models.DateTimeField(null=True)
    proposed_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=500, blank=True)
    """Why it is right to erase, or why not."""
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(state__in=["asked", "proposed"]), name="erasure_one_open_request"
            ),
            paired("proposed_at", "proposed_by", "erasure_proposed_paired"),
            paired("decided_at", "decided_by", "erasure_decided_paired"),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(proposed_by__isnull=False, decided_by__isnull=False),
                name="erasure_done_by_two_persons",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | ~Q(proposed_by=F("decided_by")),
                name="erasure_never_by_one_person",
            ),
            models.CheckConstraint(
                condition=~Q(user=F("proposed_by")) & (~Q(user=F("decided_by")) | Q(state="withdrawn")),
                name="erasure_never_by_the_person",
            ),
        ]

    def __str__(self) -> str:
        return f"erasure {self.pk} of {self.user_id}"
