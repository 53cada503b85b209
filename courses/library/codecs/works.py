"""Rubrics, and the written works of the modules: assignments, portfolio, capstone report, journal."""

from courses.assessments.rubrics import Criterion, Rubric
from courses.assessments.works import Accepts, AssignmentPage, JournalPage, Marking
from courses.library.codecs.base import Codec, identity, joined, latest, place_page
from courses.library.reading import Library
from courses.library.work_shapes import ASSIGNMENT_TYPES, JOURNAL_TYPES
from courses.library.yaml_files import Lined
from courses.programme.models import Activity, ModulePage

_ANCHORS = {
    "criterion": "title",
    "weight": "weight",
    "excellent": "excellent",
    "pass": "passing",
    "fail": "failing",
}
"""Key of the file and field of the table."""
_OPTIONAL = {
    "brief": "", "marking_notes": "", "words": None, "words_from": None, "grace_hours": 24, "late_points": 5, "late_days": 7, "share": 1,
}  # fmt: skip
"""What a line may say, and what holds when it does not."""
_OF_ASSIGNMENTS = {
    "accepts": Accepts.BOTH.value, "anonymous": True, "marking": Marking.MODERATED.value, "peer_reviews": 0,
    "peer_review_days": 7, "after": "",
}  # fmt: skip


def _write_rubric(rubric: Rubric | None, data: dict) -> Rubric:
    rubric = rubric or Rubric(code=data["rubric"])
    rubric.criteria = [
        Criterion(sort_order=place, **{field: line[key] for key, field in _ANCHORS.items()})
        for place, line in enumerate(data["criteria"])
    ]
    rubric.full_clean()
    rubric.save()
    return rubric


def _read_rubric(rubric: Rubric) -> dict:
    return {
        "rubric": rubric.code,
        "criteria": [
            {key: getattr(criterion, field) for key, field in _ANCHORS.items()}
            for criterion in rubric.criteria.all()
        ],
    }


RUBRIC = Codec(
    kind="rubric",
    file="programme.yaml",
    items=lambda library: [
        (code, {"rubric": code, "criteria": criteria})
        for code, criteria in library.programme["rubrics"].items()
    ],
    existing=lambda: {rubric.code: rubric for rubric in Rubric.objects.order_by("pk")},
    write=_write_rubric,
    read=_read_rubric,
)


def _lines(library: Library, types: tuple[str, ...], optional: dict) -> list[tuple[str, dict]]:
    return [
        (line["code"], joined(unusual(line, optional), module=module["code"]))
        for module in library.modules
        for line in module["assessments"]
        if line["type"] in types
    ]


def unusual(line: dict, optional: dict) -> Lined:
    """The line without what says the usual thing."""
    kept = Lined({key: value for key, value in line.items() if value != optional.get(key, ...)})
    kept.line = getattr(line, "line", 1)
    return kept


def _fill(page: AssignmentPage | JournalPage, data: dict, optional: dict) -> None:
    page.title = data["title"]
    page.week = data["week"]
    page.component = data["component"] or ""
    page.planned_minutes = round(data["hours"] * 60)
    for key, usual in optional.items():
        setattr(page, key, data.get(key, usual))


def _line_of(page: AssignmentPage | JournalPage, optional: dict) -> dict:
    """The line of the plan with what the page says now."""
    module = page.get_parent().specific
    line: dict = next((line for line in module.frame["assessments"] if line["code"] == page.code), {})
    kept = {key: value for key, value in line.items() if key not in optional}
    told = {key: getattr(page, key) for key, usual in optional.items() if getattr(page, key) != usual}
    named = {"title": page.title, "week": page.week, "component": page.component or None}
    return {"module": module.code, **kept, **named, **told}


_ALL_OF_ASSIGNMENTS = _OPTIONAL | _OF_ASSIGNMENTS


def _write_assignment(page: AssignmentPage | None, data: dict) -> AssignmentPage:
    module = ModulePage.objects.get(code=data["module"])
    page = latest(page) if page else AssignmentPage(slug=data["code"].lower())
    if page.pk is None:
        page.activity = identity(module, data["code"], Activity.Kind.ASSIGNMENT)
    _fill(page, data, _ALL_OF_ASSIGNMENTS)
    page.rubric = Rubric.objects.get(code=data["rubric"])
    return place_page(page, module, live=True)


def _read_assignment(page: AssignmentPage) -> dict:
    page = latest(page)
    return _line_of(page, _ALL_OF_ASSIGNMENTS) | {"rubric": page.rubric.code}


ASSIGNMENT = Codec(
    kind="assignment",
    file="programme.yaml",
    items=lambda library: _lines(library, ASSIGNMENT_TYPES, _ALL_OF_ASSIGNMENTS),
    existing=lambda: {
        page.activity.code: page
        for page in AssignmentPage.objects.select_related("activity").order_by("path")
    },
    write=_write_assignment,
    read=_read_assignment,
)


def _write_journal(page: JournalPage | None, data: dict) -> JournalPage:
    module = ModulePage.objects.get(code=data["module"])
    page = latest(page) if page else JournalPage(slug=data["code"].lower())
    if page.pk is None:
        page.activity = identity(module, data["code"], Activity.Kind.JOURNAL)
    _fill(page, data, _OPTIONAL)
    return place_page(page, module, live=True)


JOURNAL = Codec(
    kind="journal",
    file="programme.yaml",
    items=lambda library: _lines(library, JOURNAL_TYPES, _OPTIONAL),
    existing=lambda: {
        page.activity.code: page for page in JournalPage.objects.select_related("activity").order_by("path")
    },
    write=_write_journal,
    read=lambda page: _line_of(latest(page), _OPTIONAL),
)
