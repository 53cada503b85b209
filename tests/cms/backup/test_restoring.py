import json
import shutil
from dataclasses import replace as replaced
from datetime import UTC, datetime

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from cms.accounts.models import User
from cms.backup import engines, restoring
from cms.backup.engines import UnableToCopy, table_states
from cms.backup.making import make_backup
from cms.backup.manifest import FILE, SEAL, FileState, UnreadableBackup, read_manifest, write_manifest
from cms.backup.restoring import RestoredWrongly, UnableToRestore, restore
from cms.backup.tables import TableState, differing
from tests.factories.people import make_user

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def backup(installation, tmp_path):
    return make_backup(tmp_path / "backups", keep=14, with_keys=True, at=AT)


@pytest.fixture(autouse=True)
def _no_migrations(monkeypatch):
    """The suite's tables are made without them."""
    monkeypatch.setattr(restoring, "call_command", lambda *_words, **_options: None)


def test_everything_comes_back_as_it_was(backup, installation, data):
    _enrolment, work = installation
    before = table_states()
    User.objects.update(name="Changed afterwards")
    make_user("new@demo.example", "Demo learner 30")
    (data / work).write_bytes(b"overwritten")
    default_storage.delete("images/seal.svg")

    done = restore(backup, replace=True, at=AT)

    assert differing(before, table_states()) == []
    assert (data / work).read_bytes() == b"words of a learner"
    assert (data / "media" / "images" / "seal.svg").read_bytes() == b"<svg/>"
    assert (done.files, done.missing, done.left_over) == (3, [], ["media/images/seal.svg", work])
    assert json.loads((data / "last-restore.json").read_text())["rows"] == done.rows


def test_a_restored_file_is_known_to_the_next_backup(backup, installation, tmp_path, data):
    _enrolment, work = installation
    shutil.rmtree(data / "private")
    restore(backup, replace=True, at=AT)

    second = make_backup(tmp_path / "backups", keep=14, with_keys=False, at=AT)

    assert second.name == "campus-20260301T120000Z-2"
    assert (second / work).stat().st_ino == (backup / work).stat().st_ino


def test_keys_come_back_readable_by_their_owner_only(backup, data):
    shutil.rmtree(data / "keys")

    restore(backup, replace=True, at=AT)

    assert (data / "keys" / "one.key").stat().st_mode & 0o777 == 0o600


def test_what_is_there_is_not_lost_unasked(backup):
    with pytest.raises(UnableToRestore, match="The database is not empty"):
        restore(backup, replace=False, at=AT)


def test_files_that_are_there_are_not_lost_unasked(backup, monkeypatch):
    monkeypatch.setattr(restoring, "is_empty", lambda: True)

    with pytest.raises(UnableToRestore, match="There are files already: private, media, keys"):
        restore(backup, replace=False, at=AT)


@pytest.mark.parametrize("how", ["other bytes", "gone"])
def test_a_damaged_backup_is_refused_before_anything_is_changed(backup, installation, how):
    _enrolment, work = installation
    (backup / work).chmod(0o600)
    (backup / work).write_bytes(b"words of a LEARNER") if how == "other bytes" else (backup / work).unlink()
    before = table_states()

    with pytest.raises(UnableToRestore, match=f"nothing was changed: {work}"):
        restore(backup, replace=True, at=AT)

    assert differing(before, table_states()) == []


def test_a_manifest_that_was_changed_is_refused(backup):
    (backup / FILE).write_text((backup / FILE).read_text().replace('"rows": 1', '"rows": 2'))

    with pytest.raises(UnreadableBackup, match="not as it was written"):
        restore(backup, replace=True, at=AT)


def test_a_manifest_without_its_seal_is_refused(backup):
    (backup / SEAL).unlink()

    with pytest.raises(UnreadableBackup):
        restore(backup, replace=True, at=AT)


def test_rows_that_are_not_as_they_were_are_named(backup):
    manifest = read_manifest(backup)
    manifest.tables["cms_user"] = TableState(manifest.tables["cms_user"].rows, "0" * 32)
    write_manifest(backup, manifest)

    with pytest.raises(RestoredWrongly, match="cms_user"):
        restore(backup, replace=True, at=AT)


def test_a_backup_of_another_engine_is_refused(backup):
    write_manifest(backup, replaced(read_manifest(backup), engine="oracle", database=FileState("", 0, "")))

    with pytest.raises(UnableToRestore, match="The backup is of oracle"):
        restoring._check_target(read_manifest(backup), {}, replace=True)


def test_a_backup_of_newer_code_is_refused(backup, settings):
    settings.MIGRATION_MODULES = {}
    manifest = read_manifest(backup)
    manifest.migrations["learners"] = ["9999_of_the_future"]
    write_manifest(backup, manifest)

    with pytest.raises(UnableToRestore, match=r"learners\.9999_of_the_future is not known here"):
        restore(backup, replace=True, at=AT)


def test_a_copy_that_cannot_be_read_leaves_the_database_as_it_was(backup, tmp_path):
    before = table_states()
    broken = tmp_path / "broken"
    whole = (backup / engines.ENGINES[connection.vendor]).read_bytes()
    broken.write_bytes(b"no database" + whole[: len(whole) // 2])

    with pytest.raises(UnableToCopy):
        engines.bring_back(broken)

    assert differing(before, table_states()) == []


def test_who_was_erased_is_erased_again_and_nobody_stays_signed_in(backup, monkeypatch):
    called = []
    monkeypatch.setattr(restoring, "get_commands", lambda: {"erase_again": "cms"})
    monkeypatch.setattr(restoring, "call_command", lambda name, **_options: called.append(name))

    done = restore(backup, replace=True, at=AT)

    assert (called, done.erased_again) == (["migrate", "erase_again"], True)
    assert table_states()["django_session"].rows == 0


def test_the_tombstones_of_the_erased_are_no_part_of_a_backup(installation, tmp_path, data):
    (data / "erased.jsonl").write_text("before\n")
    backup = make_backup(tmp_path / "backups", keep=14, with_keys=True, at=AT)
    (data / "erased.jsonl").write_text("before\nafter\n")

    restore(backup, replace=True, at=AT)

    assert (data / "erased.jsonl").read_text() == "before\nafter\n"
    assert not list(backup.rglob("erased*"))


def test_the_commands_say_what_they_did(installation, tmp_path, capsys):
    call_command("backup", tmp_path / "backups", "--with-keys")
    [folder] = [path for path in (tmp_path / "backups").iterdir() if path.is_dir()]

    call_command("restore", folder, "--check-only")
    call_command("restore", folder, "--replace")

    told = capsys.readouterr()
    assert "3 files" in told.out
    assert f"{folder} is whole: 4 files" in told.out
    assert "each as it was" in told.out
    assert "Keep the two apart" in told.err


def test_a_refusal_is_a_sentence(tmp_path):
    with pytest.raises(CommandError, match="is no complete backup"):
        call_command("restore", tmp_path)
