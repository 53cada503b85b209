"""What a learner opened and completed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ActivityProgress(models.Model):
    enrolment = models.ForeignKey("learners.Enrolment", on_delete=models.CASCADE, related_name="progress")
    activity = models.ForeignKey("courses.Activity", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = _("activity progress")
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "activity"], name="progress_once_per_activity"),
            models.CheckConstraint(
                condition=models.Q(completed_at__isnull=True)
                | models.Q(completed_at__gte=models.F("opened_at")),
                name="progress_completed_after_opened",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} of {self.enrolment_id}"
