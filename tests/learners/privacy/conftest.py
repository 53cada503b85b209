"""One world for all tests of a file: rows are as before after each test, files and objects are copies of each test's own."""

from copy import deepcopy
from shutil import copytree

import pytest
from django.test import override_settings

from tests.security.world import make_world


@pytest.fixture(scope="module")
def shared_world(shared_rows, tmp_path_factory):
    folder = tmp_path_factory.mktemp("world")
    with override_settings(KEYS_FOLDER=folder / "keys", DATA_FOLDER=folder):
        return folder, make_world()


@pytest.fixture
def world(shared_world, db, settings, tmp_path):
    folder, made = shared_world
    copytree(folder, tmp_path, dirs_exist_ok=True)
    settings.KEYS_FOLDER = tmp_path / "keys"
    settings.DATA_FOLDER = tmp_path
    return deepcopy(made)
