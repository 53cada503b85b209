"""Whether the plan covers what the specification asks: texts, principles, cases, weekly load (specification 1.3, 2, 4)."""

from collections import Counter
from collections.abc import Iterator

from courses.library.reading import Library
from courses.library.work_shapes import ASSIGNMENT_TYPES, DEFENCE_TYPES, DISCUSSION_TYPES, JOURNAL_TYPES
from courses.review.findings import Finding
from courses.review.prose import prose_of

LESSONS_PER_PRINCIPLE, FIRST_PER_PRINCIPLE, CASES_PER_PRINCIPLE = 3, 2, 3
MOST_HOURS_A_WEEK = 9
STORY_WORDS = (350, 600)
LEAST_DRAWINGS = 25
ANSWERED_BY_STAFF = {
    *ASSIGNMENT_TYPES, *JOURNAL_TYPES, *DISCUSSION_TYPES, *DEFENCE_TYPES, "proposal", "lab", "workshop",
}  # fmt: skip
PROGRAMME = "programme"


def coverage_findings(library: Library) -> Iterator[Finding]:
    for lesson in library.lessons:
        if lesson["code"] not in library.texts:
            yield Finding(lesson["code"], "has no text")
    yield from _principle_findings(library)
    yield from _case_findings(library)
    yield from _load_findings(library)
    yield from _drawing_findings(library)
    yield from _brief_findings(library)


def _principle_findings(library: Library) -> Iterator[Finding]:
    touched = Counter(code for lesson in library.lessons for code in lesson["principles"])
    first = Counter(lesson["principles"][0] for lesson in library.lessons if lesson["principles"])
    cases = Counter(code for case in library.cases for code in case["principles"])
    wanted = (
        (touched, LESSONS_PER_PRINCIPLE, "lessons"),
        (first, FIRST_PER_PRINCIPLE, "lessons of its own"),
        (cases, CASES_PER_PRINCIPLE, "cases"),
    )
    for principle in library.principles["principles"]:
        for counted, least, name in wanted:
            if counted[principle["code"]] < least:
                yield Finding(principle["code"], f"{counted[principle['code']]} {name}, wanted are {least}")


def _case_findings(library: Library) -> Iterator[Finding]:
    used = {slug for lesson in library.lessons for slug in lesson["cases"]}
    least, most = STORY_WORDS
    for case in library.cases:
        if case["slug"] not in used:
            yield Finding(case["slug"], "no lesson uses it")
        story = library.stories.get(case["slug"], "")
        words = prose_of(story).words
        if story and not least <= words <= most:
            yield Finding(case["slug"], f"its story has {words} words, wanted are {least} to {most}")
        if not story and case["verification"] == "verified":
            yield Finding(case["slug"], "is verified and has no story")


def _load_findings(library: Library) -> Iterator[Finding]:
    for week in library.programme["calendar"]:
        if week["study_hours"] > MOST_HOURS_A_WEEK:
            yield Finding(f"week {week['week']}", f"{week['study_hours']} hours, at most {MOST_HOURS_A_WEEK}")


def _drawing_findings(library: Library) -> Iterator[Finding]:
    drawings = [
        drawing
        for text in library.texts.values()
        for section in text["sections"]
        for drawing in section.get("drawings", [])
    ]
    if len(drawings) < LEAST_DRAWINGS:
        yield Finding(PROGRAMME, f"{len(drawings)} drawings, wanted are {LEAST_DRAWINGS}")
    for drawing in drawings:
        if not drawing.get("alternative"):
            yield Finding(drawing["name"], "has no words for people who do not see it")


def _brief_findings(library: Library) -> Iterator[Finding]:
    """What people judge or answer is told to those who write it, and to those who judge it."""
    for module in library.modules:
        for line in module["assessments"]:
            if line["type"] not in ANSWERED_BY_STAFF:
                continue
            for key, name in (("brief", "brief"), ("marking_notes", "marking notes")):
                if not line.get(key):
                    yield Finding(line["code"], f"has no {name}")
