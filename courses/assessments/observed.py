"""What is judged although nobody hands it in: graded discussions, the dialogue, the defence."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Page

from courses.assessments.rubrics import Rubric, rubric_by_value
from courses.assessments.works import BriefedPage
from courses.programme.models import Activity, ActivityPage
from courses.programme.pageforms import ActivityPageForm


class ObservedPage(BriefedPage):
    """What discussions and defences have in common: somebody watches, and judges by a rubric.

    Each names its template itself: Wagtail gives a class that names none one of its own, whatever it inherits.
    """

    rubric = models.ForeignKey(Rubric, on_delete=models.PROTECT, related_name="+")

    parent_page_types = ["courses.ModulePage"]
    base_form_class = ActivityPageForm
    task_panels = [
        *Page.content_panels,
        *ActivityPage.plan_panels,
        FieldRowPanel([FieldPanel("component"), FieldPanel("share")]),
        *BriefedPage.brief_panels,
        FieldPanel("rubric"),
    ]
    examiners = 1
    """How many people judge each learner."""

    class Meta(BriefedPage.Meta):
        abstract = True

    def frozen_rules(self) -> dict:
        """Raises UnfitRubric."""
        return {
            "rubric": rubric_by_value(self.rubric),
            "observed": {"examiners": self.examiners, "posts": 0, "replies": 0},
        }


class DiscussionPage(ObservedPage):
    kind = Activity.Kind.DISCUSSION

    posts = models.PositiveSmallIntegerField(
        default=1, validators=[MaxValueValidator(20)], help_text=_("How many own posts are asked for.")
    )
    replies = models.PositiveSmallIntegerField(
        default=2,
        validators=[MaxValueValidator(50)],
        help_text=_("How many replies to others are asked for."),
    )
    weeks = models.PositiveSmallIntegerField(
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(8)],
        help_text=_("Over how many weeks it goes. The last of them is the week of its plan."),
    )

    content_panels = [
        *ObservedPage.task_panels,
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("posts"), FieldPanel("replies"), FieldPanel("weeks")])],
            heading=_("What is asked for"),
        ),
    ]
    template = "courses/work_public.html"

    def frozen_rules(self) -> dict:
        rules = super().frozen_rules()
        asked = {"posts": self.posts, "replies": self.replies}
        return rules | {"observed": rules["observed"] | asked, "weeks": self.weeks}


class DefencePage(ObservedPage):
    """Spoken before a panel: two examiners judge, and their marks are combined (specification 1.10, marking)."""

    kind = Activity.Kind.DEFENCE

    examiners = 2
    content_panels = ObservedPage.task_panels
    template = "courses/work_public.html"
