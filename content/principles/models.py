"""The Recommendation and its twelve principles."""

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail.search import index

from content.base.fields import PointsBlock, StoryField, ordered


class Pillar(models.TextChoices):
    OPENNESS = "I", _("Openness and engagement")
    GOVERNANCE = "II", _("Governance and co-ordination")
    CAPACITIES = "III", _("Capacities to support implementation")


class PrincipleIndexPage(Page):
    """The Recommendation: its title, its number, the day it was adopted."""

    reference = models.CharField(
        max_length=40, help_text=_("Number of the legal instrument, for example OECD/LEGAL/0406.")
    )
    recommendation_title = models.CharField(max_length=200)
    council_act = models.CharField(max_length=40, blank=True)
    adopted_on = models.DateField()
    source_url = models.URLField(blank=True)
    frame_text = models.TextField(default="{}", editable=False)
    frame = ordered("frame_text")
    """Pillars, policy dimensions and instruments as they stand in the source file."""

    parent_page_types = ["content.HomePage"]
    subpage_types = ["content.PrinciplePage"]
    admin_default_ordering = "ord"
    max_count = 1
    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(
            [
                FieldPanel(f)
                for f in ("recommendation_title", "reference", "council_act", "adopted_on", "source_url")
            ],
            heading=_("The Recommendation"),
        ),
    ]
    template = "content/principle_index.html"


class PrinciplePage(Page):
    """One principle: official name exactly, everything else in our own words."""

    number = models.PositiveSmallIntegerField(unique=True)
    pillar = models.CharField(max_length=3, choices=Pillar)
    official_name = models.TextField(help_text=_("Exactly as in the Recommendation."))
    summary = models.TextField()
    key_questions = StoryField(PointsBlock(), blank=True)
    instruments = models.JSONField(default=list, blank=True, editable=False)
    dimensions = models.JSONField(default=list, blank=True, editable=False)
    toolkit_text = models.TextField(default="{}", editable=False)
    toolkit = ordered("toolkit_text")

    parent_page_types = ["content.PrincipleIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *Page.content_panels,
        FieldPanel("number"),
        FieldPanel("pillar"),
        FieldPanel("official_name"),
        FieldPanel("summary"),
        FieldPanel("key_questions"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("official_name"), index.SearchField("summary")]
    template = "content/principle.html"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(number__range=(1, 12)), name="principle_number_1_to_12"
            ),
        ]

    @cached_property
    def code(self) -> str:
        return f"P{self.number}"
