"""What a lesson still lacks: a pure look at its blocks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from content.base.errors import RuleError
from content.blocks.text import plain_words

LONGEST_SENTENCE = 25  # words
FEWEST_WORDS, MOST_WORDS = 900, 1300
HEAVIEST_TEXT = 60_000  # bytes of text, before compression
READING_SPEED = 70  # words a minute, ordinary text in a second language
ONCE = {
    "situation": gettext_noop("The lesson has no situation at its start."),
    "objectives": gettext_noop("The lesson has no objectives."),
    "section": gettext_noop("The lesson has no idea."),
    "case": gettext_noop("The lesson has no case."),
    "activity": gettext_noop("The lesson has no activity."),
    "check": gettext_noop("The lesson has no check."),
    "apply": gettext_noop("The lesson has no note to apply at work."),
}


class UnableToSubmit(RuleError):
    """The lesson cannot go to its second reader yet."""


@dataclass(frozen=True)
class Finding:
    rule: str
    message: str
    blocking: bool = False
    """Whether a second reader would have nothing to read: a part or a text is missing."""


def lesson_texts(body) -> Iterator[str]:
    """Every text of the lesson that is read as prose, block by block."""
    for block in body:
        yield from _prose(block.value)


def _prose(value) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif hasattr(value, "items"):
        for key, child in value.items():
            if key not in ("case", "image", "read_again", "svg", "name"):
                yield from _prose(child)
    elif isinstance(value, (list, tuple)) or hasattr(value, "bound_blocks"):
        for child in value:
            yield from _prose(child)


def word_count(body) -> int:
    return sum(len(plain_words(text)) for text in lesson_texts(body))


def minutes_to_study(body) -> int:
    """Words at 70 a minute and the minutes of the activities, rounded to 5; at least 5."""
    activity = sum(block.value["minutes"] or 0 for block in body if block.block_type == "activity")
    return max(5, 5 * round((word_count(body) / READING_SPEED + activity) / 5))


def sentences(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if line.lstrip().startswith("|"):
            continue
        yield from re.split(r"(?<=[.!?])\s+", re.sub(r"^[\s>*#-]+|^\s*\d+\.\s", "", line))


def findings(body) -> list[Finding]:
    """All that the house rules find, what stops the lesson first."""
    found = [*_missing_parts(body), *_figures(body), *_length(body), *_weight(body), *_long_sentences(body)]
    return sorted(found, key=lambda finding: not finding.blocking)


def check_ready(body) -> None:
    """Refuses a lesson that lacks a part or the text of a figure, and names all that is missing."""
    missing = [finding.message for finding in findings(body) if finding.blocking]
    if missing:
        raise UnableToSubmit(
            _("The lesson was saved as a draft. It cannot go to a second reader yet: %(missing)s")
            % {"missing": " ".join(missing)}
        )


def _missing_parts(body) -> Iterator[Finding]:
    written = {block.block_type for block in body if _is_written(block)}
    for part, message in ONCE.items():
        if part not in written:
            yield Finding(f"no_{part}", _(message), blocking=True)


def _is_written(block) -> bool:
    """A part that was placed and left empty is not there yet."""
    if block.block_type == "check":
        return any((question["question"] or "").strip() for question in block.value["questions"])
    return any(text.strip() for text in _prose(block.value))


def _length(body) -> Iterator[Finding]:
    words = word_count(body)
    if not FEWEST_WORDS <= words <= MOST_WORDS:
        yield Finding(
            "length",
            _("The lesson has %(words)s words. Aim at %(fewest)s to %(most)s.")
            % {"words": words, "fewest": FEWEST_WORDS, "most": MOST_WORDS},
        )


def _weight(body) -> Iterator[Finding]:
    if sum(len(text.encode()) for text in lesson_texts(body)) > HEAVIEST_TEXT:
        yield Finding(
            "weight",
            _("The text is heavier than %(limit)s kB. Divide the lesson.") % {"limit": HEAVIEST_TEXT // 1000},
        )


def _long_sentences(body) -> Iterator[Finding]:
    for text in lesson_texts(body):
        for sentence in sentences(text):
            count = len(plain_words(sentence))
            if count > LONGEST_SENTENCE:
                yield Finding(
                    "sentence",
                    _("A sentence has %(count)s words, the limit is %(limit)s: “%(start)s …”")
                    % {
                        "count": count,
                        "limit": LONGEST_SENTENCE,
                        "start": " ".join(sentence.split()[:8]),
                    },
                )


def _figures(body) -> Iterator[Finding]:
    for block in body:
        if block.block_type in ("figure", "drawing") and not (block.value["alternative"] or "").strip():
            yield Finding(
                "alternative", _("A figure has no text for people who do not see it."), blocking=True
            )
