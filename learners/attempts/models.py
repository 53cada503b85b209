"""Attempts at a quiz or an exam and the answers in them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from content.base.constraints import paired
from courses.assessments.sampling import Verdict


class QuizAttempt(models.Model):
    class Closing(models.TextChoices):
        LEARNER = "learner", _("Submitted by the learner")
        TIME = "time", _("Closed at the deadline with all saved answers")

    enrolment = models.ForeignKey("learners.Enrolment", on_delete=models.PROTECT, related_name="attempts")
    edition_activity = models.ForeignKey(
        "courses.EditionActivity", on_delete=models.PROTECT, related_name="+"
    )
    number = models.PositiveSmallIntegerField()
    resit = models.BooleanField(default=False)
    """Sat again after a failed component. It counts beside the first result."""
    seed = models.BigIntegerField()
    """Questions and the order of their options follow from it."""
    started_at = models.DateTimeField()
    deadline_at = models.DateTimeField()
    """The law. The clock in the browser is decoration."""
    submitted_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=7, choices=Closing, blank=True)
    marked_at = models.DateTimeField(null=True, blank=True)
    """Since when all its points are known: at once, or when people have marked the last answer."""
    points = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    max_points = models.DecimalField(max_digits=7, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "edition_activity", "number"], name="attempt_number_once"
            ),
            models.UniqueConstraint(
                fields=["enrolment", "edition_activity"],
                condition=models.Q(submitted_at__isnull=True),
                name="attempt_one_open",
            ),
            models.CheckConstraint(
                condition=models.Q(deadline_at__gt=models.F("started_at")),
                name="attempt_deadline_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(submitted_at__isnull=True, marked_at__isnull=True, closed_by="")
                | models.Q(submitted_at__isnull=False) & ~models.Q(closed_by=""),
                name="attempt_submitted_is_closed",
            ),
            models.CheckConstraint(
                condition=models.Q(marked_at__isnull=True, points__isnull=True)
                | models.Q(marked_at__isnull=False, points__gte=0, points__lte=models.F("max_points")),
                name="attempt_marked_has_points",
            ),
        ]
        indexes = [models.Index(fields=["submitted_at", "deadline_at"])]

    def __str__(self) -> str:
        return f"attempt {self.number} of {self.enrolment_id}"


class AttemptItem(models.Model):
    """One question of an attempt, on the exact version, with the learner's answer."""

    attempt = models.ForeignKey(QuizAttempt, on_delete=models.CASCADE, related_name="items")
    question = models.ForeignKey("courses.Question", on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField()
    response = models.JSONField(null=True, blank=True)
    flagged = models.BooleanField(default=False)
    sequence = models.PositiveIntegerField(default=0)
    """Number of the last answer taken. An answer with the same or a lower number is old and changes nothing."""
    saved_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    """Since when no answer is taken any more."""
    points = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    """Nothing while it is open, and while a person has to mark it."""
    max_points = models.DecimalField(max_digits=7, decimal_places=2, default=1)
    feedback = models.TextField(blank=True)
    marked_at = models.DateTimeField(null=True, blank=True)
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["attempt", "order"], name="item_order_once"),
            models.UniqueConstraint(fields=["attempt", "question"], name="item_question_once"),
            models.CheckConstraint(
                condition=models.Q(points__isnull=True)
                | models.Q(closed_at__isnull=False, points__gte=0, points__lte=models.F("max_points")),
                name="item_points_in_range",
            ),
            paired("marked_at", "marked_by", "item_marked_paired"),
        ]
        indexes = [models.Index(fields=["question", "closed_at"])]

    def __str__(self) -> str:
        return f"question {self.order} of attempt {self.attempt_id}"


class LateAnswer(models.Model):
    """An answer that came when its attempt took none any more: evidence, until somebody accepts it with a reason."""

    item = models.ForeignKey(AttemptItem, on_delete=models.CASCADE, related_name="late_answers")
    response = models.JSONField(null=True, blank=True)
    sequence = models.PositiveIntegerField()
    received_at = models.DateTimeField()
    """By the clock of the server."""
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(max_length=250, blank=True)

    class Meta:
        constraints = [
            paired("accepted_at", "accepted_by", "late_answer_accepted_paired"),
            models.CheckConstraint(
                condition=models.Q(accepted_at__isnull=True) | ~models.Q(reason=""),
                name="late_answer_accepted_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"late answer {self.sequence} to item {self.item_id}"


class SittingModeration(models.Model):
    """A moderator's look at one marked exam of one learner. The last one counts."""

    attempt = models.ForeignKey(QuizAttempt, on_delete=models.PROTECT, related_name="moderations")
    verdict = models.CharField(max_length=10, choices=Verdict)
    points = models.DecimalField(max_digits=7, decimal_places=2)
    """Of the whole exam, as they were looked at. Other points need another look."""
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(verdict="agreed") | ~models.Q(note=""), name="sitting_look_again_has_note"
            )
        ]

    def __str__(self) -> str:
        return f"{self.verdict} for attempt {self.attempt_id} ({self.pk})"


class KeyCorrection(models.Model):
    """The key of a question version was wrong: how its answers are scored in one cohort from now on."""

    question = models.ForeignKey("courses.Question", on_delete=models.PROTECT, related_name="+")
    """The version that was asked."""
    corrected = models.ForeignKey(
        "courses.Question", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """A later version with the right key. Nothing: the question was unusable, every answer earns all points."""
    cohort = models.ForeignKey("courses.Cohort", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=250)
    may_lower = models.BooleanField(default=False)
    """Whether results may fall. Otherwise an answer that would lose points keeps them."""
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    dropped_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    """Since when all answers that there were are scored anew."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["question", "cohort"],
                condition=models.Q(done_at__isnull=True, dropped_at__isnull=True),
                name="key_correction_one_at_a_time",
            ),
            paired("confirmed_at", "confirmed_by", "key_correction_confirmed_paired"),
            models.CheckConstraint(
                condition=models.Q(done_at__isnull=True) | models.Q(confirmed_at__isnull=False),
                name="key_correction_done_is_confirmed",
            ),
        ]

    def __str__(self) -> str:
        return f"correction of question {self.question_id} in {self.cohort_id} ({self.pk})"


class ItemRegrade(models.Model):
    """One answer scored anew. What it earned before stays here."""

    correction = models.ForeignKey(KeyCorrection, on_delete=models.PROTECT, related_name="regrades")
    item = models.ForeignKey(AttemptItem, on_delete=models.CASCADE, related_name="regrades")
    points_before = models.DecimalField(max_digits=7, decimal_places=2)
    points_after = models.DecimalField(max_digits=7, decimal_places=2)
    regraded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["correction", "item"], name="item_regraded_once_per_correction")
        ]

    def __str__(self) -> str:
        return f"item {self.item_id} from {self.points_before} to {self.points_after}"
