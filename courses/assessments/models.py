"""What is assessed: quizzes that draw from banks."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, Page

from courses.programme.models import Activity, ActivityPage, AssessedPage
from courses.programme.pageforms import ActivityPageForm


class QuizPage(AssessedPage):
    kind = Activity.Kind.QUIZ

    class Review(models.TextChoices):
        EACH_ATTEMPT = "each_attempt", _("After each attempt")
        LAST_ATTEMPT = "last_attempt", _("After the last attempt, or when the quiz has closed")

    introduction = models.TextField(blank=True)
    time_limit_minutes = models.PositiveSmallIntegerField(default=20, validators=[MinValueValidator(1)])
    attempts_allowed = models.PositiveSmallIntegerField(default=2, validators=[MinValueValidator(1)])
    pass_percent = models.PositiveSmallIntegerField(default=50, validators=[MaxValueValidator(100)])
    review = models.CharField(max_length=14, choices=Review, default=Review.LAST_ATTEMPT)

    parent_page_types = ["courses.ModulePage"]
    base_form_class = ActivityPageForm
    content_panels = [
        *Page.content_panels,
        *ActivityPage.plan_panels,
        FieldPanel("introduction"),
        InlinePanel("sections", min_num=1, label=_("Draw questions from"), heading=_("Questions")),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [
                        FieldPanel("time_limit_minutes"),
                        FieldPanel("attempts_allowed"),
                        FieldPanel("pass_percent"),
                    ]
                ),
                FieldRowPanel([FieldPanel("component"), FieldPanel("share")]),
                FieldPanel("review"),
            ],
            heading=_("Rules"),
        ),
    ]
    template = "courses/quiz_public.html"

    @property
    def question_count(self) -> int:
        return sum(section.count for section in self.sections.all())


class QuizSection(Orderable):
    quiz = ParentalKey(QuizPage, on_delete=models.CASCADE, related_name="sections")
    bank = models.ForeignKey("courses.QuestionBank", on_delete=models.PROTECT, related_name="+")
    count = models.PositiveSmallIntegerField(
        default=10, validators=[MinValueValidator(1)], help_text=_("How many questions are drawn.")
    )

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["quiz", "bank"], name="quiz_draws_from_a_bank_once")]
