"""What stays of an award when its holder is erased: six fields, and a place in the public status list that nobody else gets."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RegisterEntry(models.Model):
    """The award register of an erased person. No row leads from it to what else there was."""

    REVOKED = "revoked "

    name = models.CharField(max_length=200)
    """As printed."""
    title = models.CharField(max_length=300)
    issued_on = models.DateField()
    serial = models.CharField(max_length=40, unique=True)
    result = models.CharField(max_length=120, blank=True)
    """The classification, or REVOKED and the day."""
    checksum = models.CharField(max_length=64)
    """The SHA-256 of the facts that were signed."""

    class Meta:
        verbose_name_plural = _("register entries")

    def __str__(self) -> str:
        return self.serial

    @property
    def is_revoked(self) -> bool:
        return self.result.startswith(self.REVOKED)


class KeptPlace(models.Model):
    """A bit of the status list, without the award that had it."""

    status_index = models.PositiveIntegerField(unique=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.status_index)
