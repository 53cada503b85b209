"""What happened, and who still has to hear of it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class LearningEvent(models.Model):
    """One fact, written in the same transaction as the rows it tells of. Never changed."""

    verb = models.CharField(max_length=40)
    enrolment = models.ForeignKey(
        "learners.Enrolment", on_delete=models.PROTECT, null=True, related_name="events"
    )
    activity = models.ForeignKey("courses.Activity", on_delete=models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    data = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["enrolment", "at"])]

    def __str__(self) -> str:
        return f"{self.verb} ({self.pk})"


class Delivery(models.Model):
    """One event for one receiver: open until done, or parked after three runs."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        DONE = "done", _("Done")
        PARKED = "parked", _("Parked after three runs")

    event = models.ForeignKey(LearningEvent, on_delete=models.CASCADE, related_name="deliveries")
    receiver = models.CharField(max_length=120)
    state = models.CharField(max_length=6, choices=State, default=State.OPEN)
    runs = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    """A worker that took it must be done by then; afterwards another may take it."""
    done_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = _("deliveries")
        constraints = [
            models.UniqueConstraint(fields=["event", "receiver"], name="delivery_once_per_receiver"),
            models.CheckConstraint(
                condition=models.Q(state="done", done_at__isnull=False)
                | (~models.Q(state="done") & models.Q(done_at__isnull=True)),
                name="delivery_done_has_a_time",
            ),
        ]
        indexes = [models.Index(fields=["state", "lease_until"])]

    def __str__(self) -> str:
        return f"{self.receiver} of event {self.event_id}"
