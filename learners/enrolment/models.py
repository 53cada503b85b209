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


class Outstanding(models.Model):
    """A fee or a document that somebody still owes the institution. Never edited: what settles it is a row of its own."""

    class Kind(models.TextChoices):
        FEE = "fee", _("Fee")
        DOCUMENT = "document", _("Document")

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="outstanding")
    kind = models.CharField(max_length=8, choices=Kind)
    what = models.CharField(max_length=200)
    since_on = models.DateField()
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(what=""), name="outstanding_says_what"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk} of {self.enrolment_id}"


class Settlement(models.Model):
    """It was paid, handed in, or waived."""

    outstanding = models.OneToOneField(Outstanding, on_delete=models.PROTECT, related_name="settlement")
    note = models.CharField(max_length=200)
    """How: the receipt, the document, or why it was waived."""
    settled_on = models.DateField()
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"settlement of {self.outstanding_id}"


class RosterImport(models.Model):
    """One file of people for a cohort: read into rows, looked at, confirmed, enrolled. Durable work: the row says how far."""

    class State(models.TextChoices):
        READING = "reading", _("Being read")
        READY = "ready", _("Waits for your decision")
        IMPORTING = "importing", _("Being imported")
        DONE = "done", _("Imported")
        FAILED = "failed", _("Not imported")
        DROPPED = "dropped", _("Dropped")

    cohort = models.ForeignKey("courses.Cohort", on_delete=models.PROTECT, related_name="roster_imports")
    state = models.CharField(max_length=9, choices=State, default=State.READING)
    file_name = models.CharField(max_length=120)
    """As the person has named it. It is shown, never used as a path."""
    stored_name = models.CharField(max_length=60, blank=True)
    """Made by us, in the private folder. Empty when the file is removed."""
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    read_as = models.CharField(max_length=80, blank=True)
    """In words: the encoding and the delimiter that were found."""
    columns = models.JSONField(default=list, blank=True)
    """The first line of the file."""
    last_line = models.PositiveIntegerField(default=0)
    expected_lines = models.PositiveIntegerField(default=0)
    """An estimate, for the progress bar. 0: unknown."""
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    finished_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)
    runs = models.PositiveSmallIntegerField(default=0)
    """Since the last progress. A worker that dies leaves one behind."""
    lease_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            paired("confirmed_at", "confirmed_by", "roster_confirmed_paired"),
            models.CheckConstraint(
                condition=~models.Q(state__in=["importing", "done"]) | models.Q(confirmed_at__isnull=False),
                name="roster_not_imported_before_confirmed",
            ),
        ]
        indexes = [models.Index(fields=["state", "lease_until"])]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.pk})"


class RosterRow(models.Model):
    """One line of the file, what it would do, and what it did."""

    class Verdict(models.TextChoices):
        NEW = "new", _("New")
        CHANGED = "changed", _("Changed")
        KNOWN = "known", _("Known")
        BAD = "bad", _("To correct")
        LEFT_OUT = "left", _("Left out")

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        DONE = "done", _("Done")
        REFUSED = "refused", _("Refused")

    roster = models.ForeignKey(RosterImport, on_delete=models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField()
    cells = models.JSONField(default=list)
    """As they stand in the file, control characters made visible."""
    email = models.CharField(max_length=254, blank=True)
    """In lower case; empty when the cell holds no address."""
    name = models.CharField(max_length=200, blank=True)
    country = models.CharField(max_length=80, blank=True)
    organisation = models.CharField(max_length=200, blank=True)
    time_zone = models.CharField(max_length=60, blank=True)
    verdict = models.CharField(max_length=7, choices=Verdict)
    problems = models.JSONField(default=list, blank=True)
    """A list of {cell, says, fix}."""
    changes = models.JSONField(default=list, blank=True)
    """What it changes in the profile, as the preview shows it: a list of {field, cell, old, new}."""
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["roster", "line"], name="roster_line_once")]
        indexes = [
            models.Index(fields=["roster", "email"]),
            models.Index(fields=["roster", "verdict", "line"]),
        ]

    def __str__(self) -> str:
        return f"line {self.line} of {self.roster_id}"


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
    """More time for one learner: for one activity, or for all that is not due yet when it is granted.

    A resit is one too: it opens an activity again, with a date of its own.
    """

    class Kind(models.TextChoices):
        AUTOMATIC = "automatic", _("72 hours, granted by the rule")
        REQUESTED = "requested", _("Asked for with a reason")
        PLAN = "plan", _("All remaining work")
        RESIT = "resit", _("Resit after a failed component")

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
                condition=models.Q(kind="resit"),
                name="extension_one_resit_of_an_activity",
            ),
            models.UniqueConstraint(
                fields=["enrolment", "activity"],
                condition=models.Q(state="waiting"),
                name="extension_waits_once_per_activity",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hours} h for {self.enrolment_id} ({self.pk})"

    @property
    def days(self) -> int:
        return self.hours // 24
