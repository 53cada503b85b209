"""What the source files may say about rubrics and written work."""

from collections.abc import Iterator

from courses.assessments.rubrics import WHOLE
from courses.assessments.tasks import Completion
from courses.assessments.works import Accepts, Marking
from courses.library.problems import Problem
from courses.library.shapes import shape_problems

ASSIGNMENT_TYPES = ("assignment", "portfolio", "capstone")
JOURNAL_TYPES = ("journal",)
DISCUSSION_TYPES = ("discussion", "dialogue")
DEFENCE_TYPES = ("defence",)
TASK_TYPES = {"lab": "handing_in", "workshop": "handing_in", "proposal": "approval", "peer_review": "reviews"}
"""Type of the line, and what completes the work unless the line says it."""
WEBINAR_TYPES = ("webinar",)
SELF_ASSESSMENT_TYPES = ("self_assessment",)
_FILE = "programme.yaml"
_TYPES = (
    *ASSIGNMENT_TYPES,
    *JOURNAL_TYPES,
    *DISCUSSION_TYPES,
    *DEFENCE_TYPES,
    *TASK_TYPES,
    *WEBINAR_TYPES,
    *SELF_ASSESSMENT_TYPES,
)
_CRITERION = {"criterion": str, "weight": int, "excellent": str, "pass": str, "fail": str}
_WORK = {"code": str, "type": str, "component": str, "title": str, "hours": (int, float), "week": int}
_ALLOWED = {
    "accepts": set(Accepts.values),
    "completion": set(Completion.values),
    "marking": {Marking.MODERATED.value, Marking.SECOND.value},
}
_NUMBERS = (
    "words",
    "words_from",
    "grace_hours",
    "late_points",
    "late_days",
    "peer_reviews",
    "peer_review_days",
    "share",
    "posts",
    "replies",
    "response_words",
    "least",
)


def work_problems(programme: dict) -> Iterator[Problem]:
    rubrics = programme.get("rubrics")
    if not isinstance(rubrics, dict):
        yield Problem(_FILE, 1, "the file has no “rubrics”")
        return
    for code, criteria in rubrics.items():
        yield from _rubric_problems(code, criteria)
    for module in programme["modules"]:
        for line in (module.get("assessments") if isinstance(module, dict) else None) or []:
            if isinstance(line, dict) and line.get("type") in _TYPES:
                yield from _line_problems(line, rubrics)
        yield from _order_problems(module)


def _rubric_problems(code: str, criteria) -> Iterator[Problem]:
    if not isinstance(criteria, list) or not criteria:
        yield Problem(_FILE, 1, f"the rubric {code} has no criteria")
        return
    for criterion in criteria:
        yield from shape_problems(criterion, _CRITERION, file=_FILE, name=f"a criterion of {code}")
    weights = [c["weight"] for c in criteria if isinstance(c, dict) and isinstance(c.get("weight"), int)]
    if sum(weights) != WHOLE:
        line = getattr(criteria[0], "line", 1)
        yield Problem(_FILE, line, f"the weights of the rubric {code} sum to {sum(weights)}, not to {WHOLE}")


def _line_problems(line, rubrics: dict) -> Iterator[Problem]:
    name = str(line.get("code", "a work"))
    shape = _WORK | ({"rubric": str} if _needs_rubric(line) else {})
    if line["type"] not in (*ASSIGNMENT_TYPES, *JOURNAL_TYPES):
        shape = shape | {"component": (str, type(None))}
    if "weeks" in line:
        shape = {key: kind for key, kind in shape.items() if key != "week"}
        yield from _weeks_problems(line, name)
    yield from shape_problems(line, shape, file=_FILE, name=name, open_end=True)
    place = getattr(line, "line", 1)
    if "rubric" in line and line["rubric"] not in rubrics:
        yield Problem(_FILE, place, f"{name} names the rubric “{line['rubric']}”, which does not exist")
    for key, allowed in _ALLOWED.items():
        if key in line and line[key] not in allowed:
            listed = ", ".join(sorted(allowed))
            yield Problem(_FILE, place, f"“{key}” of {name} is “{line[key]}”, allowed are {listed}")
    for key in _NUMBERS:
        if key in line and not (isinstance(line[key], int) and line[key] >= 0):
            yield Problem(_FILE, place, f"“{key}” of {name} is “{line[key]}”, not a whole number")


def _needs_rubric(line: dict) -> bool:
    return line["type"] in (*ASSIGNMENT_TYPES, *DISCUSSION_TYPES, *DEFENCE_TYPES, "peer_review")


def _weeks_problems(line, name: str) -> Iterator[Problem]:
    """Two weeks, the first not after the last, instead of one."""
    weeks = line["weeks"]
    numbers = isinstance(weeks, list) and len(weeks) == 2 and all(isinstance(each, int) for each in weeks)
    if not numbers or weeks[0] > weeks[1]:
        yield Problem(_FILE, getattr(line, "line", 1), f"“weeks” of {name} is not a first and a last week")


def _order_problems(module) -> Iterator[Problem]:
    """What comes after a proposal names one of its own module."""
    lines = (module.get("assessments") if isinstance(module, dict) else None) or []
    lines = [line for line in lines if isinstance(line, dict)]
    proposals = {line.get("code") for line in lines if line.get("type") == "proposal"}
    for line in lines:
        if line.get("after") and line["after"] not in proposals:
            place = getattr(line, "line", 1)
            yield Problem(
                _FILE, place, f"{line.get('code')} comes after “{line['after']}”, which is no proposal"
            )
