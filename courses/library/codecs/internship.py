"""The steps of the internship: hours log, supervisor's evaluation, viva."""

from courses.assessments.rubrics import Rubric
from courses.internship.models import EvaluationPage, HoursLogPage, VivaPage
from courses.library.codecs.base import Codec, identity, joined, latest, place_page
from courses.library.internship_shapes import EVALUATION_TYPE, HOURS, HOURS_TYPE, VIVA_TYPE
from courses.library.reading import Library
from courses.programme.models import Activity, ModulePage

_MINUTES = {EVALUATION_TYPE: 5, VIVA_TYPE: 20}
"""Of the learner's time, for lines that give no hours."""


def _lines(library: Library, kind: str) -> list[tuple[str, dict]]:
    return [
        (line["code"], joined(line, module=module["code"]))
        for module in library.modules
        for line in module["assessments"]
        if line["type"] == kind
    ]


def _line_of(page) -> dict:
    """The line of the plan as the file has it."""
    module = page.get_parent().specific
    line: dict = next((line for line in module.frame["assessments"] if line["code"] == page.code), {})
    return {"module": module.code, **line, "title": page.title}


def _started(page, model, data: dict):
    """The newest text, or a new page with its identity; and the module where it stands."""
    module = ModulePage.objects.get(code=data["module"])
    page = latest(page) if page else model(slug=data["code"].lower())
    if page.pk is None:
        page.activity = identity(module, data["code"], Activity.Kind.PLACEMENT_STEP)
    page.title = data["title"]
    return page, module


def _write_hours(page: HoursLogPage | None, data: dict) -> HoursLogPage:
    page, module = _started(page, HoursLogPage, data)
    page.first_week, page.week = data["weeks"]
    page.hours_total = data["hours"]
    page.planned_minutes = data["hours"] * 60
    for key, usual in HOURS.items():
        setattr(page, key, data.get(key, usual))
    return place_page(page, module, live=True)


def _read_hours(page: HoursLogPage) -> dict:
    page = latest(page)
    told = {key: getattr(page, key) for key, usual in HOURS.items() if getattr(page, key) != usual}
    line = {key: value for key, value in _line_of(page).items() if key not in HOURS}
    return line | {"hours": page.hours_total, "weeks": [page.first_week, page.week]} | told


def _write_step(page, model, data: dict, **more):
    page, module = _started(page, model, data)
    page.week, page.component, page.share = data["week"], data["component"], data["share"]
    page.planned_minutes = round(data["hours"] * 60) or _MINUTES[data["type"]]
    for key, value in more.items():
        setattr(page, key, value)
    return place_page(page, module, live=True)


def _read_step(page) -> dict:
    page = latest(page)
    rubric = {"rubric": page.rubric.code} if isinstance(page, VivaPage) else {}
    return _line_of(page) | {"week": page.week, "component": page.component, "share": page.share} | rubric


def _existing(model) -> dict:
    pages = model.objects.select_related("activity").order_by("path")
    return {page.activity.code: page for page in pages}


HOURS_LOG = Codec(
    kind="hours_log",
    file="programme.yaml",
    items=lambda library: _lines(library, HOURS_TYPE),
    existing=lambda: _existing(HoursLogPage),
    write=_write_hours,
    read=_read_hours,
)
EVALUATION = Codec(
    kind="evaluation",
    file="programme.yaml",
    items=lambda library: _lines(library, EVALUATION_TYPE),
    existing=lambda: _existing(EvaluationPage),
    write=lambda page, data: _write_step(page, EvaluationPage, data),
    read=_read_step,
)
VIVA = Codec(
    kind="viva",
    file="programme.yaml",
    items=lambda library: _lines(library, VIVA_TYPE),
    existing=lambda: _existing(VivaPage),
    write=lambda page, data: _write_step(
        page, VivaPage, data, rubric=Rubric.objects.get(code=data["rubric"])
    ),
    read=_read_step,
)
