"""The steps of the internship that stand in the plan of weeks: the hours log, the supervisor's evaluation, the viva."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Page

from courses.assessments.rubrics import Rubric, rubric_by_value
from courses.programme.models import Activity, ActivityPage, AssessedPage
from courses.programme.pageforms import ActivityPageForm

HOURS_A_WEEK = 7 * 24


class Step(models.TextChoices):
    """Which step an activity of this kind is; the edition keeps it in the rules."""

    HOURS = "hours", _("Hours log")
    EVALUATION = "evaluation", _("Supervisor's evaluation")
    VIVA = "viva", _("Viva")


class HoursLogPage(ActivityPage):
    """Open for many weeks; its week is the last one."""

    kind = Activity.Kind.PLACEMENT_STEP

    first_week = models.PositiveSmallIntegerField(
        default=9,
        validators=[MinValueValidator(1), MaxValueValidator(26)],
        help_text=_("From this week on hours can be logged."),
    )
    hours_total = models.PositiveSmallIntegerField(
        default=120, help_text=_("Hours that have to be confirmed.")
    )
    hours_host = models.PositiveSmallIntegerField(
        default=100, help_text=_("At least so many of them at the host.")
    )
    hours_reflection = models.PositiveSmallIntegerField(
        default=20, help_text=_("At most so many for planning, reflection, portfolio and viva.")
    )

    parent_page_types = ["courses.ModulePage"]
    base_form_class = ActivityPageForm
    content_panels = [
        *Page.content_panels,
        *ActivityPage.plan_panels,
        FieldPanel("first_week"),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [FieldPanel("hours_total"), FieldPanel("hours_host"), FieldPanel("hours_reflection")]
                )
            ],
            heading=_("Hours"),
        ),
    ]
    template = "courses/internship_public.html"

    def clean(self):
        super().clean()
        if self.week and self.first_week and self.first_week > self.week:
            raise ValidationError({"first_week": _("The first week cannot come after the last one.")})

    def frozen_rules(self) -> dict:
        weeks = self.week - self.first_week + 1
        return {
            "step": Step.HOURS.value,
            "window_hours": weeks * HOURS_A_WEEK,
            "total": self.hours_total,
            "host": self.hours_host,
            "reflection": self.hours_reflection,
        }


class EvaluationPage(AssessedPage):
    """The host's supervisor fills it in; its ratings become a mark by a formula (form IF-6)."""

    kind = Activity.Kind.PLACEMENT_STEP

    parent_page_types = ["courses.ModulePage"]
    base_form_class = ActivityPageForm
    content_panels = [
        *Page.content_panels,
        *ActivityPage.plan_panels,
        FieldRowPanel([FieldPanel("component"), FieldPanel("share")]),
    ]
    template = "courses/internship_public.html"

    def frozen_rules(self) -> dict:
        return {"step": Step.EVALUATION.value}


class VivaPage(AssessedPage):
    """An oral examination by a panel of two, marked by a rubric (form IF-8)."""

    kind = Activity.Kind.PLACEMENT_STEP

    rubric = models.ForeignKey(Rubric, on_delete=models.PROTECT, related_name="vivas")

    parent_page_types = ["courses.ModulePage"]
    base_form_class = ActivityPageForm
    content_panels = [
        *Page.content_panels,
        *ActivityPage.plan_panels,
        FieldRowPanel([FieldPanel("component"), FieldPanel("share")]),
        FieldPanel("rubric"),
    ]
    template = "courses/internship_public.html"

    def frozen_rules(self) -> dict:
        """Raises UnfitRubric."""
        return {
            "step": Step.VIVA.value,
            "rubric": rubric_by_value(self.rubric),
            "minutes": self.planned_minutes,
        }
