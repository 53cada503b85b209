"""The front page and ordinary pages."""

from django.db import models
from django.http import Http404  # noqa: TID251 -- how Wagtail's routing says that there is no such page
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from content.base.fields import StoryField
from content.blocks.story import PageStoryBlock


class HomePage(Page):
    headline = models.CharField(max_length=160)
    lead = models.TextField(help_text=_("Two sentences: what it is and for whom."))

    parent_page_types = ["wagtailcore.Page"]
    max_count = 1
    content_panels = [*Page.content_panels, FieldPanel("headline"), FieldPanel("lead")]
    template = "content/home.html"

    def route(self, request, path_components):
        """Every page below in two queries, however deep it lies. Wagtail itself takes two for each part of the address."""
        if not path_components:
            return super().route(request, path_components)
        url_path = f"{self.url_path}{'/'.join(path_components)}/"
        page = self.get_descendants().filter(url_path=url_path).first()
        if page is None or not page.live:
            raise Http404(url_path)
        return RouteResult(page.specific)


class StandardPage(Page):
    body = StoryField(PageStoryBlock(), blank=True)

    parent_page_types = ["content.HomePage", "content.StandardPage"]
    subpage_types = ["content.StandardPage"]
    content_panels = [*Page.content_panels, FieldPanel("body")]
    template = "content/standard.html"
