import pytest
import time_machine
from django.test import Client

from tests.factories.works import make_programme_with_works, planned_work
from tests.learners.submissions.rows import after_grace, make_learner, make_marker


@pytest.fixture(autouse=True)
def _private_files(settings, tmp_path):
    settings.DATA_FOLDER = tmp_path


@pytest.fixture
def cohort(db):
    return make_programme_with_works()


@pytest.fixture
def at(cohort):
    return after_grace(cohort)


@pytest.fixture(autouse=True)
def clock(at):
    with time_machine.travel(at, tick=False) as clock:
        yield clock


@pytest.fixture
def planned(cohort):
    return planned_work(cohort)


@pytest.fixture
def learner(cohort):
    return make_learner(cohort)


@pytest.fixture
def one(cohort):
    return make_marker(cohort, 1)


@pytest.fixture
def two(cohort):
    return make_marker(cohort, 2)


@pytest.fixture
def browser_of():
    def signed_in(user) -> Client:
        browser = Client()
        browser.force_login(user)
        return browser

    return signed_in


@pytest.fixture
def desk(one, browser_of):
    return browser_of(one)
