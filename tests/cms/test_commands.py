from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Site

from tests.factories.library import write_small_library

pytestmark = pytest.mark.django_db


def test_each_load_writes_the_address_into_the_site(tmp_path, settings):
    folder, places = write_small_library(tmp_path), []
    for address in ("http://localhost:8123", "https://campus.example.org", "https://campus.example.org"):
        settings.SITE_ADDRESS = address
        out = StringIO()
        call_command("load_programme", folder, stdout=out)
        places.append((Site.objects.get().root_url, ": 0 made, 0 updated" in out.getvalue()))

    assert places == [
        ("http://localhost:8123", False),
        ("https://campus.example.org", True),
        ("https://campus.example.org", True),
    ]


@pytest.mark.parametrize("end", ["", "/inside"])
def test_an_export_to_a_file_is_refused_with_a_sentence(tmp_path, end):
    (tmp_path / "file").write_text("Kept.")

    with pytest.raises(CommandError, match=r"^The files cannot be written to .*file.*\. Name a folder\.$"):
        call_command("export_programme", f"{tmp_path}/file{end}")

    assert (tmp_path / "file").read_text() == "Kept."
