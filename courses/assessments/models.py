"""What is assessed by questions that are drawn from banks: quizzes and exams."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, Page

from courses.programme.models import Activity, ActivityPage, AssessedPage
from courses.programme.pageforms import ActivityPageForm


class DrawnPage(AssessedPage):
    """What quizzes and exams have in common: each attempt asks questions that are drawn from banks."""

    class Review(models.TextChoices):
        EACH_ATTEMPT = "each_attempt", _("After each attempt")
        LAST_ATTEMPT = "last_attempt", _("After the last attempt, or when the quiz has closed")
        NEVER = "never", _("Never: points and feedback alone")

    introduction = models.TextField(blank=True)
    time_limit_minutes = models.PositiveSmallIntegerField(default=20, validators=[MinValueValidator(1)])
    attempts_allowed = models.PositiveSmallIntegerField(default=2, validators=[MinValueValidator(1)])
    pass_percent = models.PositiveSmallIntegerField(default=50, validators=[MaxValueValidator(100)])
    review = models.CharField(
        max_length=14,
        choices=Review,
        default=Review.LAST_ATTEMPT,
        help_text=_("When the right answers and their explanations are shown."),
    )

    parent_page_types = ["courses.ModulePage"]
    base_form_class = ActivityPageForm
    rule_fields = [
        FieldRowPanel(
            [FieldPanel("time_limit_minutes"), FieldPanel("attempts_allowed"), FieldPanel("pass_percent")]
        ),
        FieldRowPanel([FieldPanel("component"), FieldPanel("share")]),
        FieldPanel("review"),
    ]
    content_panels = [
        *Page.content_panels,
        *ActivityPage.plan_panels,
        FieldPanel("introduction"),
        InlinePanel("sections", min_num=1, label=_("Draw questions from"), heading=_("Questions")),
        MultiFieldPanel(rule_fields, heading=_("Rules")),
    ]

    class Meta(AssessedPage.Meta):
        abstract = True

    @property
    def question_count(self) -> int:
        return sum(section.count for section in self.sections.all())


class QuizPage(DrawnPage):
    kind = Activity.Kind.QUIZ

    template = "courses/quiz_public.html"


class ExamPage(DrawnPage):
    """Open for some hours before its due date; a part of its answers is marked by people (specification 1.10)."""

    kind = Activity.Kind.EXAM

    time_limit_minutes = models.PositiveSmallIntegerField(default=120, validators=[MinValueValidator(1)])
    attempts_allowed = models.PositiveSmallIntegerField(default=1, validators=[MinValueValidator(1)])
    review = models.CharField(
        max_length=14,
        choices=DrawnPage.Review,
        default=DrawnPage.Review.NEVER,
        help_text=_("When the right answers and their explanations are shown."),
    )
    window_hours = models.PositiveSmallIntegerField(
        default=72,
        validators=[MinValueValidator(1)],
        help_text=_("For how many hours before its due date the exam can be started."),
    )

    content_panels = [
        *DrawnPage.content_panels[:-1],
        MultiFieldPanel([*DrawnPage.rule_fields, FieldPanel("window_hours")], heading=_("Rules")),
    ]
    template = "courses/quiz_public.html"

    def frozen_rules(self) -> dict:
        return {"window_hours": self.window_hours}


class Section(Orderable):
    """So many questions of one bank."""

    bank = models.ForeignKey("courses.QuestionBank", on_delete=models.PROTECT, related_name="+")
    count = models.PositiveSmallIntegerField(
        default=10, validators=[MinValueValidator(1)], help_text=_("How many questions are drawn.")
    )
    points = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Points of each question here. Empty: as the questions say."),
    )
    blueprint = models.BooleanField(
        default=False, verbose_name=_("each principle"), help_text=_("Each principle is asked at least once.")
    )

    class Meta(Orderable.Meta):
        abstract = True


class QuizSection(Section):
    quiz = ParentalKey(QuizPage, on_delete=models.CASCADE, related_name="sections")

    class Meta(Section.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["quiz", "bank"], name="quiz_draws_from_a_bank_once")]


class ExamSection(Section):
    exam = ParentalKey(ExamPage, on_delete=models.CASCADE, related_name="sections")

    class Meta(Section.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["exam", "bank"], name="exam_draws_from_a_bank_once")]
