import pytest

from tests.factories.internship import make_internship_programme, make_running
from tests.factories.people import make_enrolment


@pytest.fixture(autouse=True)
def _private_files(settings, tmp_path):
    settings.DATA_FOLDER = tmp_path


@pytest.fixture
def cohort():
    return make_internship_programme()


@pytest.fixture
def enrolment(cohort):
    return make_enrolment(cohort)


@pytest.fixture
def running(enrolment):
    return make_running(enrolment)
