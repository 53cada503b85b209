"""Who was at a webinar, or answered its recording."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Attendance(models.Model):
    class Way(models.TextChoices):
        LIVE = "live", _("I was there")
        RECORDING = "recording", _("I watched the recording")

    enrolment = models.ForeignKey("learners.Enrolment", on_delete=models.CASCADE, related_name="attendances")
    activity = models.ForeignKey("courses.Activity", on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=9, choices=Way)
    response = models.TextField(blank=True)
    """To the recording."""
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "activity"], name="attendance_once_per_activity"),
            models.CheckConstraint(
                condition=models.Q(way="live") | ~models.Q(response=""),
                name="attendance_recording_is_answered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.way} of {self.enrolment_id} at {self.activity_id}"
