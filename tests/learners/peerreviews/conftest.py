import pytest
import time_machine

from tests.factories.works import make_programme_with_works, planned_work
from tests.learners.peerreviews.rows import after_grace


@pytest.fixture(autouse=True)
def _private_files(settings, tmp_path):
    settings.DATA_FOLDER = tmp_path


@pytest.fixture
def cohort(db):
    return make_programme_with_works()


@pytest.fixture
def planned(cohort):
    return planned_work(cohort, "AS3")


@pytest.fixture
def at(cohort):
    return after_grace(cohort)


@pytest.fixture
def clock(at):
    with time_machine.travel(at, tick=False) as clock:
        yield clock
