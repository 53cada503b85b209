"""Judgements of what nobody hands in: discussions and defences."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Contribution(models.Model):
    """What a learner says about the own part in a discussion, for whoever judges it. Nobody has to write it."""

    work = models.OneToOneField("learners.Work", on_delete=models.CASCADE, related_name="contribution")
    text = models.TextField()
    saved_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"contribution to {self.work_id}"


class Observation(models.Model):
    """How one person judges one learner by the rubric: open until completed."""

    class Role(models.TextChoices):
        FIRST = "first", _("First examiner")
        SECOND = "second", _("Second examiner")

    work = models.ForeignKey("learners.Work", on_delete=models.PROTECT, related_name="observations")
    role = models.CharField(max_length=6, choices=Role, default=Role.FIRST)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    points = models.JSONField(default=list)
    """0 to 100 for each criterion, in the order of the rubric; empty places are not judged yet."""
    remark = models.TextField(blank=True)
    """The learner reads it after the release."""
    absence = models.CharField(max_length=200, blank=True)
    """Why the mark is 0: the learner took no part. Empty: the learner was there."""
    mark = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    version = models.PositiveIntegerField(default=0)
    """Counts the savings. Whoever saves over a version that was not seen is told so."""
    saved_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["work", "role"], name="observation_once_per_role"),
            models.UniqueConstraint(fields=["work", "by"], name="observation_once_per_person"),
            models.CheckConstraint(
                condition=models.Q(completed_at__isnull=True) | models.Q(mark__isnull=False),
                name="observation_completed_has_a_value",
            ),
            models.CheckConstraint(
                condition=models.Q(mark__isnull=True) | models.Q(mark__gte=0, mark__lte=100),
                name="observation_0_to_100",
            ),
            models.CheckConstraint(
                condition=models.Q(absence="") | models.Q(mark__isnull=True) | models.Q(mark=0),
                name="observation_absent_is_0",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} observation of {self.work_id}"


class AgreedMark(models.Model):
    """The mark on which two examiners agree who were more than ten points apart. The last one counts."""

    work = models.ForeignKey("learners.Work", on_delete=models.PROTECT, related_name="agreements")
    first = models.DecimalField(max_digits=4, decimal_places=1)
    second = models.DecimalField(max_digits=4, decimal_places=1)
    """The two marks that were talked about. Other ones need another talk."""
    mark = models.DecimalField(max_digits=4, decimal_places=1)
    note = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(mark__gte=0, mark__lte=100) & ~models.Q(note=""),
                name="agreement_0_to_100_with_its_note",
            ),
        ]

    def __str__(self) -> str:
        return f"agreement on {self.work_id}"
