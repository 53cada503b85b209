"""Blocks of pictures."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from content.svg import drawing_html, drawing_problems


class FigureBlock(blocks.StructBlock):
    """One picture with the text that replaces it."""

    image = ImageChooserBlock()
    alternative = blocks.CharBlock(help_text=_("What the picture says, for people who do not see it."))
    caption = blocks.CharBlock(required=False)

    class Meta:
        icon = "image"
        label = _("Figure")
        template = "blocks/figure.html"
        preview_value = {"alternative": "A bar for each year", "caption": "Users by year"}


class SvgBlock(blocks.TextBlock):
    """The text of a drawing."""

    def value_from_form(self, value):
        """A browser sends CRLF at each end of a line; the source files have LF."""
        return value.replace("\r\n", "\n")

    def clean(self, value):
        cleaned = super().clean(value)
        problems = drawing_problems(cleaned) if cleaned else []
        if problems:
            raise ValidationError(problems)
        return cleaned


class DrawingBlock(blocks.StructBlock):
    """A simple figure as lines and words, which takes the colours of the page."""

    name = blocks.RegexBlock(
        r"^[A-Za-z0-9-]+$", max_length=60, help_text=_("The name of its file, such as M06-L02-cycle.")
    )
    svg = SvgBlock(rows=8, label="SVG")
    alternative = blocks.CharBlock(help_text=_("What the drawing says, for people who do not see it."))
    caption = blocks.CharBlock()

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        return context | {"drawing": drawing_html(value["svg"], alternative=value["alternative"])}

    class Meta:
        icon = "image"
        label = _("Drawing")
        template = "blocks/drawing.html"
        preview_value = {
            "name": "example",
            "svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 40" fill="currentColor">'
            '<rect width="200" height="20"/></svg>',
            "alternative": "A bar",
            "caption": "One bar",
        }
