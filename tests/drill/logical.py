"""The two commands, on whatever engine: a backup while people work, everything destroyed, everything back."""

import shutil
import time
from pathlib import Path

from tests.drill.working import Work, files_of_rows, lost_of, open_attempts

BUSY_SECONDS = 2.0


def drill_backup(place: Path, *, short: bool) -> dict[str, object]:
    from django.conf import settings  # noqa: PLC0415 -- all after the settings
    from django.utils.timezone import now  # noqa: PLC0415

    from cms.backup.engines import table_states  # noqa: PLC0415
    from cms.backup.making import make_backup  # noqa: PLC0415
    from cms.backup.manifest import read_manifest  # noqa: PLC0415
    from cms.backup.restoring import restore  # noqa: PLC0415
    from cms.backup.tables import differing  # noqa: PLC0415

    work = Work()
    items, at = open_attempts(short=short)
    work.start(items, at=at)
    time.sleep(BUSY_SECONDS)
    kept_before = len(work.saves)
    busy = make_backup(place, keep=2, with_keys=True, at=now())
    time.sleep(BUSY_SECONDS / 4)
    work.stop()
    quiet = make_backup(place, keep=2, with_keys=True, at=now())
    tables, files = table_states(), files_of_rows()

    destroy(Path(settings.DATA_FOLDER))
    first = restore(busy, replace=True, at=now())
    lost = lost_of(work.saves[:kept_before])
    destroy(Path(settings.DATA_FOLDER))
    second = restore(quiet, replace=True, at=now())
    manifest = read_manifest(quiet)
    there = {name: state for name, state in table_states().items() if name not in CHANGED_BY_A_RESTORE}
    expected = {name: state for name, state in tables.items() if name not in CHANGED_BY_A_RESTORE}
    return {
        "saves while the backup was made": len(work.saves) - kept_before,
        "errors of writers": len(work.errors),
        "acknowledged before it, lost": len(lost),
        "tables that differ": differing(expected, there),
        "files that differ": sorted(
            name for name, digest in files_of_rows().items() if digest != files.get(name)
        ),
        "files missing": first.missing + second.missing,
        "rows": manifest.rows,
        "files": len(manifest.files),
        "MB": round(manifest.size / 1e6, 1),
        "backup, seconds": [read_manifest(busy).seconds, manifest.seconds],
        "restore, seconds": [first.seconds, second.seconds],
        "restore, minutes a GB": round(second.seconds / 60 / (manifest.size / 1e9), 1),
    }


CHANGED_BY_A_RESTORE = {"django_session", "sqlite_sequence", "django_migrations", "django_content_type"}
"""A restore signs everybody out, and brings the tables to the code. It compares all of them by itself before."""


def destroy(data: Path) -> None:
    from django.db import connection  # noqa: PLC0415

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    connection.close()
    for path in data.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name.startswith("campus.sqlite3"):
            path.unlink()
