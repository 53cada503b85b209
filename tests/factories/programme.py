"""A small programme: pages, questions, one edition, one cohort."""

from datetime import UTC, date, datetime
from decimal import Decimal

from wagtail.models import Page, Site

from content.base.fields import points
from content.pages.models import HomePage
from content.principles.models import PrincipleIndexPage, PrinciplePage
from courses.assessments.models import ExamPage, ExamSection, QuizPage, QuizSection
from courses.cohorts.models import Cohort
from courses.editions.freezing import freeze
from courses.editions.models import Edition
from courses.lessons.models import LessonPage
from courses.programme.models import (
    Activity,
    AssessmentComponent,
    AwardPolicy,
    AwardRule,
    ModulePage,
    ProgrammePage,
)
from courses.questions.models import Choice, Question, QuestionBank
from tests.factories.replaying import Replayed

START = date(2026, 3, 2)  # a Monday
FROZEN_AT = datetime(2026, 2, 1, 12, tzinfo=UTC)
IN_WEEK_1 = datetime(2026, 3, 4, 12, tzinfo=UTC)


def make_home() -> HomePage:
    existing = HomePage.objects.first()
    if existing:
        return existing
    root = Page.objects.get(depth=1)
    home = root.add_child(
        instance=HomePage(title="Home", slug="home", headline="Lead digital government", lead="Six months.")
    )
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True, site_name="Campus")
    return home


def make_principle(number: int = 1) -> PrinciplePage:
    existing = PrinciplePage.objects.filter(number=number).first()
    if existing:
        return existing
    index = PrincipleIndexPage.objects.first()
    if index is None:
        index = make_home().add_child(
            instance=PrincipleIndexPage(
                title="Principles",
                slug="principles",
                reference="OECD/LEGAL/0406",
                recommendation_title="Recommendation",
                adopted_on=date(2014, 7, 15),
            )
        )
    pillar = ("I", "II", "III")[(number - 1) // 4]
    return index.add_child(
        instance=PrinciplePage(
            title=f"Principle {number}",
            slug=f"p{number}",
            number=number,
            pillar=pillar,
            official_name=f"Official {number}",
            summary="Summary.",
        )
    )


def make_programme(code: str = "CAS") -> ProgrammePage:
    programme = make_home().add_child(
        instance=ProgrammePage(
            title="Certificate of Advanced Study",
            slug="programme",
            code=code,
            award="Certificate of Advanced Study",
        )
    )
    AssessmentComponent.objects.create(
        programme=programme, code="QZ", title="Quizzes", kind="quiz", weight=100
    )
    make_policy(programme)
    return programme


EXIT_AWARDS = [
    {
        "key": "statement",
        "label": "Statement of attainment",
        "rule": "One area at 80 per cent of lessons and 50 in its components, on leaving",
        "areas": ["A1", "A2"],
        "percent": 80,
        "minimum": 50,
    },
    {
        "key": "record",
        "label": "Record of participation",
        "rule": "Any module with all lessons completed and its quiz at least 60",
        "minimum": 60,
    },
]


def make_policy(programme: ProgrammePage, code: str = "demo") -> AwardPolicy:
    policy = AwardPolicy.objects.create(
        programme=programme, code=code, title="Small policy", exit_awards=EXIT_AWARDS
    )
    rules = [
        ("enrolled", "Learner is enrolled and identity has been verified", {}),
        ("lessons", "At least 80 per cent of lessons of each module completed", {"percent": 80}),
        ("overall", "Overall mark of at least 50", {"minimum": 50}),
    ]
    for order, (key, text, parameters) in enumerate(rules):
        AwardRule.objects.create(policy=policy, order=order, key=key, text=text, parameters=parameters)
    return policy


def make_module(
    programme: ProgrammePage, code: str = "M01", first_week: int = 1, last_week: int = 2
) -> ModulePage:
    return programme.add_child(
        instance=ModulePage(
            title=f"Module {code}", slug=code.lower(), code=code, area="A1", first_week=first_week, last_week=last_week, hours=12,
            summary="What the module is about.", outcomes=points("Name the principles"),
        )
    )  # fmt: skip


LESSON_BODY = [
    ("situation", {"text": "A deputy director asks why so few people use the portal."}),
    ("objectives", {"items": ["name the three pillars", "choose one principle"]}),
    ("section", {"heading": "Three pillars", "text": "The Recommendation has **three** pillars."}),
    ("case", {"case": None, "question": "What would you have done?", "text": "A ministry opened a portal."}),
    ("activity", {"minutes": 8, "text": "Draw a map."}),
    (
        "check",
        {
            "questions": [
                {
                    "question": "How many pillars are there?",
                    "options": [
                        {"text": "Three", "correct": True, "explanation": "Three it is."},
                        {"text": "Two", "correct": False, "explanation": "There is one more."},
                    ],
                    "read_again": "Three pillars",
                }
            ]
        },
    ),
    ("apply", {"text": "Write one sentence."}),
]


def make_lesson(
    module: ModulePage, code: str = "M01-L01", *, week: int = 1, live: bool = True, title: str = "", **fields
) -> LessonPage:
    programme = module.get_parent().specific
    activity = Activity.objects.create(programme=programme, code=code, kind=Activity.Kind.LESSON)
    lesson = LessonPage(
        title=title or f"Lesson {code}",
        slug=code.lower(),
        activity=activity,
        week=week,
        live=False,
        body=LESSON_BODY,
        **fields,
    )
    module.add_child(instance=lesson)
    revision = lesson.save_revision()
    if live:
        revision.publish()
    return LessonPage.objects.get(pk=lesson.pk)


def make_question(
    bank: QuestionBank,
    code: str,
    *,
    kind: str = "single",
    right: tuple[int, ...] = (0,),
    options: int = 4,
    **fields,
) -> Question:
    question = Question.objects.create(
        bank=bank, code=code, kind=kind, stem=f"Stem of {code}?", explanation=f"Remember {code}.", **fields
    )
    for place in range(options):
        Choice.objects.create(
            question=question,
            sort_order=place,
            text=f"{code} option {place}",
            match=f"{code} partner {place}" if kind == "matching" else "",
            correct=place in right,
            explanation=f"Why {code} {place}.",
        )
    return question


def make_bank(code: str = "M01", count: int = 6) -> QuestionBank:
    bank = QuestionBank.objects.create(code=code, title=f"Bank {code}")
    for number in range(1, count + 1):
        make_question(bank, f"{code}-Q{number:02d}")
    return bank


def make_quiz(
    module: ModulePage, bank: QuestionBank, code: str = "Q1", *, week: int = 2, count: int = 3, **fields
) -> QuizPage:
    programme = module.get_parent().specific
    activity = Activity.objects.create(programme=programme, code=code, kind=Activity.Kind.QUIZ)
    quiz = QuizPage(
        title=f"Quiz {code}",
        slug=code.lower(),
        activity=activity,
        week=week,
        live=False,
        **({"component": "QZ"} | fields),
    )
    quiz.sections = [QuizSection(bank=bank, count=count)]
    module.add_child(instance=quiz)
    quiz.save_revision().publish()
    return QuizPage.objects.get(pk=quiz.pk)


def make_question_of(kind: str, bank: QuestionBank, code: str) -> Question:
    """One of this kind as an author would write it: three or four options, the number 12.5 ± 0.5 %, an essay of 100 words."""
    if kind == "numeric":
        return make_question(
            bank, code, kind=kind, options=0, number=Decimal("12.5"), tolerance=Decimal("0.5"), unit="%"
        )
    if kind == "essay":
        notes = f"Notes for markers of {code}."
        return make_question(
            bank, code, kind=kind, options=0, marking_notes=notes, words_from=50, words_to=100
        )
    right = (0, 1) if kind in ("multiple", "short_text") else (0,)
    options = {"true_false": 2, "short_text": 3, "ordering": 3, "matching": 3}.get(kind, 4)
    return make_question(
        bank, code, kind=kind, right=right if kind not in ("ordering", "matching") else (), options=options
    )


KINDS = [str(kind) for kind in Question.Kind]


def make_quiz_of_all_kinds(module: ModulePage, code: str = "QK", **fields) -> QuizPage:
    """One question of each kind, in a bank of its own."""
    bank = QuestionBank.objects.create(code=f"{module.code}-K", title="All kinds")
    for number, kind in enumerate(KINDS, start=1):
        make_question_of(kind, bank, f"{bank.code}-Q{number:02d}")
    return make_quiz(module, bank, code, count=len(KINDS), **fields)


EXAM_PARTS = (("EX", "single", 24, 20, 2), ("SA", "essay", 6, 4, 8), ("CA", "essay", 2, 1, 28))
"""Bank, kind, how many it holds, how many are asked, and the points of each (specification 1.10)."""


def make_exam(module: ModulePage, code: str = "EX", *, week: int = 2, **fields) -> ExamPage:
    """The final exam on twelve principles, each with two questions of the first part."""
    programme = module.get_parent().specific
    principles = [make_principle(number) for number in range(1, 13)]
    activity = Activity.objects.create(programme=programme, code=code, kind=Activity.Kind.EXAM)
    exam = ExamPage(
        title=f"Exam {code}",
        slug=code.lower(),
        activity=activity,
        week=week,
        live=False,
        **({"component": "QZ"} | fields),
    )
    sections = []
    for part, kind, held, asked, worth in EXAM_PARTS:
        bank = QuestionBank.objects.create(code=f"{module.code}-{part}", title=f"Bank {part}")
        for number in range(held):
            question = make_question_of(kind, bank, f"{bank.code}-Q{number + 1:02d}")
            question.principle_links.create(principle=principles[number % 12])
            question.save()
        sections.append(ExamSection(bank=bank, count=asked, points=worth, blueprint=part == "EX"))
    exam.sections = sections
    module.add_child(instance=exam)
    exam.save_revision().publish()
    return ExamPage.objects.get(pk=exam.pk)


def make_edition(programme: ProgrammePage, at=FROZEN_AT) -> Edition:
    return freeze(programme, policy=programme.award_policies.get(code="demo"), label="First", by=None, at=at)


def make_cohort(edition: Edition, code: str = "2026-a", **fields) -> Cohort:
    fields = {"title": "Spring", "starts_on": START, "published_at": FROZEN_AT} | fields
    return Cohort.objects.create(edition=edition, code=code, **fields)


def make_small_programme() -> Cohort:
    """One module with two lessons (weeks 1 and 2) and a quiz of three questions in week 2, frozen, with a cohort."""
    return put_cohort(_SMALL)


def put_cohort(rows: Replayed) -> Cohort:
    """The only cohort of the rows, built or put back."""
    rows.make()
    return Cohort.objects.select_related("edition").get()


def _build_small_programme() -> None:
    programme = make_programme()
    module = make_module(programme)
    make_lesson(module, "M01-L01", week=1)
    make_lesson(module, "M01-L02", week=2)
    make_quiz(module, make_bank())
    make_cohort(make_edition(programme))


def make_edition_of_one_lesson(*, open_access: bool = False) -> Edition:
    """One module with one lesson (week 1), frozen; nobody learns by it yet."""
    (_OPEN_LESSON if open_access else _LESSON).make()
    return Edition.objects.get()


def _build_one_lesson(*, open_access: bool) -> None:
    programme = make_programme()
    make_lesson(make_module(programme), open_access=open_access)
    make_edition(programme)


def make_exam_programme() -> Cohort:
    """One module with one lesson and the final exam in week 2, frozen, with a cohort."""
    _EXAM.make()
    return Cohort.objects.select_related("edition").get(code="2026-a")


def _build_exam_programme() -> None:
    programme = make_programme()
    module = make_module(programme)
    make_lesson(module, "M01-L01", week=1)
    make_exam(module)
    make_cohort(make_edition(programme))


_LESSON = Replayed(lambda: _build_one_lesson(open_access=False))
_OPEN_LESSON = Replayed(lambda: _build_one_lesson(open_access=True))
_EXAM = Replayed(_build_exam_programme)
_SMALL = Replayed(_build_small_programme)
