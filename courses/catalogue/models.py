"""What harvesters are told: every published resource, since when it says what it says, and which ones are gone."""

from django.db import models


class CatalogueRecord(models.Model):
    """Never deleted: whoever has harvested a record must learn that the thing is gone."""

    class Kind(models.TextChoices):
        LESSON = "lesson"
        CASE = "case"
        READING = "reading"

    kind = models.CharField(max_length=8, choices=Kind)
    key = models.CharField(max_length=255)
    """The code of a lesson or reading, the slug of a case."""
    facts = models.JSONField(default=dict)
    """The record as it was told last."""
    digest = models.CharField(max_length=64)
    changed_at = models.DateTimeField()
    """Since then it says this, or is gone. In whole seconds, as the protocol knows no smaller part."""
    deleted = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="catalogued_once")]
        indexes = [models.Index(fields=["changed_at", "id"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
