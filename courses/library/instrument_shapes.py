"""What the file of the self-assessment must hold: for each principle three stages of statements and policies."""

from collections.abc import Iterator

from courses.library.problems import Problem
from courses.library.shapes import shape_problems

FILE = "self_assessment.yaml"
STAGES = ("early", "intermediate", "advanced")
_TOP = {
    "instrument": str, "note": str, "unit": str, "answer_scale": list, "evidence": str, "scoring": dict, "test_vectors": list,
    "principles": list,
}  # fmt: skip
_ANSWER = {"value": (int, type(None)), "label": str}
_PRINCIPLE = {"principle": str, "stages": dict, "reading": dict}
_STAGE = {"characteristics": list, "policies_to_consider": list}
_READING = {"lessons_primary": list, "lessons_linked": list, "cases_success": list, "cases_caution": list}
_STATEMENT = {"id": str, "text": str}
_VECTOR = {
    "name": str, "early": list, "intermediate": list, "advanced": list, "evidence": int, "respondents": int, "expected": dict,
}  # fmt: skip


def instrument_problems(instrument: dict) -> Iterator[Problem]:
    yield from shape_problems(instrument, _TOP, file=FILE, name="the self-assessment")
    for key, shape, name in (
        ("answer_scale", _ANSWER, "an answer of the scale"),
        ("test_vectors", _VECTOR, "a test vector"),
    ):
        for item in _list(instrument, key):
            yield from shape_problems(item, shape, file=FILE, name=name)
    seen: set[str] = set()
    for item in _list(instrument, "principles"):
        yield from _principle_problems(item, seen)


def _principle_problems(item, seen: set[str]) -> Iterator[Problem]:
    name = str(item.get("principle", "a principle")) if isinstance(item, dict) else "a principle"
    yield from shape_problems(item, _PRINCIPLE, file=FILE, name=name)
    if not isinstance(item, dict):
        return
    if isinstance(item.get("reading"), dict):
        yield from shape_problems(item["reading"], _READING, file=FILE, name=f"the reading of {name}")
    stages = item.get("stages")
    if not isinstance(stages, dict):
        return
    yield from shape_problems(stages, dict.fromkeys(STAGES, dict), file=FILE, name=f"the stages of {name}")
    for stage in STAGES:
        if isinstance(stages.get(stage), dict):
            yield from _stage_problems(stages[stage], f"{name}, {stage},", seen)


def _stage_problems(stage: dict, name: str, seen: set[str]) -> Iterator[Problem]:
    yield from shape_problems(stage, _STAGE, file=FILE, name=name)
    for key in _STAGE:
        for statement in _list(stage, key):
            yield from shape_problems(statement, _STATEMENT, file=FILE, name=f"a statement of {name}")
            number = statement.get("id") if isinstance(statement, dict) else None
            if number in seen:
                yield Problem(FILE, statement.line, f"{number} stands here a second time")
            seen.add(str(number))


def _list(mapping: dict, key: str) -> list:
    items = mapping.get(key)
    return items if isinstance(items, list) else []
