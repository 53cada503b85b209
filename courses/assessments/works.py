"""Written work as its authors plan it: assignments with a rubric, and entries of the journal."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Page

from courses.assessments.rubrics import Rubric, rubric_by_value
from courses.programme.models import Activity, ActivityPage, AssessedPage
from courses.programme.pageforms import ActivityPageForm

JOURNAL_RUBRIC = {
    "code": "",
    "criteria": [
        {
            "title": "Entry",
            "weight": 100,
            "excellent": "An honest account of own practice, and what will change",
            "pass": "Answers the question from own practice",
            "fail": "Off the question, or only a few words",
        }
    ],
}
"""The curriculum has no rubric for the journal; its tutor judges each entry as a whole."""


class Accepts(models.TextChoices):
    TEXT = "text", _("Text written on the page")
    FILES = "files", _("Files")
    BOTH = "both", _("Text, files, or both")


class Marking(models.TextChoices):
    MODERATED = "moderated", _("One marker; a moderator reads all fails, all from 80, and a sample")
    SECOND = "second", _("Two markers who do not see each other")
    TUTOR = "tutor", _("The tutor alone")
    NONE = "none", _("Nobody: it gets no mark")


class BriefedPage(AssessedPage):
    """What people judge: the task in words, and what only those who judge it read."""

    brief = models.TextField(blank=True, help_text=_("The task in words. Markdown."))
    marking_notes = models.TextField(
        blank=True,
        help_text=_("What whoever judges the work looks for. Learners never see it. Markdown."),
    )

    brief_panels = [FieldPanel("brief"), FieldPanel("marking_notes")]

    class Meta(AssessedPage.Meta):
        abstract = True


class WrittenWorkPage(BriefedPage):
    """What assignments and journals have in common."""

    words = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(50)],
        help_text=_("Words asked for. Ten per cent more or less is free. Empty: no limit."),
    )  # fmt: skip
    words_from = models.PositiveSmallIntegerField(
        null=True, blank=True,
        help_text=_("Only for a range, such as 4,000 to 5,000: the lower end. The words above are then the upper end."),
    )  # fmt: skip
    grace_hours = models.PositiveSmallIntegerField(
        default=24, help_text=_("Hours after the due date without loss of marks.")
    )
    late_points = models.PositiveSmallIntegerField(
        default=5,
        validators=[MaxValueValidator(100)],
        help_text=_("Points off for each started day after that."),
    )
    late_days = models.PositiveSmallIntegerField(
        default=7, help_text=_("After so many days the work is recorded with 0.")
    )

    late_panel = MultiFieldPanel(
        [FieldRowPanel([FieldPanel("grace_hours"), FieldPanel("late_points"), FieldPanel("late_days")])],
        heading=_("Late work"),
    )

    class Meta(BriefedPage.Meta):
        abstract = True

    def clean(self):
        super().clean()
        if self.words_from and (not self.words or self.words_from >= self.words):
            raise ValidationError(
                {"words_from": _("The lower end must be smaller than the words asked for.")}
            )

    def frozen_rules(self) -> dict:
        late = {
            "grace_hours": self.grace_hours,
            "points_a_day": self.late_points,
            "most_days": self.late_days,
        }
        return {"words": self.words, "words_from": self.words_from, "late": late}


class AssignmentPage(WrittenWorkPage):
    kind = Activity.Kind.ASSIGNMENT

    rubric = models.ForeignKey(Rubric, on_delete=models.PROTECT, related_name="assignments")
    accepts = models.CharField(max_length=5, choices=Accepts, default=Accepts.BOTH)
    anonymous = models.BooleanField(
        default=True, help_text=_("Markers see neither name nor file name until the marks are released.")
    )
    marking = models.CharField(
        max_length=9,
        choices=[each for each in Marking.choices if each[0] in ("moderated", "second")],
        default=Marking.MODERATED,
    )
    peer_reviews = models.PositiveSmallIntegerField(
        default=0, validators=[MaxValueValidator(5)],
        help_text=_("How many works each learner reviews. 0: no peer review. Their quality is the rubric's last criterion."),
    )  # fmt: skip
    peer_review_days = models.PositiveSmallIntegerField(
        default=7,
        validators=[MinValueValidator(1)],
        help_text=_("Days for the reviews, from the end of the grace."),
    )

    after = models.CharField(
        max_length=20, blank=True,
        help_text=_("Code of a proposal that has to be approved before this work can be handed in, for example CPP."),
    )  # fmt: skip

    parent_page_types = ["courses.ModulePage"]
    base_form_class = ActivityPageForm
    content_panels = [
        *Page.content_panels,
        *ActivityPage.plan_panels,
        FieldRowPanel([FieldPanel("component"), FieldPanel("share")]),
        *BriefedPage.brief_panels,
        MultiFieldPanel(
            [
                FieldPanel("after"),
                FieldPanel("rubric"),
                FieldPanel("accepts"),
                FieldRowPanel([FieldPanel("words_from"), FieldPanel("words")]),
            ],
            heading=_("What is handed in"),
        ),
        MultiFieldPanel([FieldPanel("anonymous"), FieldPanel("marking")], heading=_("Marking")),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("peer_reviews"), FieldPanel("peer_review_days")])],
            heading=_("Peer review"),
        ),
        WrittenWorkPage.late_panel,
    ]
    template = "courses/work_public.html"

    def frozen_rules(self) -> dict:
        """Raises UnfitRubric."""
        peer = {"reviews": self.peer_reviews, "days": self.peer_review_days} if self.peer_reviews else None
        return (
            super().frozen_rules()
            | {
                "rubric": rubric_by_value(self.rubric),
                "accepts": self.accepts,
                "anonymous": self.anonymous,
                "marking": self.marking,
                "peer": peer,
            }
            | ({"after": self.after} if self.after else {})
        )  # editions that were frozen before this rule differ in nothing


class JournalPage(WrittenWorkPage):
    """An entry of the reflective journal. Only its writer and the tutor read it (specification 1.10, privacy)."""

    kind = Activity.Kind.JOURNAL

    parent_page_types = ["courses.ModulePage"]
    base_form_class = ActivityPageForm
    content_panels = [
        *Page.content_panels,
        *ActivityPage.plan_panels,
        FieldRowPanel([FieldPanel("component"), FieldPanel("share")]),
        *BriefedPage.brief_panels,
        FieldRowPanel([FieldPanel("words_from"), FieldPanel("words")]),
        WrittenWorkPage.late_panel,
    ]
    template = "courses/work_public.html"

    def frozen_rules(self) -> dict:
        return super().frozen_rules() | {
            "rubric": JOURNAL_RUBRIC,
            "accepts": Accepts.TEXT.value,
            "anonymous": False,
            "marking": Marking.TUTOR.value,
            "peer": None,
        }
