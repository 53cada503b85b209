"""Question banks, their questions, and the quizzes and exams that draw from them."""

from dataclasses import asdict

from content.principles.models import PrinciplePage
from courses.assessments.models import ExamPage, ExamSection, QuizPage, QuizSection
from courses.library.codecs.base import Codec, identity, joined, latest, place_page
from courses.library.question_data import data_of_question, normal, text_from
from courses.library.reading import Library
from courses.programme.models import Activity, ModulePage
from courses.questions.checking import PLAIN_FIELDS
from courses.questions.models import Choice, Question, QuestionBank, QuestionPrinciple


def _write_bank(bank: QuestionBank | None, data: dict) -> QuestionBank:
    bank = bank or QuestionBank(code=data["bank"])
    bank.title = data["title"]
    bank.save()
    return bank


BANK = Codec(
    kind="bank",
    file="banks",
    items=lambda library: [
        (bank["bank"], {"bank": bank["bank"], "title": bank["title"]}) for bank in library.banks
    ],
    existing=lambda: {bank.code: bank for bank in QuestionBank.objects.order_by("code")},
    write=_write_bank,
    read=lambda bank: {"bank": bank.code, "title": bank.title},
)


def _questions(library: Library) -> list[tuple[str, dict]]:
    return [
        (question["code"], joined(normal(question), bank=bank["bank"]))
        for bank in library.banks
        for question in bank["questions"]
    ]


def _write_question(question: Question | None, data: dict) -> Question:
    """A locked question is not touched: it gets a successor with the new text."""
    if question is None or question.locked_at:
        question = Question(
            bank=QuestionBank.objects.get(code=data["bank"]),
            code=data["code"],
            version=question.version + 1 if question else 1,
            replaces=question,
        )
    text = text_from(data)
    for name in ("kind", "stem", *PLAIN_FIELDS):
        setattr(question, name, getattr(text, name))
    question.lesson = Activity.objects.get(code=data["lesson"]) if data["lesson"] else None
    question.choices = [
        Choice(sort_order=place, **asdict(option)) for place, option in enumerate(text.options)
    ]
    question.principle_links = [
        QuestionPrinciple(principle=PrinciplePage.objects.get(number=int(code[1:])), sort_order=place)
        for place, code in enumerate(data["principles"])
    ]
    question.save()
    return question


def _read_question(question: Question) -> dict:
    return {"bank": question.bank.code, **data_of_question(question)}


QUESTION = Codec(
    kind="question",
    file="banks",
    items=_questions,
    existing=lambda: {
        question.code: question
        for question in Question.objects.filter(successor=None)
        .select_related("bank", "lesson")
        .order_by("code")
    },
    write=_write_question,
    read=_read_question,
)


def _quizzes(library: Library) -> list[tuple[str, dict]]:
    """The quizzes of the plan whose bank is written. The others wait as lines of their module."""
    written = {bank["bank"] for bank in library.banks}
    return [
        (line["code"], joined(line, module=module["code"]))
        for module in library.modules
        for line in module["assessments"]
        if line["type"] == "quiz" and module["code"] in written
    ]


def _write_rules(page: QuizPage | ExamPage, data: dict) -> None:
    page.title = data["title"]
    page.week = data["week"]
    page.component = data["component"] or ""
    page.share = data.get("share", 1)
    page.planned_minutes = round(data["hours"] * 60)
    page.time_limit_minutes = data["minutes"]
    page.attempts_allowed = data["attempts"]


def _write_quiz(page: QuizPage | None, data: dict) -> QuizPage:
    module = ModulePage.objects.get(code=data["module"])
    page = (
        latest(page)
        if page
        else QuizPage(slug=data["code"].lower(), activity=identity(module, data["code"], Activity.Kind.QUIZ))
    )
    _write_rules(page, data)
    page.sections = [QuizSection(bank=QuestionBank.objects.get(code=module.code), count=data["questions"])]
    return place_page(page, module, live=True)


def _read_quiz(page: QuizPage | ExamPage) -> dict:
    page = latest(page)
    module = page.get_parent().specific
    line: dict = next((line for line in module.frame["assessments"] if line["code"] == page.code), {})
    return {"module": module.code, **line} | {
        "title": page.title,
        "week": page.week,
        "component": page.component or None,
        "minutes": page.time_limit_minutes,
        "attempts": page.attempts_allowed,
        "questions": page.question_count,
    }


def _exams(library: Library) -> list[tuple[str, dict]]:
    """The exams of the plan whose banks are all written."""
    written = {bank["bank"] for bank in library.banks}
    return [
        (line["code"], joined(line, module=module["code"]))
        for module in library.modules
        for line in module["assessments"]
        if line["type"] == "exam"
        and {section["bank"] for section in line.get("sections", [{"bank": ""}])} <= written
    ]


def _write_exam(page: ExamPage | None, data: dict) -> ExamPage:
    module = ModulePage.objects.get(code=data["module"])
    activity = None if page else identity(module, data["code"], Activity.Kind.EXAM)
    page = latest(page) if page else ExamPage(slug=data["code"].lower(), activity=activity)
    _write_rules(page, data)
    page.window_hours = data["window_hours"]
    page.sections = [
        ExamSection(
            bank=QuestionBank.objects.get(code=section["bank"]),
            count=section["questions"],
            points=section["points"],
            blueprint=section.get("each_principle", False),
            sort_order=place,
        )
        for place, section in enumerate(data["sections"])
    ]
    return place_page(page, module, live=True)


def _read_exam(page: ExamPage) -> dict:
    page = latest(page)
    sections = [
        {
            "bank": section.bank.code,
            "questions": section.count,
            "points": section.points,
            **({"each_principle": True} if section.blueprint else {}),
        }
        for section in page.sections.all()
    ]
    return _read_quiz(page) | {"window_hours": page.window_hours, "sections": sections}


EXAM = Codec(
    kind="exam",
    file="programme.yaml",
    items=_exams,
    existing=lambda: {
        page.activity.code: page for page in ExamPage.objects.select_related("activity").order_by("path")
    },
    write=_write_exam,
    read=_read_exam,
)


QUIZ = Codec(
    kind="quiz",
    file="programme.yaml",
    items=_quizzes,
    existing=lambda: {
        page.activity.code: page for page in QuizPage.objects.select_related("activity").order_by("path")
    },
    write=_write_quiz,
    read=_read_quiz,
)
