"""The whole check of the programme's files: figures for each module, and every finding."""

from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from courses.library.reading import Library
from courses.review.banks import bank_findings, twin_findings
from courses.review.borrowing import borrowed, repeated, runs_in_files
from courses.review.coverage import coverage_findings
from courses.review.findings import Finding
from courses.review.lessons import lesson_findings, lesson_prose, own_prose, weight_of
from courses.review.prose import prose_of


@dataclass(frozen=True)
class ModuleFigures:
    code: str
    lessons: int
    words: int
    """Mean of its lessons."""
    sentence: float
    longest: int
    level: float
    drawings: int
    questions: int
    heaviest: int
    """Bytes of its heaviest text with its drawings, compressed."""


def findings_in(library: Library, *, sources: Path | None = None) -> list[Finding]:
    """sources: a folder of texts from which nothing may be copied."""
    texts = [(code, lesson_prose(text)) for code, text in sorted(library.texts.items())]
    found = [
        *coverage_findings(library),
        *(found for code, text in sorted(library.texts.items()) for found in lesson_findings(code, text)),
        *(found for bank in library.banks for found in bank_findings(bank)),
        *twin_findings(library.banks),
        *repeated([(code, own_prose(text)) for code, text in sorted(library.texts.items())]),
    ]
    if sources:
        told = [*texts, *sorted(library.stories.items())]
        found += borrowed(told, runs_in_files(sources))
    return found


def figures_of(library: Library) -> list[ModuleFigures]:
    return [_figures(module["code"], library) for module in library.modules]


def _figures(module: str, library: Library) -> ModuleFigures:
    texts = [text for code, text in library.texts.items() if code.startswith(f"{module}-")]
    proses = [prose_of(lesson_prose(text)) for text in texts]
    banks = [bank for bank in library.banks if bank["bank"].partition("-")[0] == module]
    drawings = [section.get("drawings", []) for text in texts for section in text["sections"]]
    return ModuleFigures(
        code=module,
        lessons=len(texts),
        words=round(mean(prose.words for prose in proses)) if proses else 0,
        sentence=round(mean(prose.mean_sentence for prose in proses), 1) if proses else 0.0,
        longest=max((prose.longest_words for prose in proses), default=0),
        level=round(mean(prose.level for prose in proses), 1) if proses else 0.0,
        drawings=sum(len(each) for each in drawings),
        questions=sum(len(bank["questions"]) for bank in banks),
        heaviest=max((weight_of(text) for text in texts), default=0),
    )
