"""The front page and ordinary pages."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from content.base.fields import StoryField
from content.blocks.story import PageStoryBlock


class HomePage(Page):
    headline = models.CharField(max_length=160)
    lead = models.TextField(help_text=_("Two sentences: what it is and for whom."))

    parent_page_types = ["wagtailcore.Page"]
    max_count = 1
    content_panels = [*Page.content_panels, FieldPanel("headline"), FieldPanel("lead")]
    template = "content/home.html"


class StandardPage(Page):
    body = StoryField(PageStoryBlock(), blank=True)

    parent_page_types = ["content.HomePage", "content.StandardPage"]
    subpage_types = ["content.StandardPage"]
    content_panels = [*Page.content_panels, FieldPanel("body")]
    template = "content/standard.html"
