"""Peer review: the round of one work in one cohort, who reviews what, and what the reviews say."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class PeerRound(models.Model):
    """The reviews of one work in one cohort, from the end of the hand-in period on."""

    cohort = models.ForeignKey("courses.Cohort", on_delete=models.PROTECT, related_name="peer_rounds")
    activity = models.ForeignKey("courses.Activity", on_delete=models.PROTECT, related_name="+")
    edition_activity = models.ForeignKey(
        "courses.EditionActivity", on_delete=models.PROTECT, related_name="+"
    )
    """Whose frozen rules hold for it."""
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    fallback_at = models.DateTimeField()
    """Then the tutors review what has too few reviews, and the round ends."""
    released_at = models.DateTimeField(null=True, blank=True)
    """Since when authors and markers read the reviews."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cohort", "activity"], name="peer_round_once"),
            models.CheckConstraint(
                condition=Q(opened_at__lt=F("due_at"), due_at__lt=F("fallback_at")),
                name="peer_round_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"peer reviews of {self.activity_id} in {self.cohort_id}"


class PeerReview(models.Model):
    """One review: asked for, written, sent; or lapsed because it was not sent in time."""

    class Kind(models.TextChoices):
        ASSIGNED = "assigned", _("Assigned")
        SPARE = "spare", _("Taken from the spare works")
        TUTOR = "tutor", _("By a tutor")

    round = models.ForeignKey(PeerRound, on_delete=models.PROTECT, related_name="reviews")
    code = models.CharField(max_length=8, unique=True)
    """Drawn at random. Stands for the work before its reviewer, and for the review before its author."""
    kind = models.CharField(max_length=8, choices=Kind)
    submission = models.ForeignKey("learners.Submission", on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(
        "learners.Enrolment", on_delete=models.PROTECT, related_name="peer_reviews_received"
    )
    reviewer = models.ForeignKey(
        "learners.Enrolment", on_delete=models.PROTECT, null=True, related_name="peer_reviews_given"
    )
    tutor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    """Who has begun to write a tutor's review."""
    points = models.JSONField(default=list)
    """0 to 100 for each criterion that peers judge, in the order of the rubric."""
    strength = models.TextField(blank=True)
    change = models.TextField(blank=True)
    sequence = models.PositiveIntegerField(default=0)
    """Number of the last saving taken. One with the same or a lower number is old and changes nothing."""
    assigned_at = models.DateTimeField()
    due_at = models.DateTimeField()
    more_time = models.CharField(max_length=200, blank=True)
    """Why staff gave its reviewer a date of the own."""
    saved_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    lapsed_at = models.DateTimeField(null=True, blank=True)
    """Since then somebody else may review the work instead."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "author", "reviewer"],
                condition=Q(reviewer__isnull=False),
                name="peer_review_once_per_pair",
            ),
            models.UniqueConstraint(
                fields=["round", "author"], condition=Q(kind="tutor"), name="peer_review_one_tutor"
            ),
            models.CheckConstraint(
                condition=Q(reviewer__isnull=True) | ~Q(reviewer=F("author")),
                name="peer_review_never_of_oneself",
            ),
            models.CheckConstraint(
                condition=Q(kind="tutor", reviewer__isnull=True)
                | (~Q(kind="tutor") & Q(reviewer__isnull=False, tutor__isnull=True)),
                name="peer_review_by_learner_or_tutor",
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(lapsed_at__isnull=True),
                name="peer_review_sent_or_lapsed",
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | ~(Q(strength="") | Q(change="")),
                name="peer_review_sent_is_complete",
            ),
        ]
        indexes = [models.Index(fields=["reviewer", "sent_at"])]

    def __str__(self) -> str:
        return f"review {self.code}"


class PeerCalibration(models.Model):
    """How one learner judged the sample script before the first review. Written once."""

    script = models.ForeignKey(
        "learners.SampleScript", on_delete=models.CASCADE, related_name="peer_judgements"
    )
    enrolment = models.ForeignKey("learners.Enrolment", on_delete=models.CASCADE, related_name="+")
    points = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["script", "enrolment"], name="peer_calibration_once")]

    def __str__(self) -> str:
        return f"{self.enrolment_id} on script {self.script_id}"
