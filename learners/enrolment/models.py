"""Who studies in which cohort, and what was granted to them."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


def paired(first: str, second: str, name: str) -> models.CheckConstraint:
    """Both columns are set, or neither is: a moment never stands without its person."""
    both = models.Q(**{f"{first}__isnull": False, f"{second}__isnull": False})
    neither = models.Q(**{f"{first}__isnull": True, f"{second}__isnull": True})
    return models.CheckConstraint(condition=both | neither, name=name)


class LearnerProfile(models.Model):
    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="profile")
    printed_name = models.CharField(max_length=200, help_text=_("As it will stand on the certificate."))
    country = models.CharField(max_length=80, blank=True)
    organisation = models.CharField(max_length=200, blank=True)
    time_zone = models.CharField(max_length=60, default="UTC")

    def __str__(self) -> str:
        return f"{self.printed_name} ({self.user_id})"


class Enrolment(models.Model):
    class State(models.TextChoices):
        ACTIVE = "active", _("Studying")
        INTERRUPTED = "interrupted", _("Interrupted")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        COMPLETED = "completed", _("Completed")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="enrolments")
    cohort = models.ForeignKey("courses.Cohort", on_delete=models.PROTECT, related_name="enrolments")
    state = models.CharField(max_length=11, choices=State, default=State.ACTIVE)
    enrolled_at = models.DateTimeField()
    enrolled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    identity_verified_at = models.DateTimeField(null=True, blank=True)
    identity_verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "cohort"], name="enrolment_once_per_cohort"),
            paired("identity_verified_at", "identity_verified_by", "identity_verified_paired"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.cohort_id}"


class Accommodation(models.Model):
    """More time for one learner, by reasons that stay confidential."""

    enrolment = models.OneToOneField(Enrolment, on_delete=models.CASCADE, related_name="accommodation")
    extra_time_percent = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(extra_time_percent__in=[25, 50, 100]), name="extra_time_25_50_or_100"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.extra_time_percent} % more time for {self.enrolment_id}"


class Extension(models.Model):
    """A later due date of one activity for one learner. The latest row counts."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="extensions")
    activity = models.ForeignKey("courses.Activity", on_delete=models.PROTECT, related_name="+")
    new_due_at = models.DateTimeField()
    reason = models.CharField(max_length=200)
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.activity_id} until {self.new_due_at:%Y-%m-%d %H:%M} for {self.enrolment_id}"
