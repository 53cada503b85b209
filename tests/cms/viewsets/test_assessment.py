from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from courses.questions.editing import fingerprint, revise_question, text_of
from courses.questions.models import Question, QuestionBank
from tests.cms.editor import in_an_emergency, make_author, make_superuser, messages_of
from tests.factories.people import make_user
from tests.factories.programme import (
    make_bank,
    make_edition,
    make_lesson,
    make_principle,
    make_question,
    make_quiz,
)

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
LIST = "/admin/question/"


def _form(bank, code="M01-Q09", *, right=(0,), count=3, **changes) -> dict:
    choices = [
        {"text": f"Option {n}", "explanation": f"Why {n}.", **({"correct": "on"} if n in right else {})}
        for n in range(count)
    ]
    data = {
        "bank": str(bank.pk),
        "code": code,
        "lesson": "",
        "kind": "single",
        "difficulty": "easy",
        "points": "2",
        "tolerance": "0",
        "tolerance_kind": "absolute",
        "stem": "How many?",
        "explanation": "Remember.",
        "seen": "",
        "choices": inline_formset(choices),
        "principle_links": inline_formset([]),
    }
    return nested_form_data(data | changes)


def _edit_url(question) -> str:
    return f"/admin/question/edit/{question.pk}/"


def _row_codes(response) -> list[str]:
    return [str(question) for question in response.context["object_list"]]


def test_the_list_shows_the_newest_versions_and_where_they_are_used(module, sign_in):
    bank = make_bank(count=3)
    make_lesson(module)
    make_quiz(module, bank)
    make_edition(module.get_parent().specific)
    first = bank.questions.get(code="M01-Q01")
    Question.objects.update(locked_at=AT)
    revise_question(first, text=_changed(first), by=None, at=AT)
    author = sign_in(make_author("a"))

    newest, everything = author.get(LIST), author.get(LIST + "?versions=all")

    assert _row_codes(newest) == ["M01-Q01 version 2", "M01-Q02 version 1", "M01-Q03 version 1"]
    assert _row_codes(everything) == [
        "M01-Q01 version 1",
        "M01-Q01 version 2",
        "M01-Q02 version 1",
        "M01-Q03 version 1",
    ]
    assert "Quiz Q1; 1 edition" in newest.content.decode()


def _changed(question):
    text = text_of(question)
    return type(text)(**{**text.__dict__, "stem": "Changed?"})


def test_the_list_costs_the_same_for_one_and_three(module, sign_in):
    bank = make_bank(count=1)
    author = sign_in(make_author("a"))
    author.get(LIST)

    with CaptureQueriesContext(connection) as for_one:
        author.get(LIST)
    make_question(bank, "M01-Q02")
    make_question(bank, "M01-Q03")
    with CaptureQueriesContext(connection) as for_three:
        author.get(LIST)

    assert len(for_one) == len(for_three)


def test_the_list_is_filtered_and_searched(module, sign_in):
    bank = make_bank(count=3)
    bank.questions.filter(code="M01-Q02").update(difficulty="hard", stem="A special one")
    author = sign_in(make_author("a"))

    found = [
        _row_codes(author.get(LIST + query))
        for query in ("?difficulty=hard", "?q=special", f"?bank={bank.pk}&kind=multiple")
    ]

    assert found == [["M01-Q02 version 1"], ["M01-Q02 version 1"], []]


def test_an_author_adds_a_question(module, sign_in):
    bank, principle = make_bank(count=0), make_principle(2)
    form = _form(
        bank,
        principle_links=[],
        **nested_form_data({"principle_links": inline_formset([{"principle": str(principle.pk)}])}),
    )

    answer = sign_in(make_author("a")).post(LIST + "new/", form)

    question = Question.objects.get()
    text = text_of(question)
    assert (answer.status_code, question.code, question.version) == (302, "M01-Q09", 1)
    assert [(option.text, option.correct, option.explanation) for option in text.options] == [
        ("Option 0", True, "Why 0."),
        ("Option 1", False, "Why 1."),
        ("Option 2", False, "Why 2."),
    ]
    assert (text.points, text.difficulty, text.principle_ids) == (2, "easy", (principle.pk,))


@pytest.mark.parametrize(
    "changes, sentence",
    [
        ({"right": (0, 1)}, "Mark exactly one option as right. Now 2 are marked."),
        (
            {"kind": "multiple"},
            "Mark at least two options as right, or choose the kind with one right answer.",
        ),
        ({"kind": "true_false"}, "A true or false question has exactly two options."),
    ],
)
def test_a_question_that_cannot_be_answered_comes_back_with_a_sentence(module, sign_in, changes, sentence):
    answer = sign_in(make_author("a")).post(LIST + "new/", _form(make_bank(count=0), **changes))

    assert answer.context["form"].non_field_errors() == [sentence]
    assert sentence in answer.content.decode()
    assert Question.objects.count() == 0


def test_a_code_that_is_taken_comes_back_with_a_sentence(module, sign_in):
    answer = sign_in(make_author("a")).post(LIST + "new/", _form(make_bank(count=1), "M01-Q01"))

    assert answer.context["form"].errors["code"] == [
        "The bank already has a question with this code. Enter another one."
    ]


def test_an_author_edits_an_unlocked_question_in_place(module, sign_in):
    bank = make_bank(count=1)
    question = bank.questions.get()
    author = sign_in(make_author("a"))
    seen = author.get(_edit_url(question)).context["form"].initial["seen"]

    answer = author.post(_edit_url(question), _form(bank, "M01-Q01", seen=seen))

    assert answer.status_code == 302
    assert [(q.pk, q.version, q.stem) for q in Question.objects.all()] == [(question.pk, 1, "How many?")]


def test_an_author_who_edits_a_locked_question_makes_a_new_version(module, sign_in):
    bank = make_bank(count=1)
    question = bank.questions.get()
    Question.objects.update(locked_at=AT)
    before = text_of(question)
    author = sign_in(make_author("a"))
    opened = author.get(_edit_url(question))

    author.post(_edit_url(question), _form(bank, "M01-Q01"))

    assert messages_of(opened) == ["This version was asked, or an edition holds it. Saving makes version 2."]
    versions = list(Question.objects.order_by("version"))
    assert [(q.version, q.stem, q.locked_at) for q in versions] == [
        (1, before.stem, AT),
        (2, "How many?", None),
    ]
    assert text_of(versions[0]) == before


def test_an_older_version_can_be_read_only(module, sign_in):
    bank = make_bank(count=1)
    question = bank.questions.get()
    Question.objects.update(locked_at=AT)
    revise_question(question, text=_changed(question), by=None, at=AT)
    author = sign_in(make_author("a"))

    opened = author.get(_edit_url(question), follow=True)
    saved = author.post(_edit_url(question), _form(bank, "M01-Q01"))

    assert opened.redirect_chain == [(f"/admin/question/inspect/{question.pk}/", 302)]
    assert "Stem of M01-Q01?" in opened.content.decode()
    assert saved.context["form"].non_field_errors() == [
        "A newer version of M01-Q01 exists. Edit the newest version."
    ]
    assert Question.objects.count() == 2


def test_a_question_that_a_colleague_changed_is_not_overwritten(module, sign_in):
    bank = make_bank(count=1)
    question = bank.questions.get()
    seen = fingerprint(question)
    revise_question(question, text=_changed(question), by=None, at=AT)

    answer = sign_in(make_author("a")).post(_edit_url(question), _form(bank, "M01-Q01", seen=seen))

    assert answer.context["form"].non_field_errors() == [
        "A colleague changed M01-Q01 after you had opened it. Open it again and carry your changes over."
    ]
    assert Question.objects.get().stem == "Changed?"


def test_a_locked_question_is_not_deleted(module, sign_in):
    question = make_question(make_bank(count=0), "M01-Q01")
    Question.objects.update(locked_at=AT)

    answer = sign_in(in_an_emergency(make_superuser())).post(
        f"/admin/question/delete/{question.pk}/", follow=True
    )

    assert messages_of(answer) == [
        "M01-Q01, version 1, was asked or stands in an edition. It cannot be deleted."
    ]
    assert Question.objects.count() == 1


def test_a_used_bank_is_not_deleted(module, sign_in):
    bank = make_bank(count=0)
    make_quiz(module, bank)

    answer = sign_in(make_superuser()).post(f"/admin/questionbank/delete/{bank.pk}/", follow=True)

    assert messages_of(answer) == ["A quiz draws from the bank M01. It cannot be deleted."]
    assert QuestionBank.objects.count() == 1


def test_an_author_deletes_no_question(module, sign_in):
    question = make_question(make_bank(count=0), "M01-Q01")

    answer = sign_in(make_author("a")).post(f"/admin/question/delete/{question.pk}/")

    assert (answer.status_code, Question.objects.count()) == (302, 1)


@pytest.mark.parametrize("place", ["edit", "inspect", "history", "usage"])
def test_a_question_of_another_module_answers_like_a_missing_one(module, sign_in, place):
    question = make_question(make_bank("M01", count=0), "M01-Q01")
    stranger = sign_in(make_author("c", "M02"))

    answers = [stranger.get(f"/admin/question/{place}/{pk}/") for pk in (question.pk, question.pk + 1)]

    assert [answer.status_code for answer in answers] == [404, 404]


def test_the_lists_of_an_author_of_another_module_are_empty(module, sign_in):
    make_bank("M01", count=1)
    stranger = sign_in(make_author("c", "M02"))

    answers = [stranger.get(LIST), stranger.get("/admin/questionbank/")]

    assert [_row_codes(answer) for answer in answers] == [[], []]


def test_an_author_adds_no_question_to_a_bank_of_another_module(module, sign_in):
    bank = make_bank("M01", count=0)

    answer = sign_in(make_author("c", "M02")).post(LIST + "new/", _form(bank))

    assert list(answer.context["form"].errors) == ["bank"]
    assert Question.objects.count() == 0


@pytest.mark.parametrize(
    "address", [LIST, LIST + "new/", "/admin/questionbank/", "/admin/glossaryterm/", "/admin/openresource/"]
)
def test_a_learner_is_sent_away(client, address):
    client.force_login(make_user())

    assert client.get(address).status_code == 302


@pytest.mark.parametrize("kind", ["question", "questionbank"])
def test_the_page_before_deleting_says_what_it_will_do(module, sign_in, kind):
    bank = make_bank(count=1)
    pk = bank.pk if kind == "questionbank" else bank.questions.get().pk

    answer = sign_in(in_an_emergency(make_superuser())).get(f"/admin/{kind}/delete/{pk}/")

    assert answer.status_code == 200
