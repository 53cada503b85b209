"""What was loaded from the programme's source files, so that a later load knows what somebody edited since."""

from django.db import models


class LoadedItem(models.Model):
    """The digest of one item of the source files as it was when it was loaded last."""

    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="loaded_item_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
