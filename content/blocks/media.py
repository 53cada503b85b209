"""Blocks of pictures."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock


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
