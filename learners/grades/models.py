"""The ledger of grades. Only the rules of learners.grades write here; lines of the ledger are only added."""

from django.conf import settings
from django.db import models

from content.base.constraints import paired


class GradeEvent(models.Model):
    """One line of the ledger. A correction is a second line; the last line of an activity is its grade."""

    enrolment = models.ForeignKey("learners.Enrolment", on_delete=models.PROTECT, related_name="grade_events")
    activity = models.ForeignKey("courses.Activity", on_delete=models.PROTECT, related_name="+")
    points = models.DecimalField(max_digits=7, decimal_places=2)
    max_points = models.DecimalField(max_digits=7, decimal_places=2)
    resit = models.BooleanField(default=False)
    """The one further attempt after a failed component. It counts beside the first mark, capped (specification 1.10)."""
    reason = models.CharField(max_length=250)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    """Nobody when the platform scored it."""
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(max_points__gt=0), name="grade_has_a_maximum"),
            models.CheckConstraint(
                condition=models.Q(points__gte=0) & models.Q(points__lte=models.F("max_points")),
                name="grade_between_zero_and_maximum",
            ),
        ]
        indexes = [models.Index(fields=["enrolment", "activity", "id"])]

    def __str__(self) -> str:
        return f"{self.points} of {self.max_points} ({self.pk})"


class GradeRelease(models.Model):
    """From here on the learner sees the mark of this work. Work that the platform scores needs none."""

    enrolment = models.ForeignKey(
        "learners.Enrolment", on_delete=models.PROTECT, related_name="grade_releases"
    )
    activity = models.ForeignKey("courses.Activity", on_delete=models.PROTECT, related_name="+")
    resit = models.BooleanField(default=False)
    released_at = models.DateTimeField()
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    """Nobody when the platform did it: for work that was never handed in."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "activity", "resit"], name="grade_released_once"),
        ]

    def __str__(self) -> str:
        return f"release of {self.activity_id} to {self.enrolment_id} ({self.pk})"


class Withholding(models.Model):
    """While it is open, the mark of this work neither counts nor shows: an integrity case is being decided."""

    enrolment = models.ForeignKey("learners.Enrolment", on_delete=models.PROTECT, related_name="withholdings")
    activity = models.ForeignKey("courses.Activity", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=250)
    withheld_at = models.DateTimeField()
    withheld_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "activity"],
                condition=models.Q(lifted_at__isnull=True),
                name="withheld_once_at_a_time",
            ),
            paired("lifted_at", "lifted_by", "withholding_lifted_paired"),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} of {self.enrolment_id} withheld ({self.pk})"
