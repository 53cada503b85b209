"""Frozen texts, ready to be shown. Rendered once in a process: the revision never changes."""

from functools import lru_cache

from courses.editions.plan import frozen_page
from courses.lessons.showing import LessonText, lesson_text


@lru_cache(maxsize=512)
def frozen_lesson(revision_id: int) -> LessonText:
    return lesson_text(frozen_page(revision_id))
