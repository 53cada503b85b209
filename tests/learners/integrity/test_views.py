from datetime import timedelta

import pytest
import time_machine

from learners.integrity import deciding
from learners.integrity.models import Outcome
from tests.factories.people import make_enrolment, make_user
from tests.learners.integrity.test_deciding import AT, DAY, World
from tests.pages import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(AT + timedelta(hours=1), tick=False):
        yield


@pytest.fixture
def world():
    return World()


@pytest.fixture
def learner(client, world):
    client.force_login(world.enrolment.user)
    return client


def test_a_case_does_not_exist_for_the_learner_before_the_letter_nor_for_others(world, learner):
    case = world.flagged()
    before = learner.get(f"/learn/integrity/{case.pk}/").status_code
    deciding.inform(case, by=world.officer, at=AT)

    after = learner.get(f"/learn/integrity/{case.pk}/").status_code
    learner.force_login(make_enrolment(world.enrolment.cohort, make_user("twin@demo.example")).user)

    assert (before, after) == (404, 200)
    assert learner.get(f"/learn/integrity/{case.pk}/").status_code == 404
    assert learner.post(f"/learn/integrity/{case.pk}/reply/", {"text": "Mine."}).status_code == 404


def test_results_lead_to_the_case_and_the_reply_is_kept(world, learner):
    case = world.informed()
    assert f'href="/learn/integrity/{case.pk}/"' in text_of(learner.get("/learn/results/"))

    page = learner.post(f"/learn/integrity/{case.pk}/reply/", {"text": "I cited <b>it</b>."}, follow=True)

    case.refresh_from_db()
    assert case.reply == "I cited <b>it</b>."
    assert "I cited &lt;b&gt;it&lt;/b&gt;." in text_of(page)
    assert "Your reply is sent." in text_of(page)


def test_an_empty_reply_and_one_that_comes_late_are_told_and_keep_the_words(world, learner):
    case = world.informed()

    empty = learner.post(f"/learn/integrity/{case.pk}/reply/", {"text": " "})
    with time_machine.travel(AT + 11 * DAY):
        learner.force_login(world.enrolment.user)
        late = learner.post(f"/learn/integrity/{case.pk}/reply/", {"text": "Sorry, I was ill."})

    assert (empty.status_code, late.status_code) == (422, 422)
    assert "Write your text first." in text_of(empty)
    assert "The ten days for a reply are over." in text_of(late)


def test_a_decision_shows_reasons_and_the_way_to_appeal(world, learner):
    case = world.decided(Outcome.WARNING)

    with time_machine.travel(AT + 3 * DAY):
        learner.force_login(world.enrolment.user)
        page = text_of(learner.get(f"/learn/integrity/{case.pk}/"))
        sent = learner.post(f"/learn/integrity/{case.pk}/appeal/", {"text": "New evidence."}, follow=True)

    assert "No source was named." in page
    assert "You may appeal to the board of examiners until" in page
    assert "Your appeal is with the board." in text_of(sent)


def test_a_get_of_a_deed_leads_to_the_case(world, learner):
    case = world.informed()

    assert learner.get(f"/learn/integrity/{case.pk}/reply/")["Location"] == f"/learn/integrity/{case.pk}/"
