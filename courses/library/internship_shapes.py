"""What the source files may say about the steps of the internship."""

from collections.abc import Iterator

from courses.library.problems import Problem
from courses.library.shapes import shape_problems

HOURS_TYPE, EVALUATION_TYPE, VIVA_TYPE = "hours_log", "supervisor_evaluation", "viva"
HOURS = {"hours_host": 100, "hours_reflection": 20}
"""What a line may say besides its hours, and what holds when it does not."""
_FILE = "programme.yaml"
_STEP = {
    "code": str,
    "type": str,
    "component": str,
    "title": str,
    "hours": (int, float),
    "week": int,
    "share": int,
}
_SHAPES: dict[str, dict] = {
    HOURS_TYPE: {"code": str, "type": str, "title": str, "hours": int, "weeks": list},
    EVALUATION_TYPE: _STEP,
    VIVA_TYPE: _STEP | {"rubric": str},
}


def internship_problems(programme: dict) -> Iterator[Problem]:
    """The lines of the plan that are steps of the internship."""
    for module in programme["modules"]:
        for line in (module.get("assessments") if isinstance(module, dict) else None) or []:
            if isinstance(line, dict) and line.get("type") in _SHAPES:
                yield from _line_problems(line, programme)


def _line_problems(line, programme: dict) -> Iterator[Problem]:
    name, place = str(line.get("code", "a step")), getattr(line, "line", 1)
    yield from shape_problems(line, _SHAPES[line["type"]], file=_FILE, name=name, open_end=True)
    if line["type"] == HOURS_TYPE:
        yield from _hours_problems(line, name)
    elif line["type"] == VIVA_TYPE and line.get("rubric") not in (programme.get("rubrics") or {}):
        yield Problem(_FILE, place, f"{name} names the rubric “{line.get('rubric')}”, which does not exist")


def _hours_problems(line, name: str) -> Iterator[Problem]:
    place, weeks = getattr(line, "line", 1), line.get("weeks")
    if not (isinstance(weeks, list) and len(weeks) == 2 and all(isinstance(week, int) for week in weeks)):
        yield Problem(_FILE, place, f"“weeks” of {name} holds its first and its last week")
    for key in HOURS:
        if not isinstance(line.get(key, 0), int):
            yield Problem(_FILE, place, f"“{key}” of {name} is “{line[key]}”, not a whole number")
