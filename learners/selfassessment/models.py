"""How people see their own administration: one run over up to twelve principles, by one or by several people."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from content.base.constraints import paired


class Assessment(models.Model):
    """One run. Private: only its owner, and those whom the owner invites, ever see something of it."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="assessments"
    )
    """Nobody while a visitor without account tries it; the browser's session then knows it."""
    enrolment = models.ForeignKey(
        "learners.Enrolment", on_delete=models.PROTECT, null=True, related_name="assessments"
    )
    activity = models.ForeignKey("courses.Activity", on_delete=models.PROTECT, null=True, related_name="+")
    """The baseline or the final run of the programme; nothing for one of the person's own."""
    administration = models.CharField(max_length=120)
    pins = models.JSONField(default=dict)
    """Number of the principle -> the revision of its sheet on which this run is answered."""
    weights = models.JSONField(default=dict)
    """Number of the principle -> how much it matters to the owner, 1 to 3. Not named: 1."""
    started_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    """Since then its answers do not change any more."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "activity"], name="assessment_once_per_activity"),
            paired("enrolment", "activity", "assessment_of_a_place_and_an_activity"),
        ]
        indexes = [models.Index(fields=["owner", "started_at"])]

    def __str__(self) -> str:
        return f"{self.administration} ({self.pk})"


class Respondent(models.Model):
    """One person who answers. The owner is the first one; the others come by a link, without an account."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="respondents")
    label = models.CharField(max_length=80, blank=True)
    """Whom the owner had in mind, for example “Finance department”. Empty for the owner."""
    token_hash = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001 -- unique where there is one
    """Of the secret part of the link. Nothing for the owner."""
    invited_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    consented_at = models.DateTimeField(null=True, blank=True)
    """Since then the owner may see the answers one by one; before, they count in the median alone."""
    submitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            paired("token_hash", "invited_at", "respondent_link_was_invited"),
            paired("token_hash", "expires_at", "respondent_link_expires"),
            models.UniqueConstraint(
                fields=["assessment"], condition=models.Q(token_hash=None), name="respondent_one_owner"
            ),
        ]

    def __str__(self) -> str:
        return f"respondent {self.pk} of {self.assessment_id}"

    @property
    def is_owner(self) -> bool:
        return self.token_hash is None

    @property
    def is_done(self) -> bool:
        """Nothing changes any more: this person has sent the answers, or the owner the whole run."""
        return bool(self.submitted_at or self.assessment.submitted_at)


class AnswerSheet(models.Model):
    """What one person answers about one principle."""

    respondent = models.ForeignKey(Respondent, on_delete=models.CASCADE, related_name="sheets")
    number = models.PositiveSmallIntegerField()
    """Of the principle."""
    answers = models.JSONField(default=dict)
    """Code of the statement -> 0, 1, 2, or nothing for “do not know”. Not there: not answered yet."""
    notes = models.JSONField(default=dict)
    """Code of the statement -> evidence: a note or a link."""
    sequence = models.PositiveIntegerField(default=0)
    """Number of the last saving taken. One with the same or a lower number is old and changes nothing."""
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["respondent", "number"], name="sheet_once_per_principle"),
            models.CheckConstraint(condition=models.Q(number__range=(1, 12)), name="sheet_of_1_to_12"),
        ]

    def __str__(self) -> str:
        return f"P{self.number} by {self.respondent_id}"


class ActionItem(models.Model):
    """A practice that the owner has chosen, with who does it and until when."""

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        UNDER_WAY = "under_way", _("Under way")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Dropped")

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="actions")
    code = models.CharField(max_length=12)
    """Of the practice, for example P3-EP2."""
    text = models.TextField()
    """As it stood in the sheet on the day it was chosen; the owner may word it anew."""
    doer = models.CharField(max_length=120, blank=True)
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.PLANNED)
    chosen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "code"], name="action_once_per_practice")
        ]

    def __str__(self) -> str:
        return f"{self.code} of {self.assessment_id}"
