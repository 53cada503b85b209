"""The desk that marks the written answers of an exam: by question, without names."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine

from cms.accounts.roles import Role
from courses.cohorts.models import TeachingRole
from learners.attempts.lateness import keep_late
from learners.attempts.models import LateAnswer
from learners.attempts.queries import items_of
from tests.factories.people import make_enrolment, make_staff, make_user
from tests.factories.programme import make_cohort, make_exam_programme
from tests.learners.attempts.exams import IN_WINDOW, essays_of, sit_exam
from tests.learners.attempts.sheets import ledger

pytestmark = pytest.mark.django_db
DESK = "/staff/marking/exams/"


@pytest.fixture(autouse=True)
def _in_the_week_after():
    with time_machine.travel(IN_WINDOW + timedelta(days=5), tick=False):
        yield


@pytest.fixture
def cohort():
    return make_exam_programme()


@pytest.fixture
def attempts(cohort):
    """Of two learners, whose names must not be seen."""
    return [
        sit_exam(make_enrolment(cohort, make_user(f"secret.{name}@demo.example", f"Secret {name}")))
        for name in ("Amina", "Bruno")
    ]


def marker_of(client, cohort, role=Role.INSTRUCTOR):
    user = make_staff(role)
    kind = TeachingRole.Kind.INSTRUCTOR if role == Role.INSTRUCTOR else TeachingRole.Kind.TUTOR
    TeachingRole.objects.create(cohort=cohort, user=user, kind=kind)
    client.force_login(user)
    return client


def pile_of_case(attempts) -> str:
    return f"{DESK}2026-a/EX/{essays_of(attempts[0])[0].question_id}/"


def text(response) -> str:
    main = re.search(r"<main.*</main>", response.content.decode(), re.S)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


@pytest.mark.parametrize("role", [Role.INSTRUCTOR, Role.TUTOR])
def test_one_answer_after_the_other_until_the_pile_is_done(client, cohort, attempts, role):
    client = marker_of(client, cohort, role)
    question = essays_of(attempts[0])[-1].question_id  # the case analysis, of which two are held
    asked = [a for a in attempts if a.items.filter(question=question).exists()]
    pile = f"{DESK}2026-a/EX/{question}/"

    for number in range(len(asked)):
        page = client.get(pile, follow=True)
        seen = {"points": "14", "feedback": "Clear.", "seen": ""}
        response = client.post(page.redirect_chain[-1][0], seen)
        assert response.status_code == 302, text(response)
        assert response["Location"].startswith(pile if number + 1 < len(asked) else DESK)

    assert client.get(pile, follow=True).redirect_chain == [(DESK, 302)]
    marked = [item.points for a in asked for item in items_of(a).filter(question=question)]
    assert marked == [Decimal(14)] * len(asked)


def test_no_page_of_the_desk_tells_who_wrote(client, cohort, attempts):
    client = marker_of(client, cohort)
    keep_late(essays_of(attempts[0])[0], response="Later.", sequence=9, at=IN_WINDOW)
    pages = [client.get(DESK), client.get(f"{DESK}late/")]
    for attempt in attempts:
        for item in essays_of(attempt):
            pages.append(client.get(f"{DESK}2026-a/EX/{item.question_id}/{item.pk}/"))

    assert [page.status_code for page in pages] == [200] * 12
    leaked = [
        word
        for page in pages
        for word in ("Amina", "Bruno", "secret.", f'enrolment{attempts[0].enrolment_id}"', "/staff/learners/")
        if word in page.content.decode()
    ]
    assert leaked == []


def test_the_desk_shows_notes_words_and_the_question(client, cohort, attempts):
    client = marker_of(client, cohort)
    item = essays_of(attempts[0])[0]

    response = client.get(f"{DESK}2026-a/EX/{item.question_id}/{item.pk}/")

    page = text(response)
    assert f"Notes for markers of {item.question.code}." in response.content.decode()
    assert "4 words (asked for: 50 to 100)" in page
    assert "Points, of 8" in page


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "Enter the points."),
        ({"points": "many"}, "Enter a number, for example 6.5."),
        ({"points": "9"}, "Enter points from 0 to 8, with at most two decimals."),
        ({"points": "-1"}, "Enter points from 0 to 8, with at most two decimals."),
        ({"points": "4", "seen": "2026-01-01"}, "A colleague marked this answer after you had opened it."),
        ({"points": "4", "feedback": "x" * 5001}, "Ensure this value has at most 5000 characters"),
    ],
)
def test_a_mark_that_is_no_mark_comes_back_with_a_sentence(client, cohort, attempts, data, sentence):
    client = marker_of(client, cohort)
    item = essays_of(attempts[0])[0]

    response = client.post(f"{DESK}2026-a/EX/{item.question_id}/{item.pk}/", data)

    assert response.status_code == 422
    assert sentence in text(response)
    item.refresh_from_db()
    assert (item.points, item.marked_at) == (None, None)


def test_a_stranger_to_the_cohort_finds_nothing(client, cohort, attempts):
    client = marker_of(client, make_cohort(cohort.edition, "2026-b"))
    item = essays_of(attempts[0])[0]
    late = keep_late(item, response="Later.", sequence=9, at=IN_WINDOW)
    one = f"{DESK}2026-a/EX/{item.question_id}/{item.pk}/"

    assert "Nothing to mark" in text(client.get(DESK))
    assert client.get(pile_of_case(attempts)).status_code == 404
    assert (client.get(one).status_code, client.post(one, {"points": "8"}).status_code) == (404, 404)
    assert client.post(f"{DESK}late/{late.pk}/accept/", {"reason": "Yes."}).status_code == 404
    assert not LateAnswer.objects.exclude(accepted_at=None).exists()


def test_a_late_answer_is_accepted_with_a_reason(client, cohort, attempts):
    client = marker_of(client, cohort)
    item = items_of(attempts[0])[0]
    late = keep_late(item, response=None, sequence=9, at=IN_WINDOW + timedelta(hours=2, minutes=3))
    address = f"{DESK}late/{late.pk}/accept/"

    refused = client.post(address, {"reason": ""})
    accepted = client.post(address, {"reason": "Power cut, confirmed."}, follow=True)

    assert (refused.status_code, "Enter the reason why this answer counts." in text(refused)) == (422, True)
    assert "3 minutes after the time was over" in text(refused)
    assert "The answer counts. The points are computed again." in accepted.content.decode()
    item.refresh_from_db()
    assert (item.response, item.points, ledger(attempts[0].enrolment)) == (None, 0, [])


@pytest.mark.parametrize("count", [1, 3])
def test_the_desk_costs_the_same_for_one_and_three(client, cohort, django_assert_num_queries, count):
    sat = [
        sit_exam(make_enrolment(cohort, make_user(f"sitting{number}@demo.example")))
        for number in range(count)
    ]
    for attempt in sat:
        keep_late(items_of(attempt)[0], response=None, sequence=9, at=IN_WINDOW)
    client = marker_of(client, cohort)
    item = essays_of(sat[0])[0]
    one = f"{DESK}2026-a/EX/{item.question_id}/{item.pk}/"
    client.get(one)

    for address, queries in {DESK: 7, one: 7, f"{DESK}late/": 5}.items():
        with django_assert_num_queries(queries):
            client.get(address)
