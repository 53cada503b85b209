"""A file of people read into its preview: seconds, and the most memory that Python held for it."""

import json
import sys
import time
import tracemalloc
from pathlib import Path

FEW, MANY = 500, 5_000


def measure_rosters(data: Path) -> None:
    """A line for each format, and roster-bench.json in the data folder. Memory is flat when both peaks are alike."""
    rows = {}
    for name, make in _makers().items():
        seconds, _peak = _read(make(MANY), traced=False)
        peaks = [_read(make(count), traced=True)[1] for count in (FEW, MANY)]
        rows[name] = {"rows": MANY, "seconds": seconds, "peak_mb": peaks[1], f"peak_mb_of_{FEW}": peaks[0]}
        sys.stdout.write(
            f"roster of {MANY:,} rows read, {name}: {seconds} s, peak {peaks[1]} MB ({FEW} rows: {peaks[0]} MB)\n"
        )
    (data / "roster-bench.json").write_text(json.dumps(rows, indent=2))


def _makers():
    from tests.learners.enrolment.rosters import many, xlsx  # noqa: PLC0415 -- after the settings

    return {
        "csv": lambda count: many(count).encode(),
        "xlsx": lambda count: xlsx(*(line.split(",") for line in many(count).splitlines())),
    }


def _read(content: bytes, *, traced: bool) -> tuple[float, float]:
    from django.core.files.base import ContentFile  # noqa: PLC0415
    from django.utils.timezone import now  # noqa: PLC0415

    from cms.accounts.models import User  # noqa: PLC0415
    from courses.cohorts.models import Cohort  # noqa: PLC0415
    from learners.enrolment.importing import drop_roster, receive_roster  # noqa: PLC0415
    from learners.enrolment.roster_work import work_on  # noqa: PLC0415

    by, upload = User.objects.filter(is_staff=True).earliest("pk"), ContentFile(content, name="people")
    if traced:
        tracemalloc.start()
    started = time.perf_counter()
    roster = receive_roster(Cohort.objects.earliest("pk"), upload, by=by, at=now())
    while work_on(roster.pk, at=now()):
        pass
    seconds = time.perf_counter() - started
    peak = tracemalloc.get_traced_memory()[1] if traced else 0
    tracemalloc.stop()
    roster.refresh_from_db()
    if roster.state != "ready":
        sys.exit(f"The roster was not read: {roster.error}")
    drop_roster(roster, by=by, at=now())
    return round(seconds, 2), round(peak / 1024 / 1024, 1)
