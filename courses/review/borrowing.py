"""Runs of nine words that two texts share: what may have been copied."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from courses.review.findings import Finding
from courses.review.prose import runs_of

RUN = 9
Run = tuple[str, ...]


def runs_in_files(folder: Path) -> set[Run]:
    """Of every text and Markdown file below. What is no UTF-8 is read as far as it goes."""
    found: set[Run] = set()
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".txt", ".md"):
            found |= runs_of(path.read_text(encoding="utf-8", errors="replace"), RUN)
    return found


def borrowed(texts: Iterable[tuple[str, str]], known: set[Run]) -> Iterator[Finding]:
    for name, text in texts:
        if shared := runs_of(text, RUN) & known:
            yield Finding(name, f"shares a run of nine words with a source: “{' '.join(min(shared))}”")


def repeated(texts: list[tuple[str, str]]) -> Iterator[Finding]:
    """The same run in two texts: the reader has read it already."""
    seen: dict[Run, str] = {}
    for name, text in texts:
        own = runs_of(text, RUN)
        if twice := sorted(run for run in own if run in seen):
            yield Finding(name, f"repeats {seen[twice[0]]}: “{' '.join(twice[0])}”")
        seen |= {run: name for run in own if run not in seen}
