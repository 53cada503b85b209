"""Whether a lesson is as long, as plain and as light as a lesson should be (specification 2)."""

import gzip
from collections.abc import Iterator

from courses.review.findings import Finding
from courses.review.prose import Prose, prose_of

WORDS, GUIDE_WORDS = (900, 1_300), (600, 1_000)
GUIDES = ("M11", "M12")
"""Modules whose lessons are guides to work that is done elsewhere."""
LONGEST, LONGEST_INSTRUCTION = 28, 25
HARDEST = 10.0
"""Reading level. Above it a text is hard in a second language."""
CHECKS = (2, 4)
HEAVIEST = 12_000
"""Bytes of text and drawings, compressed. Page, style and script around them take at most 13 kB of the 25."""


def lesson_prose(text: dict) -> str:
    """What is read from the first to the last part. Explanations of options are read only after an answer."""
    return "\n\n".join(
        [
            text["situation"],
            *(f"- {objective}" for objective in text["objectives"]),
            *(section["text"] for section in text["sections"]),
            text["case"]["text"],
            text["activity"]["text"],
            *(check["question"] for check in text["check"]),
            *(f"- {option['text']}" for check in text["check"] for option in check["options"]),
            text["apply"],
        ]
    )


def own_prose(text: dict) -> str:
    """Without the case: two lessons may tell the same facts of the same case."""
    return lesson_prose(text | {"case": {"text": ""}})


def lesson_findings(code: str, text: dict) -> Iterator[Finding]:
    prose = prose_of(lesson_prose(text))
    yield from _length_findings(code, prose)
    yield from _sentence_findings(code, prose, text)
    yield from _check_findings(code, text["check"])
    if prose.level > HARDEST:
        yield Finding(code, f"reading level {prose.level}, at most {HARDEST}")
    weight = weight_of(text)
    if weight > HEAVIEST:
        yield Finding(code, f"weighs {weight} bytes, at most {HEAVIEST}")


def weight_of(text: dict) -> int:
    """Bytes after compression. Raises nothing; drawings count as they stand in the page."""
    drawings = [drawing["svg"] for section in text["sections"] for drawing in section.get("drawings", [])]
    explained = [o["explanation"] for check in text["check"] for o in check["options"]]
    return len(gzip.compress("\n".join([lesson_prose(text), *explained, *drawings]).encode(), 6))


def _length_findings(code: str, prose: Prose) -> Iterator[Finding]:
    least, most = GUIDE_WORDS if code.startswith(GUIDES) else WORDS
    if not least <= prose.words <= most:
        yield Finding(code, f"{prose.words} words, wanted are {least} to {most}")


def _sentence_findings(code: str, prose: Prose, text: dict) -> Iterator[Finding]:
    if prose.longest_words > LONGEST:
        yield Finding(code, f"a sentence of {prose.longest_words} words: “{prose.longest[:60]}…”")
    for name in ("activity", "apply"):
        part = text[name]["text"] if name == "activity" else text[name]
        longest = prose_of(part)
        if longest.longest_words > LONGEST_INSTRUCTION:
            yield Finding(code, f"an instruction of {longest.longest_words} words: “{longest.longest[:60]}…”")


def _check_findings(code: str, checks: list[dict]) -> Iterator[Finding]:
    least, most = CHECKS
    if not least <= len(checks) <= most:
        yield Finding(code, f"{len(checks)} questions to check oneself, wanted are {least} to {most}")
    for check in checks:
        if not 2 <= len(check["options"]) <= 5:
            yield Finding(code, f"“{check['question'][:40]}” has {len(check['options'])} options")
