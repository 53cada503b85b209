"""The ledger of grades. Only learners.grades.ledger writes here, and it only adds."""

from django.conf import settings
from django.db import models


class GradeEvent(models.Model):
    """One line of the ledger. A correction is a second line; the last line of an activity is its grade."""

    enrolment = models.ForeignKey("learners.Enrolment", on_delete=models.PROTECT, related_name="grade_events")
    activity = models.ForeignKey("courses.Activity", on_delete=models.PROTECT, related_name="+")
    points = models.DecimalField(max_digits=7, decimal_places=2)
    max_points = models.DecimalField(max_digits=7, decimal_places=2)
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
