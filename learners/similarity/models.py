"""What a version of a work has in common with other works: notes for its reader."""

from django.db import models


class Fingerprint(models.Model):
    """So that a work is compared with thousands of earlier ones in a moment."""

    submission = models.OneToOneField(
        "learners.Submission", on_delete=models.CASCADE, related_name="fingerprint"
    )
    digest = models.JSONField(default=list)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"fingerprint of {self.submission_id}"


class Overlap(models.Model):
    """How much of a version stands in a work of somebody else, word for word."""

    submission = models.ForeignKey("learners.Submission", on_delete=models.CASCADE, related_name="overlaps")
    other = models.ForeignKey("learners.Submission", on_delete=models.CASCADE, related_name="+")
    percent = models.PositiveSmallIntegerField()
    """Of the words of the version."""
    passages = models.JSONField(default=list)
    """The longest ones, as the version writes them."""
    found_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission", "other"], name="overlap_once"),
            models.CheckConstraint(
                condition=~models.Q(submission=models.F("other")), name="overlap_with_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.percent} % of {self.submission_id} in {self.other_id}"
