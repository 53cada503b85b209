import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from content.base.private_files import PrivateFolder
from tests.factories.people import make_enrolment
from tests.factories.programme import make_small_programme


@pytest.fixture(autouse=True)
def data(settings, tmp_path):
    """A data folder of its own, with no key in it."""
    settings.DATA_FOLDER = tmp_path / "data"
    settings.MEDIA_ROOT = tmp_path / "data" / "media"
    settings.KEYS_FOLDER = tmp_path / "data" / "keys"
    return settings.DATA_FOLDER


@pytest.fixture
def installation(transactional_db, data):
    """One learner, one private file that no row names, one picture."""
    enrolment = make_enrolment(make_small_programme())
    work = PrivateFolder("work").keep(b"words of a learner")
    default_storage.save("images/seal.svg", ContentFile(b"<svg/>"))
    (data / "keys").mkdir()
    (data / "keys" / "one.key").write_bytes(b"sealed")
    return enrolment, f"private/work/{work}"
