"""Attempts at a quiz and the answers in them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class QuizAttempt(models.Model):
    class Closing(models.TextChoices):
        LEARNER = "learner", _("Submitted by the learner")
        TIME = "time", _("Closed at the deadline with all saved answers")

    enrolment = models.ForeignKey("learners.Enrolment", on_delete=models.PROTECT, related_name="attempts")
    edition_activity = models.ForeignKey(
        "courses.EditionActivity", on_delete=models.PROTECT, related_name="+"
    )
    number = models.PositiveSmallIntegerField()
    seed = models.BigIntegerField()
    """Questions and the order of their options follow from it."""
    started_at = models.DateTimeField()
    deadline_at = models.DateTimeField()
    """The law. The clock in the browser is decoration."""
    submitted_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=7, choices=Closing, blank=True)
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
                condition=models.Q(submitted_at__isnull=True, points__isnull=True, closed_by="")
                | models.Q(submitted_at__isnull=False, points__isnull=False) & ~models.Q(closed_by=""),
                name="attempt_submitted_is_scored",
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
    points = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["attempt", "order"], name="item_order_once"),
            models.UniqueConstraint(fields=["attempt", "question"], name="item_question_once"),
        ]

    def __str__(self) -> str:
        return f"question {self.order} of attempt {self.attempt_id}"
