import pytest

from tests.learners.admissions.rows import make_intake, second_reader


@pytest.fixture(autouse=True)
def _private_folder(settings, tmp_path):
    settings.DATA_FOLDER = tmp_path


@pytest.fixture
def intake(db):
    return make_intake()


@pytest.fixture
def other(client_of, intake):
    """A second administrator."""
    return client_of(second_reader())
