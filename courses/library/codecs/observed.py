"""What the modules have beside quizzes and written work: discussions, the defence, work without a mark, the webinar."""

from typing import Any

from courses.assessments.observed import DefencePage, DiscussionPage
from courses.assessments.rubrics import Rubric
from courses.assessments.tasks import SelfAssessmentPage, TaskPage, WebinarPage
from courses.assessments.works import Accepts
from courses.library.codecs.base import Codec, identity, joined, latest, place_page
from courses.library.codecs.works import unusual
from courses.library.reading import Library
from courses.library.work_shapes import (
    DEFENCE_TYPES,
    DISCUSSION_TYPES,
    SELF_ASSESSMENT_TYPES,
    TASK_TYPES,
    WEBINAR_TYPES,
)
from courses.programme.models import ModulePage

Observed = DiscussionPage | DefencePage
Unwritten = Observed | TaskPage | WebinarPage | SelfAssessmentPage

_OF_DISCUSSIONS = {"brief": "", "marking_notes": "", "share": 1, "posts": 1, "replies": 2}
_OF_DEFENCES = {"brief": "", "marking_notes": "", "share": 1}
_OF_TASKS = {
    "brief": "", "marking_notes": "", "words": None, "words_from": None, "accepts": Accepts.BOTH.value,
    "grace_hours": 24, "peer_reviews": 2, "peer_review_days": 7,
}  # fmt: skip
_OF_SELF_ASSESSMENTS = {"least": 6}
_OF_WEBINARS = {"brief": "", "response_words": 300}
"""What a line may say, and what holds when it does not."""


def _of_task(line: dict) -> dict:
    return _OF_TASKS | {"completion": TASK_TYPES.get(line.get("type", ""), "handing_in")}


def _is_task(line: dict) -> bool:
    """Reviews that count for a component belong to the assignment that they are about."""
    return line["type"] in TASK_TYPES and not (line["type"] == "peer_review" and line["component"])


def _lines(library: Library, fits, optional) -> list[tuple[str, dict]]:
    return [
        (line["code"], joined(unusual(line, optional(line)), module=module["code"]))
        for module in library.modules
        for line in module["assessments"]
        if fits(line)
    ]


def _weeks_of(data: dict) -> tuple[int, int]:
    return data["weeks"] if "weeks" in data else (data["week"], data["week"])


def _fill(page: Unwritten, data: dict, optional: dict) -> None:
    first, page.week = _weeks_of(data)
    if isinstance(page, DiscussionPage):
        page.weeks = page.week - first + 1
    page.title = data["title"]
    page.planned_minutes = round(data["hours"] * 60)
    if not isinstance(page, WebinarPage | SelfAssessmentPage):
        page.component = data["component"] or ""
        page.rubric = Rubric.objects.get(code=data["rubric"]) if data.get("rubric") else None
    for key, usual in optional.items():
        setattr(page, key, data.get(key, usual))


def _line_of(page: Unwritten, optional) -> dict:
    """The line of the plan with what the page says now."""
    page = latest(page)
    module = page.get_parent().specific
    line: dict = next((line for line in module.frame["assessments"] if line["code"] == page.code), {})
    usual = optional(line)
    replaced = {*usual, "week", "weeks", "rubric"}
    kept = {key: value for key, value in line.items() if key not in replaced}
    told = {key: getattr(page, key) for key, value in usual.items() if getattr(page, key) != value}
    named = {"title": page.title, "component": getattr(page, "component", "") or None}
    return {"module": module.code, **kept, **named, **_weeks_in(page), **_rubric_in(page), **told}


def _weeks_in(page: Unwritten) -> dict:
    weeks = getattr(page, "weeks", 1)
    return {"weeks": [page.week - weeks + 1, page.week]} if weeks > 1 else {"week": page.week}


def _rubric_in(page: Unwritten) -> dict:
    rubric = getattr(page, "rubric", None)
    return {"rubric": rubric.code} if rubric else {}


def _codec(kind: str, model: Any, fits, optional) -> Codec:
    """optional: what a line may say, and what holds when it does not."""

    def write(page, data: dict):
        module = ModulePage.objects.get(code=data["module"])
        page = latest(page) if page else model(slug=data["code"].lower())
        if page.pk is None:
            page.activity = identity(module, data["code"], model.kind)
        _fill(page, data, optional(data))
        return place_page(page, module, live=True)

    return Codec(
        kind=kind,
        file="programme.yaml",
        items=lambda library: _lines(library, fits, optional),
        existing=lambda: {
            page.activity.code: page for page in model.objects.select_related("activity").order_by("path")
        },
        write=write,
        read=lambda page: _line_of(page, optional),
    )


DISCUSSION = _codec(
    "discussion", DiscussionPage, lambda line: line["type"] in DISCUSSION_TYPES, lambda line: _OF_DISCUSSIONS
)
DEFENCE = _codec(
    "defence", DefencePage, lambda line: line["type"] in DEFENCE_TYPES, lambda line: _OF_DEFENCES
)
TASK = _codec("task", TaskPage, _is_task, _of_task)
WEBINAR = _codec(
    "webinar", WebinarPage, lambda line: line["type"] in WEBINAR_TYPES, lambda line: _OF_WEBINARS
)
SELF_ASSESSMENT = _codec(
    "own assessment",
    SelfAssessmentPage,
    lambda line: line["type"] in SELF_ASSESSMENT_TYPES,
    lambda line: _OF_SELF_ASSESSMENTS,
)
