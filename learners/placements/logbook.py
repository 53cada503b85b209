"""The logbook of hours (form IF-4), and the personal links by which supervisors read and confirm it."""

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from learners.placements.models import USER, Placement

QUARTERS = 4
"""In an hour."""


class Category(models.TextChoices):
    TASK = "task", _("Task at the host")
    MEETING = "meeting", _("Meeting")
    PLANNING = "planning", _("Planning")
    REFLECTION = "reflection", _("Reflection")
    PORTFOLIO = "portfolio", _("Portfolio and viva")


AT_HOST = (Category.TASK, Category.MEETING)


class HoursEntry(models.Model):
    """What one person did on one day."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits for the supervisor")
        CONFIRMED = "confirmed", _("Confirmed")
        QUERIED = "queried", _("The supervisor has a question")
        REJECTED = "rejected", _("Not confirmed")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="entries")
    client_id = models.UUIDField()
    """Made by the form: an entry that is sent twice is one entry."""
    done_on = models.DateField()
    quarters = models.PositiveSmallIntegerField()
    category = models.CharField(max_length=10, choices=Category)
    objective = models.PositiveSmallIntegerField(null=True)
    """Its number in the plan."""
    activity = models.TextField()
    with_supervisor = models.BooleanField(default=False)
    """A live contact with the supervisor: remote placements need six."""
    late_reason = models.CharField(max_length=300, blank=True)
    evidence_url = models.URLField(max_length=300, blank=True)
    evidence_name = models.CharField(max_length=60, blank=True)
    """Of the stored file."""
    evidence_type = models.CharField(max_length=40, blank=True)
    logged_at = models.DateTimeField()
    """Or when it was changed last. From here on the supervisor has 21 days."""
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    """The co-ordinator, where the supervisor was silent; nobody for the supervisor."""
    note = models.CharField(max_length=300, blank=True)
    """The question, or the reason."""

    class Meta:
        verbose_name_plural = _("hours entries")
        indexes = [models.Index(fields=["placement", "done_on"])]
        constraints = [
            models.UniqueConstraint(fields=["placement", "client_id"], name="hours_entry_sent_once"),
            models.CheckConstraint(
                condition=models.Q(quarters__gte=1, quarters__lte=40), name="hours_entry_quarter_to_ten_hours"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "withdrawn"], decided_at=None)
                | models.Q(state__in=["confirmed", "queried", "rejected"], decided_at__isnull=False),
                name="hours_entry_decided_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"hours entry {self.pk}"

    @property
    def hours(self) -> Decimal:
        return Decimal(self.quarters) / QUARTERS

    @property
    def is_at_host(self) -> bool:
        return self.category in AT_HOST


class SupervisorLink(models.Model):
    """A personal link. The token itself is in the mail and nowhere else."""

    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="links")
    email = models.EmailField()
    """The supervisor's registered address when it was made: after a change of supervisor it opens nothing."""
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("made_at")), name="supervisor_link_expires_later"
            )
        ]

    def __str__(self) -> str:
        return f"link {self.pk} of {self.placement_id}"
