"""Integrity cases: what was found in a work, what the learner said, what was decided."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from content.base.constraints import paired


class Outcome(models.TextChoices):
    """From the mildest to the hardest; a panel takes the one in the middle (specification 1.10)."""

    CLEARED = "cleared", _("No breach")
    WARNING = "warning", _("Warning; the mark stands")
    REDO = "redo", _("Redo the work; it counts 50 at most")
    ZERO = "zero", _("The component counts 0")
    EXCLUSION = "exclusion", _("The component counts 0, and the learner leaves the programme")


class IntegrityCase(models.Model):
    class State(models.TextChoices):
        FLAGGED = "flagged", _("To be put to the learner")
        INFORMED = "informed", _("The learner may reply")
        PANEL = "panel", _("With the panel")
        DECIDED = "decided", _("Decided; an appeal is possible")
        APPEALED = "appealed", _("Appeal to be decided")
        CLOSED = "closed", _("Closed")

    enrolment = models.ForeignKey(
        "learners.Enrolment", on_delete=models.PROTECT, related_name="integrity_cases"
    )
    activity = models.ForeignKey("courses.Activity", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.FLAGGED)
    evidence = models.TextField()
    """What the marker saw. The learner reads it."""
    flagged_at = models.DateTimeField()
    flagged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    informed_at = models.DateTimeField(null=True, blank=True)
    informed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reply = models.TextField(blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=9, choices=Outcome, blank=True)
    reasons = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """Of a panel the third one, whose vote decided it."""
    appeal = models.TextField(blank=True)
    appealed_at = models.DateTimeField(null=True, blank=True)
    overturned = models.BooleanField(default=False)
    appeal_reasons = models.TextField(blank=True)
    appeal_decided_at = models.DateTimeField(null=True, blank=True)
    appeal_decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "activity"],
                condition=~models.Q(state="closed"),
                name="integrity_one_case_at_a_time",
            ),
            paired("informed_at", "informed_by", "integrity_informed_paired"),
            paired("decided_at", "decided_by", "integrity_decided_paired"),
            paired("appeal_decided_at", "appeal_decided_by", "integrity_appeal_paired"),
            models.CheckConstraint(
                condition=models.Q(outcome="") & models.Q(decided_at__isnull=True)
                | ~models.Q(outcome="") & models.Q(decided_at__isnull=False),
                name="integrity_outcome_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"integrity case {self.pk}"

    @property
    def is_finding(self) -> bool:
        """It stands against the learner."""
        return self.outcome not in ("", Outcome.CLEARED) and not self.overturned


class PanelVote(models.Model):
    """What one of the three members of a panel decides."""

    case = models.ForeignKey(IntegrityCase, on_delete=models.PROTECT, related_name="votes")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=9, choices=Outcome)
    reasons = models.TextField()
    voted_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "member"], name="panel_vote_once")]

    def __str__(self) -> str:
        return f"{self.outcome} in case {self.case_id} ({self.pk})"
