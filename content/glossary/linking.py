"""Which words of a text stand in the glossary: the first use of each becomes a link to its meaning. Pure but for `entries`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.cache import cache
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from content.glossary.queries import terms

FRESH_FOR = 60  # seconds
_KEY = "glossary-entries"
_TAG = re.compile(r"""<(?:"[^"]*"|'[^']*'|[^'">])*>""")
_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)")
_LEFT_ALONE = frozenset(
    [
        "a",
        "abbr",
        "button",
        "caption",
        "code",
        "dfn",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "label",
        "legend",
        "pre",
        "script",
        "style",
        "summary",
        "svg",
        "th",
    ]
)
"""Where a link would be wrong or would disturb: links, headings, names of controls, drawings, code."""


@dataclass(frozen=True)
class Entry:
    slug: str
    term: str
    definition: str


@dataclass(frozen=True)
class Linked:
    html: SafeString
    used: tuple[Entry, ...]
    """In the order of their first use."""


def entries() -> list[Entry]:
    """At most a minute old: a page for everybody should not read 80 terms anew each time."""
    rows = cache.get(_KEY)
    if rows is None:
        rows = list(terms().values_list("slug", "term", "definition"))
        cache.set(_KEY, rows, FRESH_FOR)
    return [Entry(*row) for row in rows]


def link_first_uses(html: SafeString, known: Sequence[Entry]) -> Linked:
    """Links to `#word-<slug>`. The text must be clean HTML: it is only added to, never escaped anew."""
    if not known:
        return Linked(html, ())
    pattern, by_text = _pattern(known)
    used: dict[Entry, None] = {}

    def link(found: re.Match) -> str:
        entry = by_text[_key(found[1])]
        if entry in used or (entry.term.isupper() and found[1] != escape(entry.term)):
            return found[0]
        used[entry] = None
        return f'<a href="#word-{escape(entry.slug)}">{found[0]}</a>'

    parts, depth = [], 0
    for text, tag in _pieces(html):
        parts.append(pattern.sub(link, text) if text and not depth else text)
        parts.append(tag)
        depth = max(0, depth + _step(tag))
    return Linked(mark_safe("".join(parts)), tuple(used))  # noqa: S308 -- it was clean, and what is added is escaped


def _pattern(known: Sequence[Entry]) -> tuple[re.Pattern, dict[str, Entry]]:
    """The longest term first, so that “digital government ecosystem” is not taken for “digital government”."""
    by_text = {_key(escape(entry.term)): entry for entry in known}
    texts = sorted(by_text, key=lambda text: (-len(text), text))
    words = "|".join(re.escape(text).replace(r"\ ", r"\s+") for text in texts)
    return re.compile(rf"(?<![\w-])({words})s?(?![\w-])", re.IGNORECASE), by_text


def _key(text: str) -> str:
    return " ".join(text.lower().split())


def _pieces(html: str):
    """Text and the tag after it, to the end."""
    start = 0
    for tag in _TAG.finditer(html):
        yield html[start : tag.start()], tag[0]
        start = tag.end()
    yield html[start:], ""


def _step(tag: str) -> int:
    name = _NAME.match(tag)
    if name is None or name[1].lower() not in _LEFT_ALONE or tag.endswith("/>"):
        return 0
    return -1 if tag.startswith("</") else 1
