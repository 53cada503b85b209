"""Blocks of text."""

import re

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from content.markdown import render_markdown


class MarkdownBlock(blocks.TextBlock):
    """Text in Markdown, turned into cleaned HTML when it is shown."""

    def value_from_form(self, value):
        """A browser sends CRLF at each end of a line; the source files have LF."""
        return value.replace("\r\n", "\n")

    def render_basic(self, value, context=None):
        return render_markdown(value)

    class Meta:
        icon = "pilcrow"
        template = None


class SituationBlock(blocks.StructBlock):
    """Part 1: a situation from work."""

    text = MarkdownBlock(
        rows=5, help_text=_("60 to 100 words. A situation in an administration that the reader knows.")
    )

    class Meta:
        icon = "openquote"
        label = _("Situation")
        template = "blocks/situation.html"
        preview_value = {"text": "The minister asks why the new portal has so few users."}


class ObjectivesBlock(blocks.StructBlock):
    """Part 2: what the reader can do afterwards."""

    items = blocks.ListBlock(
        blocks.CharBlock(label=_("You can …")),
        min_num=1,
        max_num=5,
        help_text=_("Two to four verbs that can be observed, such as name, choose, compare."),
    )

    class Meta:
        icon = "tick-inverse"
        label = _("After this lesson you can")
        template = "blocks/objectives.html"
        preview_value = {"items": ["name the three pillars", "choose one principle for your service"]}


class SectionBlock(blocks.StructBlock):
    """Part 3: one idea under its own heading."""

    heading = blocks.CharBlock()
    text = MarkdownBlock(
        rows=14, help_text=_("200 to 300 words in Markdown. One table or figure in the lesson at most.")
    )

    class Meta:
        icon = "doc-full"
        label = _("Idea")
        template = "blocks/section.html"
        preview_value = {"heading": "One idea", "text": "Two or three paragraphs."}


class ActivityBlock(blocks.StructBlock):
    """Part 5: to do with one's own organisation."""

    minutes = blocks.IntegerBlock(
        min_value=1, max_value=60, help_text=_("Minutes that the activity takes, 5 to 8 as a rule.")
    )
    text = MarkdownBlock(rows=8)

    class Meta:
        icon = "edit"
        label = _("Activity")
        template = "blocks/activity.html"
        preview_value = {"minutes": 8, "text": "Draw a map of your service."}


class ApplyBlock(blocks.StructBlock):
    """Part 7: one note for work."""

    text = MarkdownBlock(rows=5, help_text=_("One note that goes to the portfolio."))

    class Meta:
        icon = "clipboard-list"
        label = _("Apply at work")
        template = "blocks/apply.html"
        preview_value = {"text": "Write one sentence for your next team meeting."}


def plain_words(markdown: str) -> list[str]:
    """The words that a reader reads, without Markdown's signs."""
    without_links = re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", markdown)
    return re.findall(r"[^\W_]+(?:['’.-][^\W_]+)*", without_links)
