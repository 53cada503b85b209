"""Writes the programme back as its source files."""

from pathlib import Path

from courses.library.case_files import story_text
from courses.library.codecs import (
    assessing,
    instrument,
    internship,
    knowledge,
    observed,
    standing,
    teaching,
    works,
)
from courses.library.codecs.base import data_of
from courses.library.lesson_files import lesson_text
from courses.library.markdown_files import page_text
from courses.library.yaml_files import yaml_text

WORKS = (
    works.ASSIGNMENT,
    works.JOURNAL,
    observed.DISCUSSION,
    observed.DEFENCE,
    observed.TASK,
    observed.WEBINAR,
    observed.SELF_ASSESSMENT,
    internship.HOURS_LOG,
    internship.EVALUATION,
    internship.VIVA,
)


def export_programme(folder: Path) -> list[Path]:
    """All files of the library, in the folder; their paths. Newest drafts are exported, as their authors see them."""
    for name in ("lessons", "figures", "banks", "pages", "cases"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    cases = _read_all(knowledge.CASE)
    files = {
        "programme.yaml": yaml_text(
            _programme(), "Programme frame, modules, lessons, assessments, internship"
        ),
        "principles.yaml": yaml_text(_principles(), "The twelve principles"),
        "case_studies.yaml": yaml_text(
            {"case_studies": [without(case, "story") for case in cases]}, "Case studies"
        ),
        "glossary.yaml": yaml_text({"terms": _read_all(knowledge.TERM)}, "Glossary"),
        "resources.yaml": yaml_text(_resources(), "Further reading as OER records"),
        "self_assessment.yaml": yaml_text(_read_all(instrument.INSTRUMENT)[0], "Self-assessment instrument"),
    }
    files |= {f"banks/{bank['bank']}.yaml": yaml_text(bank, "Question bank") for bank in _banks()}
    for lesson in _read_all(teaching.LESSON):
        if lesson["text"]:
            files[f"lessons/{lesson['code']}.md"] = lesson_text(lesson["text"])
            files |= _figures(lesson["text"])
    files |= {
        f"cases/{case['slug']}.md": story_text(case["slug"], case["story"]) for case in cases if case["story"]
    }
    files |= {f"pages/{page['slug']}.md": page_text(page) for page in _read_all(standing.PAGE)}
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in files]


def _figures(text: dict) -> dict[str, str]:
    drawings = [drawing for section in text["sections"] for drawing in section.get("drawings", [])]
    return {f"figures/{drawing['name']}.svg": f"{drawing['svg']}\n" for drawing in drawings}


def _read_all(codec) -> list[dict]:
    return [data_of(codec, row) for row in codec.existing().values()]


def _principles() -> dict:
    return _read_all(knowledge.RECOMMENDATION)[0] | {"principles": _read_all(knowledge.PRINCIPLE)}


def _programme() -> dict:
    drawn = [*_read_all(assessing.QUIZ), *_read_all(assessing.EXAM)]
    quizzes = {quiz["code"]: quiz for quiz in drawn}
    written = {work["code"]: work for kind in WORKS for work in _read_all(kind)}
    lessons = _read_all(teaching.LESSON)
    modules = []
    for module in _read_all(teaching.MODULE):
        own = [
            without(lesson, "text") for lesson in lessons if lesson["code"].startswith(f"{module['code']}-")
        ]
        lines = [
            _written_line(line, written[line["code"]])
            if line["code"] in written
            else _line(line, quizzes.get(line["code"]))
            for line in module["assessments"]
        ]
        head = {
            key: module[key]
            for key in ("code", "title", "area", "weeks", "summary", "outcomes", "programme_outcomes")
        }
        hours = {key: module[key] for key in ("lesson_hours", "assessment_hours", "hours")}
        modules.append(head | {"lessons": own, "assessments": lines} | hours)
    frame = _read_all(teaching.PROGRAMME)[0]
    rubrics = {rubric["rubric"]: rubric["criteria"] for rubric in _read_all(works.RUBRIC)}
    named = {code: rubrics.pop(code) for code in frame["rubrics"] if code in rubrics}
    return without(frame, "record_model") | {"rubrics": named | rubrics, "modules": modules}


def _resources() -> dict:
    frame = _read_all(teaching.PROGRAMME)[0]
    return {"record_model": frame["record_model"], "resources": _read_all(knowledge.RESOURCE)}


def _line(line: dict, quiz: dict | None) -> dict:
    """A line of the module's plan, with what the quiz page says now."""
    return line if quiz is None else {key: quiz[key] for key in line}


def _written_line(line: dict, work: dict) -> dict:
    """In the order of the plan's line; what the page says beyond it comes last."""
    told = without(work, "module")
    return {key: told[key] for key in line if key in told} | told


def _banks() -> list[dict]:
    questions = _read_all(assessing.QUESTION)
    return [
        bank | {"questions": [without(q, "bank") for q in questions if q["bank"] == bank["bank"]]}
        for bank in _read_all(assessing.BANK)
    ]


def without(data: dict, key: str) -> dict:
    return {name: value for name, value in data.items() if name != key}
