"""Whether a question bank is fair: kinds, positions, lengths, levels, twins (specification 1.9)."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from courses.review.findings import Finding

SIZES = {"M12-EX": 120, "M12-SA": 24, "M12-CA": 8}
MODULE_SIZE = 30
EXAM, EXAM_PER_PRINCIPLE = "M12-EX", 8
MOST_LONGEST, MOST_AT_ONE_PLACE, LEAST_ABOVE_RECALL = 0.4, 0.45, 0.5
LEAST_KINDS = 3
"""Of a module's bank. The exam's sections each hold what their marking needs."""
RECALL = ("", "remember")
TWINS = 0.75
"""Share of common words from which two stems ask the same thing."""


def bank_findings(bank: dict) -> Iterator[Finding]:
    name, questions = bank["bank"], bank["questions"]
    wanted = SIZES.get(name, MODULE_SIZE)
    if len(questions) != wanted:
        yield Finding(name, f"{len(questions)} questions, wanted are {wanted}")
    yield from _mix_findings(name, questions)
    yield from _option_findings(name, [each for each in questions if each["kind"] == "single"])
    if name == EXAM:
        yield from _blueprint_findings(name, questions)


def twin_findings(banks: list[dict]) -> Iterator[Finding]:
    """Two questions of the programme that ask the same in the same words."""
    stems = [(each["code"], _words(each["stem"])) for bank in banks for each in bank["questions"]]
    for (one, words), (other, more) in combinations(stems, 2):
        if len(words & more) > TWINS * len(words | more):
            yield Finding(one, f"asks nearly the same as {other}")


def _mix_findings(name: str, questions: list[dict]) -> Iterator[Finding]:
    kinds = {each["kind"] for each in questions}
    if name not in SIZES and len(kinds) < LEAST_KINDS:
        yield Finding(name, f"only {len(kinds)} kinds of questions, wanted are {LEAST_KINDS}")
    above = sum(1 for each in questions if each.get("level", "") not in RECALL)
    if above < LEAST_ABOVE_RECALL * len(questions):
        yield Finding(name, f"only {above} of {len(questions)} questions ask for more than recall")
    for each in questions:
        yield from _explanation_findings(each)


def _explanation_findings(question: dict) -> Iterator[Finding]:
    if any(not option.get("explanation") for option in question.get("options", [])):
        yield Finding(question["code"], "an option has no explanation")
    if question["kind"] == "essay" and not question.get("marking_notes"):
        yield Finding(question["code"], "has no marking notes")


def _option_findings(name: str, singles: list[dict]) -> Iterator[Finding]:
    if len(singles) < 8:
        return
    places = Counter(_right(each) for each in singles)
    place, count = places.most_common(1)[0]
    if count > MOST_AT_ONE_PLACE * len(singles):
        yield Finding(name, f"the right option stands {count} of {len(singles)} times at place {place + 1}")
    longest = sum(1 for each in singles if _right_is_longest(each["options"]))
    if longest > MOST_LONGEST * len(singles):
        yield Finding(name, f"the right option is the longest in {longest} of {len(singles)} questions")


def _right(question: dict) -> int:
    return next(place for place, option in enumerate(question["options"]) if option["correct"])


def _right_is_longest(options: list[dict]) -> bool:
    right = next(option for option in options if option["correct"])
    return all(len(right["text"]) > len(option["text"]) for option in options if option is not right)


def _blueprint_findings(name: str, questions: list[dict]) -> Iterator[Finding]:
    first = Counter(each["principles"][0] for each in questions)
    for number in range(1, 13):
        if first[f"P{number}"] < EXAM_PER_PRINCIPLE:
            yield Finding(
                name, f"{first[f'P{number}']} questions on P{number}, wanted are {EXAM_PER_PRINCIPLE}"
            )


def _words(stem: str) -> set[str]:
    return {word.casefold() for word in re.findall(r"\w+", stem)}
