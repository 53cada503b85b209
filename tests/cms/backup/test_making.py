import json
from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.db import connection

from cms.backup import making
from cms.backup.making import UnableToBackUp, complete_in, make_backup
from cms.backup.manifest import UnreadableBackup, read_manifest
from cms.backup.naming import PRIVATE_NAMES
from content.base.private_files import PrivateFolder
from learners.enrolment.models import Enrolment, RosterImport

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


def back_up(place, *, keep=14, with_keys=False, at=AT):
    return make_backup(place, keep=keep, with_keys=with_keys, at=at)


def test_a_backup_says_what_is_in_it(installation, tmp_path):
    _enrolment, work = installation

    folder = back_up(tmp_path / "backups")

    manifest = read_manifest(folder)
    assert folder.name == "campus-20260301T120000Z"
    assert (manifest.engine, manifest.with_keys) == (connection.vendor, False)
    assert set(manifest.files) == {work, "media/images/seal.svg"}
    assert manifest.left_over == sorted(manifest.files)
    assert manifest.missing == []
    assert manifest.tables["learners_enrolment"].rows == 1
    assert (folder / work).read_bytes() == b"words of a learner"
    assert folder.stat().st_mode & 0o077 == 0


def test_keys_are_in_it_only_when_asked_for(installation, tmp_path):
    folder = back_up(tmp_path / "backups", with_keys=True)

    assert (folder / "keys" / "one.key").read_bytes() == b"sealed"
    assert "keys/one.key" not in read_manifest(folder).left_over


def test_what_has_not_changed_takes_no_room(installation, tmp_path):
    _enrolment, work = installation
    first = back_up(tmp_path / "backups")
    new = PrivateFolder("work").keep(b"more words")

    second = back_up(tmp_path / "backups", at=AT + timedelta(days=1))

    assert (first / work).stat().st_ino == (second / work).stat().st_ino
    assert (second / "private" / "work" / new).read_bytes() == b"more words"


def test_so_many_are_kept(installation, tmp_path):
    for day in range(4):
        back_up(tmp_path / "backups", keep=2, at=AT + timedelta(days=day))

    assert sorted(folder.name for folder in complete_in(tmp_path / "backups")) == [
        "campus-20260303T120000Z",
        "campus-20260304T120000Z",
    ]


def test_a_failure_leaves_nothing_and_the_older_ones(installation, tmp_path, monkeypatch):
    first = back_up(tmp_path / "backups")

    def full(*_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(making, "write_manifest", full)
    with pytest.raises(UnableToBackUp, match="No space left on device"):
        back_up(tmp_path / "backups", keep=1, at=AT + timedelta(days=1))

    assert [path.name for path in (tmp_path / "backups").iterdir() if path.is_dir()] == [first.name]


def test_what_a_kill_left_is_no_backup_and_is_cleared_away(installation, tmp_path):
    half = tmp_path / "backups" / ".unfinished-20260228T120000Z"
    half.mkdir(parents=True)
    (half / "manifest.json").write_text("{}")

    with pytest.raises(UnreadableBackup):
        read_manifest(half)
    back_up(tmp_path / "backups")

    assert not half.exists()


def test_two_at_once_are_refused(installation, tmp_path):
    (tmp_path / "backups").mkdir()

    with making._alone(tmp_path / "backups"), pytest.raises(UnableToBackUp, match="Another backup"):
        back_up(tmp_path / "backups")


def test_none_kept_is_refused(tmp_path):
    with pytest.raises(UnableToBackUp):
        back_up(tmp_path, keep=0)


def test_the_time_of_the_last_one_is_noted(installation, tmp_path, data):
    folder = back_up(tmp_path / "backups")

    note = json.loads((data / "last-backup.json").read_text())
    assert (note["at"], note["path"], note["missing"]) == (AT.isoformat(), str(folder), 0)


def test_a_file_that_rows_name_and_nobody_has_is_named(installation, tmp_path):
    enrolment, _work = installation
    _name_a_lost_file(enrolment)

    folder = back_up(tmp_path / "backups")

    assert read_manifest(folder).missing == ["private/imports/gone.roster"]


def _name_a_lost_file(enrolment: Enrolment) -> None:
    RosterImport.objects.create(
        cohort=enrolment.cohort, file_name="people.csv", stored_name="gone.roster", sha256="0" * 64,
        uploaded_by=enrolment.user, uploaded_at=AT,
    )  # fmt: skip


def test_every_column_with_names_of_private_files_is_known():
    """A new one under these names has to be entered, or its files would be called left over."""
    columns = {"stored_name", "plain_name", "evidence_name"}

    found = {
        (model, field.column)
        for model in apps.get_models()
        for field in model._meta.local_fields
        if field.column in columns
    }

    assert found == {(naming.model, naming.column) for naming in PRIVATE_NAMES}
