"""The lesson as a row of blocks. It only composes."""

from wagtail import blocks

from content.blocks.media import DrawingBlock, FigureBlock
from content.blocks.reference import CaseBlock, CheckBlock
from content.blocks.text import (
    ActivityBlock,
    ApplyBlock,
    MarkdownBlock,
    ObjectivesBlock,
    SectionBlock,
    SituationBlock,
)


class LessonStoryBlock(blocks.StreamBlock):
    """The seven parts of a lesson, in their order, and figures between them."""

    situation = SituationBlock()
    objectives = ObjectivesBlock()
    section = SectionBlock()
    figure = FigureBlock()
    drawing = DrawingBlock()
    case = CaseBlock()
    activity = ActivityBlock()
    check = CheckBlock()
    apply = ApplyBlock()

    class Meta:
        max_num = 40


class PageStoryBlock(blocks.StreamBlock):
    """An ordinary page of text."""

    text = MarkdownBlock()
    figure = FigureBlock()

    class Meta:
        max_num = 40


def new_lesson() -> list[tuple[str, dict]]:
    """The seven parts, already placed, for a lesson that somebody starts to write."""
    option = {"text": "", "correct": False, "explanation": ""}
    return [
        ("situation", {"text": ""}),
        ("objectives", {"items": [""]}),
        ("section", {"heading": "", "text": ""}),
        ("section", {"heading": "", "text": ""}),
        ("case", {"case": None, "question": "", "text": ""}),
        ("activity", {"minutes": 8, "text": ""}),
        ("check", {"questions": [{"question": "", "options": [option, option], "read_again": ""}]}),
        ("apply", {"text": ""}),
    ]
