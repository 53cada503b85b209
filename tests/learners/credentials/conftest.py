import pytest

from learners.credentials.signing import make_signing_key
from tests.factories.programme import make_small_programme
from tests.learners.credentials.rows import AT, make_eligible


@pytest.fixture(autouse=True)
def _keys_folder(settings, tmp_path):
    settings.KEYS_FOLDER = tmp_path / "keys"


@pytest.fixture
def key():
    return make_signing_key(at=AT)


@pytest.fixture
def cohort():
    return make_small_programme()


@pytest.fixture
def eligible(cohort):
    return make_eligible(cohort)
