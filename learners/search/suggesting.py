"""Words that are written or begin like those for which nothing was found."""

import re
from collections.abc import Iterable
from difflib import get_close_matches

from content.casestudies.models import CaseStudyPage
from content.glossary.models import GlossaryTerm
from content.principles.models import PrinciplePage
from content.resources.models import OpenResource

MOST = 5
_WORD = re.compile(r"[^\W\d_]{4,}")


def suggestions(words: str) -> list[str]:
    """From the titles that everybody may read, so a suggestion names no lesson that is closed. Four queries."""
    known = _vocabulary()
    found: dict[str, None] = {}
    for typed in _WORD.findall(words.casefold()):
        begins = [word for word in known if word.startswith(typed)]
        for word in [*begins[:MOST], *get_close_matches(typed, known, n=3, cutoff=0.75)]:
            found.setdefault(word)
    return list(found)[:MOST]


def _vocabulary() -> list[str]:
    titles: Iterable[str] = (
        *GlossaryTerm.objects.values_list("term", flat=True),
        *PrinciplePage.objects.live().values_list("title", flat=True),
        *CaseStudyPage.objects.live().values_list("title", flat=True),
        *OpenResource.objects.values_list("title", flat=True),
    )
    return sorted({word for title in titles for word in _WORD.findall(title.casefold())})
