"""Cohorts: who studies together, on which edition, from which day."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Cohort(models.Model):
    edition = models.ForeignKey("courses.Edition", on_delete=models.PROTECT, related_name="cohorts")
    code = models.SlugField(max_length=20, unique=True)
    title = models.CharField(max_length=120)
    starts_on = models.DateField(help_text=_("A Monday, the first day of week 1."))
    time_zone = models.CharField(
        max_length=60, default="UTC", help_text=_("Where its weeks begin at midnight.")
    )
    capacity = models.PositiveSmallIntegerField(default=60)
    languages = models.JSONField(default=list, blank=True)
    holidays = models.JSONField(default=list, blank=True)
    """The days that are free: {first_on, last_on, title}, ISO dates. Read with schedule.holidays_of."""
    room_url = models.URLField(max_length=300, blank=True)
    """Where the institution holds the cohort's discussions, webinars and defences: a forum, a list, a meeting room."""
    published_at = models.DateTimeField(null=True, blank=True)
    """Since when learners see the dates. Until then nothing opens."""
    demo = models.BooleanField(default=False, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(starts_on__iso_week_day=1), name="cohort_starts_on_a_monday"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class DateOverride(models.Model):
    """A date of one activity that differs from the rule, with its reason."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="date_overrides")
    activity = models.ForeignKey("courses.Activity", on_delete=models.PROTECT, related_name="+")
    opens_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cohort", "activity"], name="date_override_once_per_activity"),
            models.CheckConstraint(
                condition=models.Q(opens_at__isnull=False) | models.Q(due_at__isnull=False),
                name="date_override_has_a_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} in {self.cohort_id}: {self.reason}"


class TeachingRole(models.Model):
    class Kind(models.TextChoices):
        INSTRUCTOR = "instructor", _("Instructor")
        TUTOR = "tutor", _("Tutor")
        MARKER = "marker", _("Marker")
        COORDINATOR = "coordinator", _("Internship coordinator")

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="teaching_roles")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="teaching_roles"
    )
    kind = models.CharField(max_length=12, choices=Kind)
    module_code = models.CharField(max_length=8, blank=True, help_text=_("Empty: all modules."))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "user", "kind", "module_code"], name="teaching_role_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind} in {self.cohort_id}"
