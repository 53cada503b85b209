"""A lesson: seven parts of text, the principles it serves, the cases and readings beside it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, MultipleChooserPanel
from wagtail.models import Orderable, Page
from wagtail.search import index

from content.base.fields import StoryField
from content.base.licences import licence_field
from content.blocks.story import LessonStoryBlock
from courses.lessons.panels import ChecksPanel
from courses.programme.models import Activity, ActivityPage
from courses.programme.pageforms import ActivityPageForm


class LessonPage(ActivityPage):
    kind = Activity.Kind.LESSON

    brief = models.TextField(blank=True, help_text=_("What the lesson has to say, for its authors."))
    body = StoryField(LessonStoryBlock(), blank=True)
    planned_activity = models.TextField(blank=True)
    discussion_prompt = models.TextField(blank=True)
    licence = licence_field()

    parent_page_types = ["courses.ModulePage"]
    base_form_class = ActivityPageForm
    content_panels = [
        *Page.content_panels,
        ChecksPanel(),
        *ActivityPage.plan_panels,
        FieldPanel("body"),
        MultipleChooserPanel(
            "principle_links", chooser_field_name="principle", label=_("Principles, the main one first")
        ),
        MultipleChooserPanel("case_links", chooser_field_name="case", label=_("Cases")),
        MultipleChooserPanel("resource_links", chooser_field_name="resource", label=_("Sources")),
        FieldPanel("licence"),
        MultiFieldPanel(
            [FieldPanel("brief"), FieldPanel("planned_activity"), FieldPanel("discussion_prompt")],
            heading=_("Brief"),
            classname="collapsed",
        ),
    ]
    search_fields = [
        *ActivityPage.search_fields,
        index.SearchField("body"),
        index.SearchField("brief"),
        index.FilterField("activity"),
    ]
    template = "courses/lesson_public.html"


class LessonPrinciple(Orderable):
    lesson = ParentalKey(LessonPage, on_delete=models.CASCADE, related_name="principle_links")
    principle = models.ForeignKey(
        "content.PrinciplePage", on_delete=models.PROTECT, related_name="lesson_links"
    )

    panels = [FieldPanel("principle")]

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(fields=["lesson", "principle"], name="lesson_names_a_principle_once")
        ]


class LessonCase(Orderable):
    lesson = ParentalKey(LessonPage, on_delete=models.CASCADE, related_name="case_links")
    case = models.ForeignKey("content.CaseStudyPage", on_delete=models.PROTECT, related_name="lesson_links")

    panels = [FieldPanel("case")]

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["lesson", "case"], name="lesson_names_a_case_once")]


class LessonResource(Orderable):
    lesson = ParentalKey(LessonPage, on_delete=models.CASCADE, related_name="resource_links")
    resource = models.ForeignKey(
        "content.OpenResource", on_delete=models.PROTECT, related_name="lesson_links"
    )

    panels = [FieldPanel("resource")]

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(fields=["lesson", "resource"], name="lesson_names_a_reading_once")
        ]
