"""What gets no mark: exercises, proposals, works that learners review for each other, webinars, self-assessments."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Page

from courses.assessments.rubrics import Rubric, rubric_by_value
from courses.assessments.works import Accepts, Marking, WrittenWorkPage
from courses.programme.models import Activity, ActivityPage
from courses.programme.pageforms import ActivityPageForm

NO_RUBRIC: dict = {"code": "", "criteria": []}
ANY_DAY = 3650
"""Work without a mark counts whenever it comes."""


class Completion(models.TextChoices):
    HANDING_IN = "handing_in", _("Handing it in")
    APPROVAL = "approval", _("Approval by whoever marks the module")
    REVIEWS = "reviews", _("Handing it in, and reviewing works of others")


class TaskPage(WrittenWorkPage):
    """Handed in like written work, and never marked."""

    kind = Activity.Kind.TASK

    accepts = models.CharField(max_length=5, choices=Accepts, default=Accepts.BOTH)
    completion = models.CharField(
        max_length=10,
        choices=Completion,
        default=Completion.HANDING_IN,
        verbose_name=_("completed by"),
        help_text=_("What completes it."),
    )
    rubric = models.ForeignKey(
        Rubric,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("By which the reviews are written. Only for works that learners review."),
    )
    peer_reviews = models.PositiveSmallIntegerField(
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
        help_text=_("How many works each learner reviews."),
    )
    peer_review_days = models.PositiveSmallIntegerField(
        default=7,
        validators=[MinValueValidator(1)],
        help_text=_("Days for the reviews, from the end of the grace."),
    )

    parent_page_types = ["courses.ModulePage"]
    base_form_class = ActivityPageForm
    content_panels = [
        *Page.content_panels,
        *ActivityPage.plan_panels,
        *WrittenWorkPage.brief_panels,
        MultiFieldPanel(
            [FieldPanel("accepts"), FieldRowPanel([FieldPanel("words_from"), FieldPanel("words")])],
            heading=_("What is handed in"),
        ),
        FieldPanel("completion"),
        MultiFieldPanel(
            [
                FieldPanel("rubric"),
                FieldRowPanel([FieldPanel("peer_reviews"), FieldPanel("peer_review_days")]),
                FieldPanel("grace_hours"),
            ],
            heading=_("Reviews by learners"),
        ),
    ]
    template = "courses/work_public.html"

    def clean(self):
        super().clean()
        if self.is_reviewed and self.rubric_id is None:
            raise ValidationError({"rubric": _("Learners review by a rubric. Choose one.")})

    @property
    def is_reviewed(self) -> bool:
        return self.completion == Completion.REVIEWS

    def frozen_rules(self) -> dict:
        """Raises UnfitRubric."""
        peer = {"reviews": self.peer_reviews, "days": self.peer_review_days} if self.is_reviewed else None
        never_late = {"grace_hours": self.grace_hours, "points_a_day": 0, "most_days": ANY_DAY}
        return super().frozen_rules() | {
            "rubric": rubric_by_value(self.rubric) if self.rubric and self.is_reviewed else NO_RUBRIC,
            "accepts": self.accepts,
            "anonymous": self.is_reviewed,
            "marking": Marking.NONE.value,
            "completion": self.completion,
            "peer": peer,
            "late": never_late,
        }


class WebinarPage(ActivityPage):
    """Held in two slots and recorded: whoever misses both answers the recording (specification 1.10, attendance)."""

    kind = Activity.Kind.LIVE_SESSION

    brief = models.TextField(blank=True, help_text=_("What it is about. Markdown."))
    response_words = models.PositiveSmallIntegerField(
        default=300,
        validators=[MinValueValidator(50)],
        help_text=_("Words asked for from whoever watched the recording."),
    )

    parent_page_types = ["courses.ModulePage"]
    base_form_class = ActivityPageForm
    content_panels = [
        *Page.content_panels,
        *ActivityPage.plan_panels,
        FieldPanel("brief"),
        FieldPanel("response_words"),
    ]
    template = "courses/work_public.html"

    def frozen_rules(self) -> dict:
        return {"response_words": self.response_words}


class SelfAssessmentPage(ActivityPage):
    """A run over the twelve principles. Nobody marks or reads it; that it was sent is a condition of the award."""

    kind = Activity.Kind.SELF_ASSESSMENT

    least = models.PositiveSmallIntegerField(
        default=6,
        validators=[MinValueValidator(1), MaxValueValidator(12)],
        help_text=_("Principles that are answered before it can be sent."),
    )

    parent_page_types = ["courses.ModulePage"]
    base_form_class = ActivityPageForm
    content_panels = [*Page.content_panels, *ActivityPage.plan_panels, FieldPanel("least")]
    template = "courses/work_public.html"

    def frozen_rules(self) -> dict:
        return {"least": self.least}
