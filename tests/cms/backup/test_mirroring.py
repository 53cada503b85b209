from datetime import UTC, datetime, timedelta

import pytest

from cms.backup.mirroring import bring_files_back, mirror_files
from content.base.private_files import PrivateFolder
from learners.enrolment.models import RosterImport

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
TWO_WEEKS = timedelta(days=14)


def mirror(place, *, at=AT):
    done = mirror_files(place, forget_after=TWO_WEEKS, at=at)
    return done.files, done.new, done.forgotten


def test_only_what_is_new_is_copied(installation, tmp_path):
    first = mirror(tmp_path / "mirror")
    PrivateFolder("work").keep(b"more")

    assert (first, mirror(tmp_path / "mirror")) == ((2, 2, 0), (3, 1, 0))


@pytest.mark.parametrize("days, left", [(13, True), (14, False)])
def test_what_was_removed_stays_two_weeks(installation, tmp_path, data, days, left):
    _enrolment, work = installation
    mirror(tmp_path / "mirror")
    (data / work).unlink()
    mirror(tmp_path / "mirror")

    mirror(tmp_path / "mirror", at=AT + timedelta(days=days))

    assert (tmp_path / "mirror" / work).exists() is left


def test_what_rows_name_comes_back_and_what_is_nowhere_is_named(installation, tmp_path, data):
    enrolment, _work = installation
    kept = PrivateFolder("imports").keep(b"people")
    for stored_name in (kept, "gone.roster"):
        RosterImport.objects.create(
            cohort=enrolment.cohort, file_name="people.csv", stored_name=stored_name, sha256="0" * 64,
            uploaded_by=enrolment.user, uploaded_at=AT,
        )  # fmt: skip
    mirror(tmp_path / "mirror")
    (data / "private" / "imports" / kept).unlink()

    missing = bring_files_back(tmp_path / "mirror")

    assert missing == ["private/imports/gone.roster"]
    assert (data / "private" / "imports" / kept).read_bytes() == b"people"
