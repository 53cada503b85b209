"""Who wants one mail when applications open."""

from django.db import models


class IntakeAlert(models.Model):
    """Somebody without an account wants one mail when applications open. The row goes once that mail is sent."""

    email = models.EmailField(unique=True)
    key = models.CharField(max_length=43, unique=True)
    """Unguessable: the addresses in the mails, to confirm and to stop, are made of it."""
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    """Since when the mail is on its way."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(told_at=None) | models.Q(confirmed_at__isnull=False),
                name="intake_alert_only_after_it_was_confirmed",
            )
        ]

    def __str__(self) -> str:
        return f"alert {self.pk}"
