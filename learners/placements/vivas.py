"""Vivas: the times that are offered, who examines, and what each examiner writes (form IF-8)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from content.base.constraints import paired
from learners.placements.models import USER, Internship


class Outcome(models.TextChoices):
    PASS = "pass", _("Pass")
    REVISE = "revise", _("Revise, then a second viva")
    FAIL = "fail", _("Fail")


LASTING = (Outcome.PASS, Outcome.FAIL)
"""After a revision there is a second viva."""


class VivaSlot(models.Model):
    """A time at which two examiners are free. One learner can book it."""

    cohort = models.ForeignKey("courses.Cohort", on_delete=models.PROTECT, related_name="viva_slots")
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=20)
    room = models.CharField(max_length=200)
    """Address of the call, or the place."""
    first = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField()
    offered_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(first=models.F("second")), name="viva_panel_of_two"),
            models.UniqueConstraint(
                fields=["cohort", "starts_at", "first"],
                condition=models.Q(withdrawn_at=None),
                name="viva_slot_once_for_an_examiner",
            ),
        ]

    def __str__(self) -> str:
        return f"viva slot {self.pk}"

    @property
    def examiners(self) -> tuple[int, int]:
        return self.first_id, self.second_id


class Viva(models.Model):
    internship = models.ForeignKey(Internship, on_delete=models.PROTECT, related_name="vivas")
    slot = models.ForeignKey(VivaSlot, on_delete=models.PROTECT, related_name="vivas")
    booked_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=6, choices=Outcome, blank=True)
    """Set when both examiners have signed the same one."""
    points = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    """The mean of both marks."""
    held_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["slot"], condition=models.Q(cancelled_at=None), name="viva_slot_booked_once"
            ),
            models.UniqueConstraint(
                fields=["internship"],
                condition=models.Q(cancelled_at=None) & ~models.Q(outcome="revise"),
                name="viva_one_that_counts",
            ),
            paired("released_at", "released_by", "viva_released_paired"),
            models.CheckConstraint(
                condition=models.Q(outcome="", held_at=None)
                | ~models.Q(outcome="") & models.Q(held_at__isnull=False),
                name="viva_outcome_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"viva {self.pk} of {self.internship_id}"


class VivaRecord(models.Model):
    """What one examiner asked, gave and decided. The examiner's signature."""

    viva = models.ForeignKey(Viva, on_delete=models.PROTECT, related_name="records")
    examiner = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    questions = models.TextField()
    points = models.JSONField()
    """0 to 100 for each criterion of the rubric, in its order."""
    reasons = models.TextField()
    outcome = models.CharField(max_length=6, choices=Outcome)
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["viva", "examiner"], name="viva_record_once")]

    def __str__(self) -> str:
        return f"record of {self.examiner_id} in viva {self.viva_id}"
