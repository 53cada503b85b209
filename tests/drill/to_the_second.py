"""PostgreSQL back to a named second: the machine dies while people work, and the log's archive has to be enough."""

import shutil
import time
from datetime import datetime
from pathlib import Path

from tests.drill.cluster import Cluster
from tests.drill.working import Work, files_of_rows, lost_of, open_attempts


def drill_to_the_second(cluster: Cluster, mirror: Path, *, short: bool) -> dict[str, object]:
    from django.conf import settings  # noqa: PLC0415 -- all after the settings
    from django.db import connection  # noqa: PLC0415

    from cms.backup.engines import table_states  # noqa: PLC0415
    from cms.backup.mirroring import bring_files_back  # noqa: PLC0415
    from cms.backup.tables import differing  # noqa: PLC0415

    items, at = open_attempts(short=short)
    started = time.monotonic()
    base = cluster.base_backup()
    base_seconds = time.monotonic() - started
    work = Work()
    work.start(items, at=at)
    time.sleep(2)
    _mirror(mirror)
    with work.gate:
        second, tables, files = _moment(), table_states(), files_of_rows()
        kept = len(work.saves)
    _mirror(mirror)  # the timer does it every minute
    time.sleep(cluster.archive_timeout + 3)
    died_at = time.time()
    cluster.kill()
    work.stop()
    connection.close()
    for place in ("private", "media"):
        shutil.rmtree(Path(settings.DATA_FOLDER) / place, ignore_errors=True)

    cluster.recover(base)
    lost = lost_of(work.saves)
    connection.close()
    cluster.kill()

    started = time.monotonic()
    cluster.recover(base, to=second.isoformat(sep=" "))
    wrong = differing(tables, table_states())
    missing = bring_files_back(mirror)
    rto = time.monotonic() - started
    there = files_of_rows()
    size = sum(path.stat().st_size for path in base.rglob("*") if path.is_file())
    return {
        "saves acknowledged": len(work.saves),
        "of them until the named second": kept,
        "tables that differ at the named second": wrong,
        "acknowledged until then, lost": len(lost_of(work.saves[:kept])),
        "files that differ": sorted(
            name for name in there.keys() | files.keys() if there.get(name) != files.get(name)
        ),
        "files missing": missing,
        "rows": sum(state.rows for state in tables.values()),
        "files": len(files),
        "base backup, MB": round(size / 1e6, 1),
        "base backup, seconds": round(base_seconds, 1),
        "RPO, seconds": round(died_at - min((save.at for save in lost), default=died_at), 1),
        "archive_timeout, seconds": cluster.archive_timeout,
        "RTO, seconds": round(rto, 1),
        "RTO, minutes a GB": round(rto / 60 / (size / 1e9), 1),
    }


def _mirror(place: Path) -> None:
    from datetime import timedelta  # noqa: PLC0415

    from django.utils.timezone import now  # noqa: PLC0415

    from cms.backup.mirroring import mirror_files  # noqa: PLC0415

    mirror_files(place, forget_after=timedelta(days=14), at=now())


def _moment() -> datetime:
    """The server's clock is what its log is written by. A little later nothing of before is on its way."""
    from django.db import connection  # noqa: PLC0415

    time.sleep(0.2)
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment = cursor.fetchone()[0]
    time.sleep(0.2)
    return moment
