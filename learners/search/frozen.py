"""Which lessons of an edition hold some words, where the edition's own text is another one than the public page's."""

import re
from functools import lru_cache

from courses.editions.plan import PlannedActivity, frozen_page
from courses.lessons.checking import lesson_texts
from courses.lessons.models import LessonPage

_WORD = re.compile(r"\w+")


def has_words(planned: PlannedActivity, words: str) -> bool:
    """Whether each of the words, or one that begins with it, stands in the frozen text or its title."""
    text = words_of(planned.revision_id)
    return all(any(known.startswith(typed) for known in text) for typed in _WORD.findall(words.casefold()))


@lru_cache(maxsize=512)
def words_of(revision_id: int) -> frozenset[str]:
    """Kept in the process: a revision never changes."""
    page = frozen_page(revision_id)
    texts = [page.title, *(lesson_texts(page.body) if isinstance(page, LessonPage) else ())]
    return frozenset(word for text in texts for word in _WORD.findall(text.casefold()))
