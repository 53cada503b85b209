"""Editions: the programme as it was frozen for cohorts. Nothing in these tables changes after it was written."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Edition(models.Model):
    programme = models.ForeignKey("courses.ProgrammePage", on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=80)
    frame = models.JSONField(default=dict)
    """Frozen facts of the programme: title, award, hours, weeks, pass mark, floor."""
    scheme = models.JSONField(default=list)
    """The assessment scheme, one object a component."""
    award_policy = models.JSONField(default=dict)
    """The award policy with its rules."""
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="edition_number_once_per_programme")
        ]

    def __str__(self) -> str:
        return f"Edition {self.number}: {self.label}"


class EditionModule(models.Model):
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="modules")
    order = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=8)
    title = models.CharField(max_length=200)
    area = models.CharField(max_length=2)
    first_week = models.PositiveSmallIntegerField()
    last_week = models.PositiveSmallIntegerField()
    hours = models.DecimalField(max_digits=5, decimal_places=1)
    summary = models.TextField()
    outcomes = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "code"], name="module_once_per_edition")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class EditionActivity(models.Model):
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="activities")
    module = models.ForeignKey(EditionModule, on_delete=models.CASCADE, related_name="activities")
    activity = models.ForeignKey("courses.Activity", on_delete=models.PROTECT, related_name="in_editions")
    order = models.PositiveSmallIntegerField()
    week = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField(help_text=_("Minutes that learners are shown."))
    required = models.BooleanField()
    component = models.CharField(max_length=8, blank=True)
    share = models.PositiveSmallIntegerField(default=1)
    """Its weight inside the component."""
    rules = models.JSONField(default=dict)
    """What marks and refusals of this work depend on, by value: rubric, words, lateness, windows."""

    class Meta:
        verbose_name_plural = _("edition activities")
        constraints = [
            models.UniqueConstraint(fields=["edition", "activity"], name="activity_once_per_edition")
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} in edition {self.edition_id}"


class EditionText(models.Model):
    """The exact text of one activity in one language."""

    edition_activity = models.ForeignKey(EditionActivity, on_delete=models.CASCADE, related_name="texts")
    locale = models.ForeignKey("wagtailcore.Locale", on_delete=models.PROTECT, related_name="+")
    revision = models.ForeignKey("wagtailcore.Revision", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=250)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition_activity", "locale"], name="text_once_per_language")
        ]

    def __str__(self) -> str:
        return f"{self.title} (revision {self.revision_id})"


class EditionQuestion(models.Model):
    """One question version that a quiz of this edition may draw."""

    edition_activity = models.ForeignKey(EditionActivity, on_delete=models.CASCADE, related_name="questions")
    question = models.ForeignKey("courses.Question", on_delete=models.PROTECT, related_name="in_editions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition_activity", "question"], name="question_once_per_quiz")
        ]

    def __str__(self) -> str:
        return f"question {self.question_id} in {self.edition_activity_id}"
