from datetime import timedelta

import pytest
import time_machine

from cms.accounts.roles import Role
from courses.cohorts.models import TeachingRole
from courses.editions.plan import plan_of
from learners.attempts.models import KeyCorrection
from learners.attempts.regrading import carry_out_open
from tests.factories.people import make_enrolment, make_staff
from tests.factories.programme import make_question, make_small_programme
from tests.learners.attempts.sheets import AT, finish
from tests.pages import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _next_day():
    with time_machine.travel(AT + timedelta(days=1), tick=False):
        yield


@pytest.fixture
def cohort():
    return make_small_programme()


@pytest.fixture
def attempt(cohort):
    return finish(make_enrolment(cohort), plan_of(cohort.edition_id).activity("Q1"), right=2)


@pytest.fixture
def item(attempt):
    return attempt.items.get(points=0)


@pytest.fixture
def author(cohort, client_of):
    user = make_staff(Role.INSTRUCTOR)
    TeachingRole.objects.create(cohort=cohort, user=user, kind=TeachingRole.Kind.INSTRUCTOR)
    return client_of(user)


@pytest.fixture
def second(client_of):
    return client_of(make_staff(Role.REGISTRAR))


def told(item, **more):
    return {
        "cohort": "2026-a",
        "code": item.question.code,
        "how": "key",
        "reason": "Two options are right.",
    } | more


def newest(item):
    place = item.question.choices.get(pk=item.response[0]).sort_order
    question = item.question
    return make_question(question.bank, question.code, right=(place,), version=2, replaces=question)


def test_from_the_proposal_to_the_new_points(item, attempt, author, second):
    corrected = newest(item)
    right = [question.choices.get(correct=True).text for question in (item.question, corrected)]
    shown = author.post("/staff/keys/new/", told(item, code=item.question.code.lower()), follow=True)
    address = shown.redirect_chain[-1][0]

    own = text_of(author.get(address))
    done = second.post(f"{address}confirm/", follow=True)
    carry_out_open(at=AT + timedelta(days=2))

    attempt.refresh_from_db()
    keys = [f"Right in version {number}</dt><dd>{each}</dd>" for number, each in enumerate(right, start=1)]
    assert [each in text_of(shown) for each in keys] == [True, True]
    assert "1 answer: 1 would earn more, 0 would earn less." in text_of(shown)
    assert ("You proposed it. A second person confirms." in own, "Confirm and score anew" in own) == (
        True,
        False,
    )
    assert "Confirmed. The answers are scored anew in the background." in text_of(done)
    assert (attempt.points, "1 answer was scored anew." in text_of(second.get(address))) == (3, True)


@pytest.mark.parametrize(
    "more, sentence",
    [
        ({"cohort": ""}, "Choose a cohort."),
        ({"cohort": "2099-x"}, "Select a valid choice."),
        ({"code": "M99-Q01"}, "No learner of this cohort has answered a question with this code."),
        ({"how": ""}, "Choose how answers are scored."),
        ({"reason": ""}, "Enter the reason: learners read it beside their answer."),
        ({}, "There is no newer version yet. Correct the question in its bank first."),
    ],
)
def test_what_is_missing_is_told(item, author, more, sentence):
    response = author.post("/staff/keys/new/", told(item, **more))

    assert (response.status_code, sentence in text_of(response)) == (422, True)
    assert not KeyCorrection.objects.exists()


def test_a_second_proposal_is_refused_while_the_first_waits(item, author):
    author.post("/staff/keys/new/", told(item, how="full"))

    again = author.post("/staff/keys/new/", told(item, how="full"))

    assert "A correction of this question waits already." in text_of(again)


def test_the_proposer_cannot_confirm_and_may_drop(item, author):
    address = author.post("/staff/keys/new/", told(item, how="full"))["Location"]

    refused = author.post(f"{address}confirm/", follow=True)
    dropped = author.post(f"{address}drop/", follow=True)

    assert "A second person has to confirm it." in text_of(refused)
    assert "Dropped. Nothing has changed." in text_of(dropped)
    assert KeyCorrection.objects.get().confirmed_at is None


def test_a_correction_of_another_cohort_does_not_exist(item, author, client_of):
    address = author.post("/staff/keys/new/", told(item, how="full"))["Location"]
    stranger = client_of(make_staff(Role.INSTRUCTOR, "stranger@demo.example"))

    assert stranger.get(address).status_code == 404
    assert stranger.post(f"{address}confirm/").status_code == 404
    assert list(stranger.get("/staff/keys/").context["page_obj"]) == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(
    item, cohort, second, count, django_assert_max_num_queries
):
    user = make_staff(Role.INSTRUCTOR)
    for number in range(count):
        KeyCorrection.objects.create(
            question=item.question,
            cohort=cohort,
            reason=f"{number}",
            proposed_at=AT,
            proposed_by=user,
            dropped_at=AT,
        )
    second.get("/staff/keys/")

    with django_assert_max_num_queries(6):
        page = second.get("/staff/keys/")

    assert len(page.context["page_obj"]) == count
