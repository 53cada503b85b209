"""Questions in their banks. A question that somebody was asked never changes: it gets a successor."""

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable
from wagtail.search import index


class QuestionBank(models.Model):
    code = models.SlugField(max_length=20, unique=True)
    title = models.CharField(max_length=160)

    class Meta:
        verbose_name = _("question bank")

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class Question(index.Indexed, ClusterableModel):
    class Kind(models.TextChoices):
        SINGLE = "single", _("One right answer")
        MULTIPLE = "multiple", _("Several right answers")
        TRUE_FALSE = "true_false", _("True or false")
        MATCHING = "matching", _("Matching")
        ORDERING = "ordering", _("Putting into order")
        NUMERIC = "numeric", _("A number")
        SHORT_TEXT = "short_text", _("A few words")
        ESSAY = "essay", _("A text that a person marks")

    class Difficulty(models.TextChoices):
        EASY = "easy", _("Easy")
        MEDIUM = "medium", _("Medium")
        HARD = "hard", _("Hard")

    class Level(models.TextChoices):
        """What the answer asks of the mind (Bloom, as revised in 2001)."""

        REMEMBER = "remember", _("Remember")
        UNDERSTAND = "understand", _("Understand")
        APPLY = "apply", _("Apply")
        ANALYSE = "analyse", _("Analyse")
        EVALUATE = "evaluate", _("Evaluate")
        CREATE = "create", _("Create")

    class ToleranceKind(models.TextChoices):
        ABSOLUTE = "absolute", _("In the unit of the number")
        PERCENT = "percent", _("In per cent of the right number")

    bank = models.ForeignKey(QuestionBank, on_delete=models.PROTECT, related_name="questions")
    code = models.CharField(
        max_length=20, help_text=_("The same for all versions of the question, for example M01-Q07.")
    )
    version = models.PositiveSmallIntegerField(default=1, editable=False)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="successor"
    )
    locked_at = models.DateTimeField(null=True, blank=True, editable=False)
    """Since when somebody has been asked it, or an edition holds it. From then on it does not change."""
    kind = models.CharField(max_length=12, choices=Kind)
    stem = models.TextField(help_text=_("The question as the learner reads it."))
    explanation = models.TextField(blank=True, help_text=_("What to remember. Shown after the quiz."))
    points = models.PositiveSmallIntegerField(default=1)
    difficulty = models.CharField(max_length=6, choices=Difficulty, default=Difficulty.MEDIUM)
    level = models.CharField(max_length=10, choices=Level, blank=True, verbose_name=_("cognitive level"))
    number = models.DecimalField(
        max_digits=18, decimal_places=6, null=True, blank=True, verbose_name=_("right number")
    )
    tolerance = models.DecimalField(
        max_digits=18,
        decimal_places=6,
        default=Decimal(0),
        help_text=_("How far from it an answer may be. 0: exact."),
    )
    tolerance_kind = models.CharField(
        max_length=8,
        choices=ToleranceKind,
        default=ToleranceKind.ABSOLUTE,
        verbose_name=_("tolerance is given"),
    )
    unit = models.CharField(max_length=40, blank=True, help_text=_("Shown beside the field, for example %."))
    keep_case = models.BooleanField(
        default=False, verbose_name=_("capital letters matter"), help_text=_("Only for a few words.")
    )
    marking_notes = models.TextField(
        blank=True, help_text=_("What a full answer holds and what earns points. Only markers read it.")
    )
    words_from = models.PositiveSmallIntegerField(null=True, blank=True, verbose_name=_("words, from"))
    words_to = models.PositiveSmallIntegerField(null=True, blank=True, verbose_name=_("words, to"))
    lesson = models.ForeignKey(
        "courses.Activity", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    search_fields = [index.SearchField("stem"), index.SearchField("code"), index.FilterField("bank")]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bank", "code", "version"], name="question_version_once_per_bank"
            ),
            models.CheckConstraint(condition=models.Q(points__gte=1), name="question_has_points"),
            models.CheckConstraint(
                condition=models.Q(tolerance__gte=0), name="question_tolerance_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} version {self.version}"


class QuestionPrinciple(Orderable):
    question = ParentalKey(Question, on_delete=models.CASCADE, related_name="principle_links")
    principle = models.ForeignKey("content.PrinciplePage", on_delete=models.PROTECT, related_name="+")


class Choice(Orderable):
    """An option, an item to match or to put into order, or an accepted answer."""

    question = ParentalKey(Question, on_delete=models.CASCADE, related_name="choices")
    text = models.CharField(
        max_length=500,
        blank=True,
        help_text=_(
            "The option, the item, or the accepted answer. Matching: empty for a partner that fits nothing."
        ),
    )
    match = models.CharField(
        max_length=500, blank=True, verbose_name=_("partner"), help_text=_("Only for matching.")
    )
    correct = models.BooleanField(default=False, verbose_name=_("right answer"))
    explanation = models.CharField(max_length=700, blank=True, help_text=_("Why it is right or wrong."))

    def __str__(self) -> str:
        return f"{self.text or self.match} ({self.pk})"
