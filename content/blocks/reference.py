"""Blocks that point at other things: cases, and the questions of the check."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from content.blocks.text import MarkdownBlock


class CaseBlock(blocks.StructBlock):
    """Part 4: a real case, with a question to keep in mind."""

    case = blocks.PageChooserBlock(page_type="content.CaseStudyPage", required=False)
    question = blocks.CharBlock(help_text=_("One question to keep in mind while reading."))
    text = MarkdownBlock(rows=10, help_text=_("150 to 250 words."))

    class Meta:
        icon = "site"
        label = _("Case")
        template = "blocks/case.html"
        preview_value = {"question": "What would you have done first?", "text": "In 2014 the ministry …"}


class CheckOptionBlock(blocks.StructBlock):
    text = blocks.CharBlock()
    correct = blocks.BooleanBlock(required=False, label=_("Right answer"))
    explanation = blocks.CharBlock(help_text=_("Why it is right or wrong."))


class CheckQuestionBlock(blocks.StructBlock):
    question = blocks.CharBlock()
    options = blocks.ListBlock(CheckOptionBlock(), min_num=2, max_num=5)
    read_again = blocks.CharBlock(required=False, help_text=_("The heading of the idea that answers it."))

    def clean(self, value):
        cleaned = super().clean(value)
        if not self.is_deferred_validation and not any(option["correct"] for option in cleaned["options"]):
            raise ValidationError(_("Mark at least one option as right."))
        return cleaned


class CheckBlock(blocks.StructBlock):
    """Part 6: questions without marks."""

    questions = blocks.ListBlock(CheckQuestionBlock(), min_num=1, max_num=5)

    class Meta:
        icon = "help"
        label = _("Check yourself")
        template = "blocks/check.html"
        preview_value = {
            "questions": [
                {
                    "question": "Which one is a principle?",
                    "options": [{"text": "Openness", "correct": True, "explanation": "It is principle 1."}],
                    "read_again": "",
                }
            ]
        }
