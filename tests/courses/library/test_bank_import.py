"""Questions from one file: a report first, nothing written before it is confirmed."""

from datetime import UTC, datetime

import pytest

from courses.library.bank_import import LARGEST, Deed, UnableToImport, import_questions, report_on
from courses.library.problems import BrokenLibrary
from courses.library.yaml_files import yaml_text
from courses.questions.models import Question, QuestionBank
from tests.factories.people import make_user
from tests.factories.programme import make_lesson, make_module, make_principle, make_programme

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
OPTIONS = [
    {"text": "Three", "correct": True, "explanation": "Three it is."},
    {"text": "Two", "correct": False, "explanation": "One more."},
]


def question(code: str, **changes) -> dict:
    data = {
        "code": code, "kind": "single", "lesson": "M01-L01", "principles": ["P1"], "difficulty": "easy", "points": 1,
        "stem": "How many?", "options": OPTIONS, "explanation": "Remember.",
    }  # fmt: skip
    return data | changes


def file_of(*questions: dict, bank: str = "M01") -> bytes:
    return yaml_text({"bank": bank, "title": "Bank", "questions": list(questions)}, "Bank").encode()


@pytest.fixture(autouse=True)
def bank():
    make_lesson(make_module(make_programme()))
    make_principle(1)
    return QuestionBank.objects.create(code="M01", title="Bank")


@pytest.fixture
def author():
    return make_user("author@demo.example", "Demo author")


def report(content: bytes):
    return report_on(content, banks=QuestionBank.objects.all())


def take(content: bytes, author):
    banks = QuestionBank.objects.all()
    return import_questions(content, stamp=report(content).stamp, banks=banks, by=author, at=AT)


def test_the_report_writes_nothing_and_says_what_would_happen(author):
    take(file_of(question("Q1"), question("Q2")), author)
    bad = question("Q4", principles=["P99"], lesson="M09-L01")

    found = report(
        file_of(
            question("Q1"), question("Q2", stem="How few?"), question("Q3"), bad, question("Q5", points=0)
        )
    )

    assert [(row.code, row.deed) for row in found.rows] == [
        ("Q1", Deed.UNCHANGED),
        ("Q2", Deed.CHANGED),
        ("Q3", Deed.NEW),
        ("Q4", Deed.BAD),
        ("Q5", Deed.BAD),
    ]
    assert found.counts == {"new": 1, "changed": 1, "unchanged": 1, "bad": 2}
    assert [row.reasons for row in found.rows[3:]] == [
        ("These do not exist: P99, M09-L01.",),
        ("Q5 has 0 points, it needs at least 1",),
    ]
    assert [row.line for row in found.rows] == [5, 21, 37, 53, 69]
    assert Question.objects.count() == 2


def test_confirming_writes_the_good_ones_and_a_used_question_gets_a_version(author):
    take(file_of(question("Q1"), question("Q2")), author)
    Question.objects.filter(code="Q1").update(locked_at=AT)

    take(file_of(question("Q1", stem="How few?"), question("Q3"), question("Q4", options=[])), author)

    rows = Question.objects.order_by("code", "version").values_list("code", "version", "stem")
    assert list(rows) == [
        ("Q1", 1, "How many?"),
        ("Q1", 2, "How few?"),
        ("Q2", 1, "How many?"),
        ("Q3", 1, "How many?"),
    ]


def test_a_report_that_is_out_of_date_is_refused(author):
    content = file_of(question("Q1"))
    stamp = report(content).stamp
    take(content, author)

    with pytest.raises(UnableToImport) as refusal:
        import_questions(content, stamp=stamp, banks=QuestionBank.objects.all(), by=author, at=AT)

    assert str(refusal.value).startswith("The bank or the file has changed since the report.")
    assert Question.objects.count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_a_report_costs_the_same_for_one_and_three(author, django_assert_num_queries, count):
    content = file_of(*(question(f"Q{number}") for number in range(count)))
    take(content, author)

    with django_assert_num_queries(6):
        report(content)


@pytest.mark.parametrize(
    "content",
    [
        b"", b"bank: [", b"- a list", b"\xff\xfe", b"a: \x00", b"[" * 100_000, b"bank: M01\ntitle: Bank\n", b"? [a]\n: b\n",
        b"bank: M01\ntitle: Bank\nquestions: many\n", b"bank: 2026-13-45\n", b"!!python/object:os.system {}",
    ],
    ids=lambda content: repr(content[:30]),
)  # fmt: skip
def test_what_is_no_bank_is_told_in_a_sentence(content):
    with pytest.raises(BrokenLibrary) as refusal:
        report(content)

    assert str(refusal.value).startswith("the file, line ")


@pytest.mark.parametrize(
    "entry", ["text", 3, None, ["a"], {}, {"code": 3}, {"code": "Q1", "kind": "riddle"}], ids=repr
)
def test_an_entry_that_is_no_question_is_bad_and_stops_nothing(author, entry):
    found = report(file_of(question("Q1"), entry))

    assert [row.deed for row in found.rows] == [Deed.NEW, Deed.BAD]
    assert found.rows[1].reasons


def test_a_code_that_comes_twice_is_bad():
    found = report(file_of(question("Q1"), question("Q1")))

    assert [row.deed for row in found.rows] == [Deed.NEW, Deed.BAD]


def test_a_bank_of_somebody_else_and_a_file_that_is_too_large_are_refused():
    with pytest.raises(UnableToImport) as refusal:
        report_on(file_of(question("Q1")), banks=QuestionBank.objects.none())
    assert str(refusal.value).startswith("There is no bank “M01” in which you may write.")
    with pytest.raises(UnableToImport) as refusal:
        report(b"#" * (LARGEST + 1))
    assert str(refusal.value) == "The file has 1000001 bytes. The limit is 1000000. Split it into two files."
