"""The bank's pages beside its forms: preview, use and statistics, import."""

import re
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.test.utils.form_data import inline_formset

from courses.editions.plan import plan_of
from courses.questions.models import Question, QuestionBank
from tests.cms.editor import in_an_emergency, make_author, make_superuser
from tests.cms.viewsets.test_assessment import LIST, _form
from tests.courses.library.test_bank_import import file_of, question
from tests.factories.people import make_enrolment, make_user
from tests.factories.programme import KINDS, make_bank, make_principle, make_question_of, make_small_programme
from tests.learners.attempts.sheets import finish

pytestmark = pytest.mark.django_db
OWN_FIELDS = {
    "matching": {
        "choices": [{"text": "One", "match": "1"}, {"text": "Two", "match": "2"}, {"text": "", "match": "3"}]
    },
    "ordering": {"choices": [{"text": "One"}, {"text": "Two"}]},
    "numeric": {"choices": [], "number": "12.5", "tolerance": "2", "tolerance_kind": "percent", "unit": "%"},
    "short_text": {"choices": [{"text": "COFOG", "correct": "on"}], "keep_case": "on"},
    "essay": {"choices": [], "marking_notes": "Names a law.", "words_from": "80", "words_to": "120"},
}


def text(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.mark.parametrize("kind", OWN_FIELDS)
def test_an_author_writes_each_kind_in_one_form(module, sign_in, kind):
    own = dict(OWN_FIELDS[kind])
    choices = [{"explanation": "", "match": "", **choice} for choice in own.pop("choices")]
    form = _form(make_bank(count=0), kind=kind, level="apply", **own)
    form = {key: value for key, value in form.items() if not key.startswith("choices-")}
    form |= {f"choices-{key}": value for key, value in _flat(inline_formset(choices)).items()}

    answer = sign_in(make_author("a")).post(LIST + "new/", form)

    assert answer.status_code == 302, answer.context["form"].errors
    stored = Question.objects.get()
    assert (stored.kind, stored.level, stored.choices.count()) == (kind, "apply", len(choices))


def _flat(formset: dict) -> dict:
    return {
        f"{key}-{name}" if isinstance(value, dict) else key: inner
        for key, value in formset.items()
        for name, inner in (value.items() if isinstance(value, dict) else [("", value)])
    }


@pytest.mark.parametrize("kind", KINDS)
def test_the_preview_is_the_page_of_a_learner(module, sign_in, kind):
    made = make_question_of(kind, make_bank(count=0), "M01-Q01")

    page = sign_in(make_author("a")).get(f"/admin/question/preview/{made.pk}/")

    assert page.status_code == 200
    assert 'data-order="1"' in page.content.decode()
    assert "Stem of M01-Q01?" in text(page)
    assert "Notes for markers" not in text(page)


def test_use_shows_versions_statistics_and_attempts_without_names(sign_in):
    cohort = make_small_programme()
    planned = plan_of(cohort.edition_id).activity("Q1")
    for number in range(2):
        learner = make_enrolment(cohort, make_user(f"secret{number}@demo.example", "Secret Amina"))
        attempt = finish(learner, planned, right=3)
    asked = attempt.items.get(order=1).question
    page = text(sign_in(in_an_emergency(make_superuser())).get(f"/admin/question/use/{asked.pk}/"))

    assert "Version 1" in page
    assert "Facility 100 %" in page
    assert f"{asked.code} option 0 (right)" in page
    assert "2026-a Q1 1 1 / 1" in page
    assert "Amina" not in page


@pytest.mark.parametrize("place", ["use", "preview"])
def test_a_question_of_another_module_is_not_found(module, sign_in, place):
    made = make_question_of("single", QuestionBank.objects.create(code="M02", title="Other"), "M02-Q01")

    assert sign_in(make_author("a")).get(f"/admin/question/{place}/{made.pk}/").status_code == 404
    assert sign_in(make_author("b")).get(f"/admin/question/{place}/987654/").status_code == 404


def test_a_file_is_read_reported_and_written_when_confirmed(module, sign_in):
    make_bank(count=0)
    make_principle(1)
    browser = sign_in(make_author("a"))
    content = file_of(question("Q1", lesson=""), question("Q2", lesson="", points=0))

    report = browser.post("/admin/question/import/", {"file": SimpleUploadedFile("M01.yaml", content)})
    before = Question.objects.count()
    confirm = {name: report.context["confirm"].initial[name] for name in ("content", "stamp")}
    done = browser.post("/admin/question/import/", confirm)

    assert "1 new, 0 changed, 0 unchanged, 1 bad. Nothing is written yet." in text(report)
    assert "Q2 has 0 points, it needs at least 1" in text(report)
    assert (before, done.status_code) == (0, 302)
    assert list(Question.objects.values_list("code", flat=True)) == ["Q1"]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "Choose a file."),
        ({"file": SimpleUploadedFile("a.yaml", b"bank: [")}, "the file, line 2: the YAML cannot be read"),
        ({"file": SimpleUploadedFile("a.yaml", b"\xff\xfe")}, "the file, line 1: the file is not in UTF-8"),
        (
            {"file": SimpleUploadedFile("a.yaml", file_of(bank="M02"))},
            "There is no bank “M02” in which you may write.",
        ),
        (
            {"stamp": "old", "content": file_of(bank="M02").decode()},
            "There is no bank “M02” in which you may write.",
        ),
    ],
)
def test_a_file_that_is_no_bank_comes_back_with_a_sentence(module, sign_in, data, sentence):
    answer = sign_in(make_author("a")).post("/admin/question/import/", data)

    assert answer.status_code == 422
    assert sentence in text(answer)
    assert not Question.objects.exists()


@pytest.mark.parametrize("address", ["use/1/", "preview/1/", "import/"])
def test_a_learner_is_sent_away(client, address):
    client.force_login(make_user())

    assert client.get(f"/admin/question/{address}").status_code in (302, 403)


@pytest.mark.parametrize(
    "end", ["", "edit/{}/", "inspect/{}/", "history/{}/", "usage/{}/", "delete/{}/", "use/{}/", "preview/{}/"]
)
def test_a_superuser_reads_questions_behind_the_glass(module, sign_in, end):
    made = make_question_of("single", make_bank(count=0), "M01-Q01")
    root = make_superuser()
    address = "/admin/question/" + end.format(made.pk)
    shut = sign_in(root).get(address)

    in_an_emergency(root)

    assert shut["Location"] == f"/staff/emergency/read_key_before_release/?{urlencode({'next': address})}"
    assert sign_in(root).get(address).status_code == 200


def test_a_superuser_who_is_an_author_reads_without_it(module, sign_in):
    make_question_of("single", make_bank(count=0), "M01-Q01")
    author = make_author("a")
    type(author).objects.filter(pk=author.pk).update(is_superuser=True)

    assert "Stem of M01-Q01?" in text(sign_in(author).get("/admin/question/"))
