"""Frozen texts, ready to be shown. Rendered once in a process and language: the revision never changes."""

from functools import lru_cache

from django.utils.translation import get_language

from courses.editions.plan import frozen_page
from courses.lessons.showing import LessonText, lesson_text


def frozen_lesson(revision_id: int) -> LessonText:
    return rendered(revision_id, get_language() or "en")


@lru_cache(maxsize=1024)
def rendered(revision_id: int, language: str) -> LessonText:
    """The text with the site's own words in this language, which must be the active one."""
    return lesson_text(frozen_page(revision_id))
