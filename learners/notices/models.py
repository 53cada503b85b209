"""Mails that were sent: never twice."""

from django.conf import settings
from django.db import models


class Notice(models.Model):
    event = models.ForeignKey("learners.LearningEvent", on_delete=models.CASCADE, related_name="notices")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)
    message_id = models.CharField(max_length=120, unique=True)
    """Made from the event and the person: a second sending after a crash carries the same."""
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "user", "kind"], name="notice_once")]

    def __str__(self) -> str:
        return f"{self.kind} to {self.user_id}"
