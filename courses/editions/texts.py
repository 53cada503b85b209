"""Frozen texts, ready to be shown. Rendered once in a process and language: the revision never changes."""

from dataclasses import dataclass
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from courses.editions.plan import PlannedActivity, frozen_page
from courses.lessons.showing import lesson_text


@dataclass(frozen=True)
class FrozenLesson:
    title: str
    article: SafeString
    rail: SafeString
    """What stands beside the text: contents, principles, cases."""


def frozen_lesson(planned: PlannedActivity) -> FrozenLesson:
    return rendered(planned.revision_id, planned.week, get_language() or "en")


@lru_cache(maxsize=1024)
def rendered(revision_id: int, week: int, language: str) -> FrozenLesson:
    """The text with the site's own words in this language, which must be the active one."""
    text = lesson_text(frozen_page(revision_id))
    context = {"text": text, "week": week}
    return FrozenLesson(
        title=text.title,
        article=render_to_string("courses/lesson_article.html", context),
        rail=render_to_string("courses/lesson_rail.html", context),
    )
