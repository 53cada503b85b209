import pytest
from django.test import Client

from learners.credentials.signing import make_signing_key
from tests.factories.programme import make_small_programme
from tests.learners.credentials.rows import AT, administrator, registrar


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
def first(client_of):
    return client_of(administrator())


@pytest.fixture
def second(client_of):
    return client_of(registrar())


@pytest.fixture
def client_of():
    """A browser of its own for each person."""

    def signed_in(user):
        client = Client()
        client.force_login(user)
        return client

    return signed_in
