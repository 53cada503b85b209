"""Written work of learners: drafts, files, what was handed in, and the marks."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from content.base.constraints import paired
from courses.assessments.sampling import Verdict


class Declaration(models.Model):
    """What the learner says about generative tools (specification 1.10, academic integrity)."""

    uses_tools = models.BooleanField(null=True)
    """Empty: not declared yet."""
    tools = models.CharField(max_length=120, blank=True)
    purpose = models.CharField(max_length=250, blank=True)
    extent = models.CharField(max_length=250, blank=True)

    class Meta:
        abstract = True


class Work(models.Model):
    """One learner's work at one activity: the thread that its versions and marks hang on."""

    enrolment = models.ForeignKey("learners.Enrolment", on_delete=models.PROTECT, related_name="works")
    activity = models.ForeignKey("courses.Activity", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=8, unique=True)
    """Drawn at random. Stands for the work wherever the learner's name must not."""
    resit = models.BooleanField(default=False)
    """Handed in again after a failed component. The first work stays as it was."""
    released_at = models.DateTimeField(null=True, blank=True)
    """Since when its mark stands in the ledger for the learner to see."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "activity", "resit"], name="work_once_per_activity_and_resit"
            )
        ]
        indexes = [models.Index(fields=["activity", "released_at"])]

    def __str__(self) -> str:
        return f"work {self.code}"


class Draft(Declaration):
    """What is written and not handed in yet."""

    work = models.OneToOneField(Work, on_delete=models.CASCADE, related_name="draft")
    text = models.TextField(blank=True)
    sequence = models.PositiveIntegerField(default=0)
    """Number of the last saving taken. One with the same or a lower number is old and changes nothing."""
    saved_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"draft of {self.work_id}"


class WorkFile(models.Model):
    """A file of a work. It may be part of several versions."""

    work = models.ForeignKey(Work, on_delete=models.PROTECT, related_name="files")
    original_name = models.CharField(max_length=120)
    """For its owner to recognise. Markers of anonymous work never see it."""
    stored_name = models.CharField(max_length=40, unique=True)
    plain_name = models.CharField(max_length=40, unique=True)
    """The copy without the name of an author and other traces of a person, for markers."""
    content_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    words = models.PositiveIntegerField(null=True)
    """Empty where they cannot be counted."""
    traces = models.JSONField(default=list)
    """Which traces of a person the file carried, by name, without their values."""
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)
    """Out of the draft since then. Versions that were handed in keep it."""

    def __str__(self) -> str:
        return f"file {self.pk} of {self.work_id}"


class Submission(Declaration):
    """One version as it was handed in. Never changed."""

    work = models.ForeignKey(Work, on_delete=models.PROTECT, related_name="submissions")
    edition_activity = models.ForeignKey(
        "courses.EditionActivity", on_delete=models.PROTECT, related_name="+"
    )
    """Whose frozen rules hold for it."""
    number = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True)
    words = models.PositiveIntegerField()
    files = models.ManyToManyField(WorkFile, related_name="submissions", blank=True)
    sha256 = models.CharField(max_length=64)
    """Of all that was handed in: text, files, declaration."""
    handed_in_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["work", "number"], name="submission_number_once"),
            models.CheckConstraint(
                condition=models.Q(uses_tools__isnull=False), name="submission_is_declared"
            ),
        ]
        indexes = [models.Index(fields=["handed_in_at"])]

    def __str__(self) -> str:
        return f"version {self.number} of {self.work_id}"


class Mark(models.Model):
    """One marker's judgement by the rubric: open until completed."""

    class Role(models.TextChoices):
        FIRST = "first", _("First marker")
        SECOND = "second", _("Second marker")
        THIRD = "third", _("Third marker")

    work = models.ForeignKey(Work, on_delete=models.PROTECT, related_name="marks")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="marks")
    role = models.CharField(max_length=6, choices=Role, default=Role.FIRST)
    marker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    lease_until = models.DateTimeField()
    """Until then the marker has the work; afterwards a colleague may take it over."""
    points = models.JSONField(default=list)
    """0 to 100 for each criterion, in the order of the rubric; empty places are not judged yet."""
    strength = models.TextField(blank=True)
    gap = models.TextField(blank=True)
    next_step = models.TextField(blank=True)
    mark = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    version = models.PositiveIntegerField(default=0)
    """Counts the savings. Whoever saves over a version that was not seen is told so."""
    saved_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["work", "role"], name="mark_once_per_role"),
            models.UniqueConstraint(fields=["work", "marker"], name="mark_once_per_marker"),
            models.CheckConstraint(
                condition=models.Q(completed_at__isnull=True) | models.Q(mark__isnull=False),
                name="mark_completed_has_a_value",
            ),
            models.CheckConstraint(
                condition=models.Q(mark__isnull=True) | models.Q(mark__gte=0, mark__lte=100),
                name="mark_0_to_100",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} mark of {self.work_id}"


class Discussion(models.Model):
    """What two blind markers said to each other when they were more than ten points apart."""

    work = models.ForeignKey(Work, on_delete=models.PROTECT, related_name="discussions")
    note = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"discussion {self.pk} of {self.work_id}"


class Moderation(models.Model):
    """A moderator's look at one marked work. The last one counts."""

    work = models.ForeignKey(Work, on_delete=models.PROTECT, related_name="moderations")
    verdict = models.CharField(max_length=10, choices=Verdict)
    mark = models.DecimalField(max_digits=4, decimal_places=1)
    """The mark that was looked at. Another one needs another look."""
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.verdict} for {self.work_id}"


class Reply(models.Model):
    """What staff said about work without a mark. The last one counts."""

    class Decision(models.TextChoices):
        FEEDBACK = "feedback", _("Feedback")
        APPROVED = "approved", _("Approved")
        RETURNED = "returned", _("Returned with a note")
        WAIVED = "waived", _("Approval not needed")

    work = models.ForeignKey(Work, on_delete=models.PROTECT, related_name="replies")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, null=True, related_name="replies")
    """The version that was read. A waiver needs none."""
    decision = models.CharField(max_length=8, choices=Decision)
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = _("replies")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(submission__isnull=False) | models.Q(decision="waived"),
                name="reply_to_a_version",
            ),
            models.CheckConstraint(
                condition=models.Q(decision="approved") | ~models.Q(note=""), name="reply_has_its_note"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision} for {self.work_id}"


class SampleScript(models.Model):
    """A text that all markers judge before they mark, to find out how strict they are."""

    cohort = models.ForeignKey("courses.Cohort", on_delete=models.CASCADE, related_name="sample_scripts")
    activity = models.ForeignKey("courses.Activity", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=80)
    text = models.TextField()
    for_peers = models.BooleanField(default=False)
    """Learners judge it too, before their first peer review."""
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.title} ({self.pk})"


class CalibrationMark(models.Model):
    """How one marker judged a sample script. Written once: others are seen only afterwards."""

    script = models.ForeignKey(SampleScript, on_delete=models.CASCADE, related_name="marks")
    marker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    points = models.JSONField()
    mark = models.DecimalField(max_digits=4, decimal_places=1)
    note = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["script", "marker"], name="calibration_once_per_marker")
        ]

    def __str__(self) -> str:
        return f"{self.marker_id} on script {self.script_id}"


class Correction(models.Model):
    """A change of a released mark: one person asks, another one confirms."""

    work = models.ForeignKey(Work, on_delete=models.PROTECT, related_name="corrections")
    mark = models.DecimalField(max_digits=4, decimal_places=1)
    """The new mark that counts, after any points for lateness."""
    reason = models.CharField(max_length=200)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    confirmed = models.BooleanField(default=False)

    class Meta:
        constraints = [
            paired("decided_by", "decided_at", "correction_decided_at_and_by"),
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("asked_by")),
                name="correction_takes_two",
            ),
            models.UniqueConstraint(
                fields=["work"], condition=models.Q(decided_at__isnull=True), name="correction_one_open"
            ),
            models.CheckConstraint(
                condition=models.Q(mark__gte=0, mark__lte=100), name="correction_0_to_100"
            ),
        ]

    def __str__(self) -> str:
        return f"correction {self.pk} of {self.work_id}"


class SavedComment(models.Model):
    """A sentence that a marker uses again."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_comments"
    )
    text = models.CharField(max_length=400)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "text"], name="comment_once_per_owner")]

    def __str__(self) -> str:
        return f"comment {self.pk} of {self.owner_id}"


class NextStep(models.Model):
    """What the learner will do differently. It comes back with the next work."""

    work = models.OneToOneField(Work, on_delete=models.CASCADE, related_name="next_step")
    text = models.CharField(max_length=400)
    written_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"next step of {self.work_id}"
