"""What a person has agreed to, in which words, and what was taken back."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Consent(models.Model):
    """One yes or one no. Never changed: the last one of a kind holds."""

    class Kind(models.TextChoices):
        APPLICATION = "application", _("Use of your data to decide on an application")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="consents")
    kind = models.CharField(max_length=12, choices=Kind)
    version = models.CharField(max_length=20)
    """Of the words."""
    given = models.BooleanField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kind} of {self.user_id} ({self.pk})"
