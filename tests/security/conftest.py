"""One world for all tests of a file that walk through it: it costs seconds to make, and each test leaves it as it was."""

import logging

import pytest
from django.test import override_settings

from tests.security.asking import without_redirects
from tests.security.cells.stage import Stage, make_stage
from tests.security.world import make_world


@pytest.fixture(scope="module")
def shared_world(shared_rows, tmp_path_factory):
    folder = tmp_path_factory.mktemp("world")
    with override_settings(KEYS_FOLDER=folder / "keys", DATA_FOLDER=folder):
        yield make_world()


@pytest.fixture
def world(shared_world, db):
    return shared_world


@pytest.fixture(scope="module")
def shared_stage(shared_world, django_db_blocker) -> Stage:
    with django_db_blocker.unblock():
        return make_stage(shared_world)


@pytest.fixture
def stage(shared_stage, db):
    logging.disable(logging.ERROR)  # thousands of refusals
    with without_redirects():
        yield shared_stage
    logging.disable(logging.NOTSET)
