"""A learner in front of a quiz: three questions of six, 20 minutes, two attempts, week 2."""

import pytest
from django.utils.timezone import now

from courses.editions.plan import plan_of
from learners.attempts.taking import start_attempt
from tests.factories.people import make_enrolment
from tests.factories.programme import make_small_programme
from tests.learners.attempts.sheets import open_now


@pytest.fixture
def enrolment(db):
    return make_enrolment(make_small_programme())


@pytest.fixture
def planned(enrolment):
    return plan_of(enrolment.cohort.edition_id).activity("Q1")


@pytest.fixture
def learner(client, enrolment, planned):
    """A browser in which the learner is signed in, at a time when the quiz is open."""
    open_now(enrolment.cohort, planned)
    client.force_login(enrolment.user)
    return client


@pytest.fixture
def attempt(learner, enrolment, planned):
    """An attempt of this learner that began now."""
    return start_attempt(enrolment, planned, at=now())
