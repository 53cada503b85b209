import pytest

from tests.factories.programme import make_small_programme
from tests.learners.enrolment.rosters import administrator


@pytest.fixture(autouse=True)
def _private_folder(settings, tmp_path):
    settings.DATA_FOLDER = tmp_path


@pytest.fixture
def cohort():
    return make_small_programme()


@pytest.fixture
def staff(client_of):
    """The browser of a programme administrator."""
    return client_of(administrator())
