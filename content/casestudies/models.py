"""Real cases, most of them from developing countries, successes and failures."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, MultipleChooserPanel
from wagtail.models import Orderable, Page
from wagtail.search import index

from content.base.fields import PointsBlock, StoryField
from content.base.licences import licence_field
from content.blocks.story import PageStoryBlock
from content.casestudies.country_groups import SMALL_ISLANDS, groups_of


class FailureFactor(models.TextChoices):
    """The six factors of failure; their texts stand in the programme's frame."""

    F1 = "F1", _("Unstable public administration system")
    F2 = "F2", _("Inadequate plans and strategies")
    F3 = "F3", _("Lack of adequate manpower")
    F4 = "F4", _("Absence of investment plan")
    F5 = "F5", _("Shortage of IT and system suppliers")
    F6 = "F6", _("Immature technologies")


class FactorsBlock(blocks.StreamBlock):
    factor = blocks.ChoiceBlock(choices=FailureFactor.choices)


class SourceBlock(blocks.StructBlock):
    title = blocks.CharBlock()
    url = blocks.URLBlock(required=False)
    year = blocks.IntegerBlock(required=False)
    excerpt_read = blocks.BooleanBlock(required=False, label=_("An excerpt was read"))


class SourcesBlock(blocks.StreamBlock):
    source = SourceBlock()


class CaseStudyIndexPage(Page):
    introduction = models.TextField(blank=True)

    parent_page_types = ["content.HomePage"]
    subpage_types = ["content.CaseStudyPage"]
    max_count = 1
    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    template = "content/case_index.html"


class CaseStudyPage(Page):
    """What was done, what came of it, what can be carried over, and where that can be read."""

    class Outcome(models.TextChoices):
        SUCCESS = "success", _("Worked")
        MIXED = "mixed", _("Mixed result")
        FAILURE = "failure", _("Failed")

    class Verification(models.TextChoices):
        VERIFIED = "verified", _("Verified: the sources were read")
        PARTIAL = "partial", _("Partly verified: some facts were read")
        UNVERIFIED = "unverified", _("Not verified: cannot be published")

    class Development(models.TextChoices):
        DEVELOPING = "developing", _("Developing")
        TRANSITION = "transition", _("In transition")
        DEVELOPED = "developed", _("Developed")

    country = models.CharField(max_length=120)
    region = models.CharField(max_length=60)
    development_status = models.CharField(max_length=12, choices=Development)
    years = models.CharField(max_length=40)
    organisation = models.CharField(max_length=250)
    outcome = models.CharField(max_length=8, choices=Outcome)
    verification = models.CharField(
        max_length=10,
        choices=Verification,
        default=Verification.UNVERIFIED,
        help_text=_("A case that is not verified stays a draft."),
    )
    facts = models.TextField(help_text=_("In a few sentences: what stands in lists and above the story."))
    story = StoryField(PageStoryBlock(), blank=True)
    """350 to 600 words: context, what was done, what happened, what transfers."""
    transferable_lessons = StoryField(PointsBlock(), blank=True)
    discussion_questions = StoryField(PointsBlock(), blank=True)
    failure_factors = StoryField(FactorsBlock(), blank=True)
    sources = StoryField(SourcesBlock(), blank=True)
    reviewed_on = models.DateField(
        _("facts last checked on"),
        null=True,
        blank=True,
        help_text=_("The day on which somebody last read whether the facts are still right."),
    )
    licence = licence_field()

    parent_page_types = ["content.CaseStudyIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(
            [
                FieldPanel(f)
                for f in ("country", "region", "development_status", "years", "organisation", "outcome")
            ],
            heading=_("Where and when"),
        ),
        FieldPanel("facts"),
        FieldPanel("story"),
        FieldPanel("transferable_lessons"),
        FieldPanel("discussion_questions"),
        FieldPanel("failure_factors"),
        MultiFieldPanel(
            [FieldPanel("verification"), FieldPanel("sources"), FieldPanel("reviewed_on")],
            heading=_("Sources"),
        ),
        FieldPanel("licence"),
        MultipleChooserPanel("principle_links", chooser_field_name="principle", label=_("Principles")),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("facts"),
        index.SearchField("story"),
        index.SearchField("country"),
        index.SearchField("organisation"),
        index.SearchField("groups_in_words"),
    ]
    template = "content/case.html"

    def groups_in_words(self) -> str:
        """For the search: who looks for small island states finds their cases."""
        words = [self.get_development_status_display()]
        if SMALL_ISLANDS in groups_of(self.country, self.development_status):
            words.append(_("Small island developing states"))
        return " ".join(str(word) for word in words)


class CaseStudyPrinciple(Orderable):
    case = ParentalKey(CaseStudyPage, on_delete=models.CASCADE, related_name="principle_links")
    principle = models.ForeignKey(
        "content.PrinciplePage", on_delete=models.PROTECT, related_name="case_links"
    )

    panels = [FieldPanel("principle")]

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(fields=["case", "principle"], name="case_names_a_principle_once")
        ]
