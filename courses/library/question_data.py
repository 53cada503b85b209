"""One question as data of a bank's file, and back. Optional keys stand there only when they say something."""

from decimal import Decimal

from courses.library import shapes
from courses.library.problems import Problem
from courses.library.yaml_files import Lined
from courses.questions.checking import Option, QuestionText, problems_of
from courses.questions.editing import text_of
from courses.questions.models import Question

DEFAULTS = {
    "level": "",
    "tolerance": 0,
    "tolerance_kind": "absolute",
    "unit": "",
    "keep_case": False,
    "words_from": None,
    "words_to": None,
}
NUMBERS = ("number", "tolerance")


def question_problems(question, file: str) -> list[Problem]:
    """What is wrong with one question of a file: first its shape, then its meaning. References are not looked at."""
    kind = question.get("kind") if isinstance(question, dict) else None
    name = str(question.get("code", "a question")) if isinstance(question, dict) else "a question"
    shape = shapes.QUESTION | shapes.QUESTION_OF_KIND.get(str(kind), {})
    optional = shapes.QUESTION_OPTIONAL.get(str(kind), {})
    found = shapes.shape_problems(question, shape, file=file, name=name, optional=optional)
    for option in (question.get("options") or []) if not found else []:
        named = f"an option of {name}"
        found += shapes.shape_problems(option, shapes.OPTION_OF_KIND[str(kind)], file=file, name=named)
    if found:
        return found
    line = getattr(question, "line", 1)
    if question["points"] < 1:
        return [Problem(file, line, f"{name} has {question['points']} points, it needs at least 1")]
    return [Problem(file, line, f"{name}: {sentence}") for sentence in problems_of(text_from(question))]


def text_from(
    question: dict, *, lesson_id: int | None = None, principle_ids: tuple[int, ...] = ()
) -> QuestionText:
    """What the author has written, from data without problems of shape."""
    number = question.get("number")
    return QuestionText(
        kind=question["kind"],
        stem=question["stem"],
        options=tuple(
            Option(
                option["text"], option.get("correct", False), option["explanation"], option.get("match", "")
            )
            for option in question.get("options", ())
        ),
        explanation=question["explanation"],
        points=question["points"],
        difficulty=question["difficulty"],
        level=question.get("level", ""),
        number=None if number is None else Decimal(str(number)),
        tolerance=Decimal(str(question.get("tolerance", 0))),
        tolerance_kind=question.get("tolerance_kind", "absolute"),
        unit=question.get("unit", ""),
        keep_case=question.get("keep_case", False),
        marking_notes=question.get("marking_notes", ""),
        words_from=question.get("words_from"),
        words_to=question.get("words_to"),
        lesson_id=lesson_id,
        principle_ids=principle_ids,
    )


def normal(question: dict) -> Lined:
    """The same question in the one form that data_of gives: without keys that say nothing."""
    data = Lined({key: value for key, value in question.items() if DEFAULTS.get(key, ...) != value})
    data.line = getattr(question, "line", 1)
    for key in NUMBERS:
        if key in data:
            data[key] = _plain(Decimal(str(data[key])))
    return data


def data_of_question(question: Question) -> dict:
    """Equal to the normal form of what it was made from."""
    text = text_of(question)
    kinds_own = {*shapes.QUESTION_OF_KIND[text.kind], *shapes.QUESTION_OPTIONAL[text.kind]}
    optional = {
        name: _plain(value) if name in NUMBERS else value
        for name in ("level", "number", "tolerance", "tolerance_kind", "unit", "keep_case", "marking_notes")
        if name in kinds_own and (value := getattr(text, name)) is not None
    }
    optional |= {name: getattr(text, name) for name in ("words_from", "words_to") if name in kinds_own}
    options = [
        {key: getattr(option, key) for key in shapes.OPTION_OF_KIND[text.kind]} for option in text.options
    ]
    data = {
        "code": question.code,
        "kind": text.kind,
        "lesson": question.lesson.code if question.lesson else "",
        "principles": [link.principle.code for link in question.principle_links.all()],
        "difficulty": text.difficulty,
        "points": text.points,
        "stem": text.stem,
        **({"options": options} if "options" in kinds_own else {}),
        "explanation": text.explanation,
        **optional,
    }
    return {key: value for key, value in data.items() if DEFAULTS.get(key, ...) != value}


def _plain(number: Decimal) -> int | float:
    return int(number) if number == int(number) else float(number)
