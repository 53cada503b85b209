"""Words, sentences and reading level of a text in Markdown. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_WORD = re.compile(r"[\w’'][\w’'.,%–-]*[\w’']|\w")
_END = re.compile(r"(?<=[.!?:])[”\"’)*]*\s+(?=[“\"(*]*[A-Z0-9])")
_NOT_AN_END = re.compile(r"\b(e\.g|i\.e|Dr|Mr|Ms|No|St|vs|approx)\.$")
_MARKS = re.compile(r"\*{1,2}|`|\[([^\]]*)\]\([^)]*\)")


@dataclass(frozen=True)
class Prose:
    """The figures of one text."""

    words: int
    mean_sentence: float
    longest: str
    """The longest sentence."""
    level: float
    """Automated Readability Index (Senter and Smith 1967): the American school year that reads it easily."""

    @property
    def longest_words(self) -> int:
        return len(words_in(self.longest))


def words_in(text: str) -> list[str]:
    return _WORD.findall(text)


def blocks_in(text: str) -> Iterator[str]:
    """Paragraphs and list items without their marks. Tables and quoted keys are no prose."""
    kept: list[str] = []
    for line in [*text.split("\n"), ""]:
        stripped = line.strip()
        item = re.match(r"(?:[-*]|\d+\.)\s+(.*)", stripped)
        if not stripped or stripped.startswith(("|", ">", "#")) or item:
            if kept:
                yield " ".join(kept)
            kept = [item[1]] if item else []
        else:
            kept.append(stripped)


def sentences_in(text: str) -> list[str]:
    found: list[str] = []
    for block in blocks_in(_MARKS.sub(lambda match: match[1] or "", text)):
        for part in _END.split(block):
            if found and _NOT_AN_END.search(found[-1]):
                found[-1] += f" {part}"
            elif words_in(part):
                found.append(part)
    return found


def prose_of(text: str) -> Prose:
    sentences = sentences_in(text)
    words = [word for sentence in sentences for word in words_in(sentence)]
    if not words:
        return Prose(0, 0.0, "", 0.0)
    letters = sum(len(re.sub(r"\W", "", word)) for word in words)
    mean = len(words) / len(sentences)
    level = 4.71 * letters / len(words) + 0.5 * mean - 21.43
    longest = max(sentences, key=lambda sentence: len(words_in(sentence)))
    return Prose(len(words), round(mean, 1), longest, round(level, 1))


def runs_of(text: str, length: int) -> set[tuple[str, ...]]:
    """Every run of so many words, in lower case."""
    words = [word.casefold() for word in re.findall(r"\w+", text)]
    return {tuple(words[place : place + length]) for place in range(len(words) - length + 1)}
