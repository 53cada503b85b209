"""Who studies in which cohort, and what was granted to them."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from content.base.constraints import paired


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
    calendar_number = models.PositiveSmallIntegerField(default=1)
    """Part of the private address of the learner's calendar: a new number makes the old address unknown."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "cohort"], name="enrolment_once_per_cohort"),
            paired("identity_verified_at", "identity_verified_by", "identity_verified_paired"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.cohort_id}"


class HeldPlace(models.Model):
    """A place that is kept for somebody who was offered it and has not answered."""

    cohort = models.ForeignKey("courses.Cohort", on_delete=models.CASCADE, related_name="held_places")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="held_places")
    held_until = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cohort", "user"], name="held_place_once")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.cohort_id} until {self.held_until:%Y-%m-%d %H:%M}"


class CohortMove(models.Model):
    """One learner went from one cohort to another. Results stay: they hang on activities, not on cohorts."""

    class Kind(models.TextChoices):
        DEFERRAL = "deferral", _("Deferred to a later cohort")
        TRANSFER = "transfer", _("Transferred to another cohort")

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="moves")
    kind = models.CharField(max_length=8, choices=Kind)
    from_cohort = models.ForeignKey("courses.Cohort", on_delete=models.PROTECT, related_name="+")
    to_cohort = models.ForeignKey("courses.Cohort", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200)
    moved_at = models.DateTimeField()
    moved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(from_cohort=models.F("to_cohort")), name="move_leads_elsewhere"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id}: {self.from_cohort_id} to {self.to_cohort_id} ({self.pk})"


class Accommodation(models.Model):
    """More time for one learner, by reasons that stay confidential."""

    enrolment = models.OneToOneField(Enrolment, on_delete=models.CASCADE, related_name="accommodation")
    extra_time_percent = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    reason = models.CharField(max_length=500, blank=True)
    """Health data: shown to the learner and the programme administrators only (role table, row 20)."""
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
    """More time for one learner: for one activity, or for all that is not due yet when it is granted."""

    class Kind(models.TextChoices):
        AUTOMATIC = "automatic", _("72 hours, granted by the rule")
        REQUESTED = "requested", _("Asked for with a reason")
        PLAN = "plan", _("All remaining work")

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits for a decision")
        GRANTED = "granted", _("Granted")
        REFUSED = "refused", _("Refused")

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="extensions")
    kind = models.CharField(max_length=9, choices=Kind)
    state = models.CharField(max_length=7, choices=State)
    activity = models.ForeignKey("courses.Activity", on_delete=models.PROTECT, null=True, related_name="+")
    """Empty for all remaining work."""
    hours = models.PositiveSmallIntegerField()
    new_due_at = models.DateTimeField(null=True)
    """Fixed when it is granted; empty for all remaining work, whose dates all move by the hours."""
    reason = models.CharField(max_length=300)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    """The learner for one granted by the rule."""
    answer = models.CharField(max_length=300, blank=True)
    """What the person who decided says to the learner."""

    class Meta:
        constraints = [
            paired("decided_at", "decided_by", "extension_decision_paired"),
            models.CheckConstraint(
                condition=models.Q(state="waiting", decided_at__isnull=True)
                | (~models.Q(state="waiting") & models.Q(decided_at__isnull=False)),
                name="extension_waits_or_is_decided",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="plan", activity__isnull=True)
                | (~models.Q(kind="plan") & models.Q(activity__isnull=False)),
                name="extension_of_the_plan_has_no_activity",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="granted")
                | models.Q(kind="plan")
                | models.Q(new_due_at__isnull=False),
                name="extension_granted_has_a_date",
            ),
            models.UniqueConstraint(
                fields=["enrolment", "activity"],
                condition=models.Q(state="waiting"),
                name="extension_waits_once_per_activity",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hours} h for {self.enrolment_id} ({self.pk})"
