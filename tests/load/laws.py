"""How costs grow: of a page with the enrolments of its cohort, of whole-cohort work with its rows."""

import json
import math
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable

from tests.bench.cost import measured
from tests.bench.desks import MARKING, PAGES, cohort_of, open_page, teach
from tests.bench.stack import analyse

PAGE_SIZES = (30, 300, 5_000, 50_000)
ROW_SIZES = (500, 5_000, 50_000)
TIMES, SLOW_MS = 10, 500
TOO_SLOW_MS = 5_000
"""A page that took so long is not opened with ten times as many: the law is broken already."""
MOST_EXPONENT, MOST_MB, MOST_GROWTH = 1.1, 64, 2.0
"""Of work on rows; more memory for the largest than for the smallest; of a page's processor time from the smallest to the largest."""
LEARNER_PAGES = {
    "this week": "/learn/",
    "programme": "/learn/programme/",
    "lesson": "/learn/M01-L02/",
    "quiz, before the start": "/learn/Q1/",
    "own results": "/learn/results/",
    "dates": "/learn/dates/",
}
TAUGHT = (*MARKING, "gradebook, page 2", "integrity")
STAFF_PAGES = PAGES | {
    "gradebook, page 2": "/staff/gradebook/{code}/?page=2",
    "award board": "/staff/awards/{code}/",
    "exit awards": "/staff/awards/{code}/exit/",
    "internships": "/staff/internships/",
    "integrity": "/staff/integrity/",
}


def measure_laws() -> dict:
    """Fills the database with 56,000 learners."""
    edition = _edition()
    told = {"pages": _pages(edition), "rows": _rows(edition)}
    for kind, rows in told.items():
        bad = [name for name, row in rows.items() if not row["met"]]
        sys.stdout.write(f"laws of {kind}: {'all met' if not bad else 'NOT MET by ' + ', '.join(bad)}\n")
    return told


def _edition():
    """With every rule that the programme has for its award, not the few of the demo."""
    from django.utils.timezone import now  # noqa: PLC0415 -- after the settings

    from courses.editions.freezing import freeze  # noqa: PLC0415
    from courses.editions.models import Edition  # noqa: PLC0415
    from courses.programme.models import ProgrammePage  # noqa: PLC0415

    programme = ProgrammePage.objects.get()
    policy = programme.award_policies.exclude(code="demo").first()
    if policy is None:
        return Edition.objects.latest("pk")
    return freeze(programme, policy=policy, label="All rules", by=None, at=now())


def _pages(edition) -> dict[str, dict]:
    found: dict[str, list[dict]] = {}
    open_page("/staff/cohorts/", "administrator")  # this process has read and compiled what all pages need
    for size in PAGE_SIZES:
        start = time.monotonic()
        code, learner = cohort_of(size, edition=edition)
        analyse()
        sys.stdout.write(f"a cohort of {size} is there after {time.monotonic() - start:.0f} s\n")
        sys.stdout.flush()
        teach(code)
        opened = {name: (address, _reader(name)) for name, address in STAFF_PAGES.items()}
        opened |= {name: (address, f"{code}.0@demo.example") for name, address in LEARNER_PAGES.items()}
        for name, (address, who) in opened.items():
            rows = found.setdefault(name, [])
            if rows and rows[-1]["cpu_ms"] > TOO_SLOW_MS:
                continue
            rows.append(open_page(address.format(code=code, learner=learner), who, times=TIMES))
            _tell_slow(name, size, rows[-1])
    return {name: _page_law(name, rows) for name, rows in found.items()}


def _reader(name: str) -> str:
    return "instructor" if name in TAUGHT else "administrator"


def _tell_slow(name: str, size: int, row: dict) -> None:
    if row["cpu_ms"] > SLOW_MS:
        sys.stdout.write(
            f"  {name} of {size}: {row['ms']} ms, {row['cpu_ms']} ms CPU, {row['queries']} queries\n"
        )
        sys.stdout.flush()


def _page_law(name: str, rows: list[dict]) -> dict:
    queries, cpu = [row["queries"] for row in rows], [row["cpu_ms"] for row in rows]
    growth = round(cpu[-1] / cpu[0], 2) if cpu[0] else 1.0
    met = len(rows) == len(PAGE_SIZES) and len(set(queries[1:])) == 1 and growth <= MOST_GROWTH
    told = {
        "queries": queries,
        "cpu ms": cpu,
        "bytes": [row["bytes"] for row in rows],
        "growth": growth,
        "met": met,
    }
    sys.stdout.write(
        f"{name:28}{json.dumps(queries):>22} queries {json.dumps(cpu):>34} ms CPU  x {growth}{'' if met else '  NOT MET'}\n"
    )
    return told


def _rows(edition) -> dict[str, dict]:
    works = _works()
    found = {name: [] for name in works}
    for size in ROW_SIZES:
        code, _learner = cohort_of(size, edition=edition)
        analyse()
        for name, work in works.items():
            with measured() as cost:
                work(code)
            found[name].append(cost)
    return {name: _row_law(name, costs) for name, costs in found.items()}


def _row_law(name: str, costs: list) -> dict:
    cpu, peaks = [round(cost.cpu, 2) for cost in costs], [round(cost.peak_mb) for cost in costs]
    exponent = round(slope(ROW_SIZES, [cost.cpu for cost in costs]), 2)
    met = exponent <= MOST_EXPONENT
    flat = peaks[-1] - peaks[0] <= MOST_MB
    told = {
        "rows": ROW_SIZES, "cpu s": cpu, "seconds": [round(cost.seconds, 2) for cost in costs], "exponent": exponent,
        "peak MB": peaks, "queries": [cost.queries for cost in costs], "met": met, "memory met": flat,
    }  # fmt: skip
    sys.stdout.write(
        f"{name:28}{json.dumps(cpu):>24} s CPU, exponent {exponent} (goal <= {MOST_EXPONENT}{'' if met else ', NOT MET'}), "
        f"peak {peaks} MB (goal + {MOST_MB}{'' if flat else ', NOT MET'}), queries {told['queries']}\n"
    )
    sys.stdout.flush()
    return told


def slope(sizes, values) -> float:
    """Of the line through the logarithms: 1 is linear, 2 is quadratic."""
    points = [math.log(max(value, 0.001)) for value in values]
    return statistics.linear_regression([math.log(size) for size in sizes], points).slope


def _works() -> dict[str, Callable[[str], object]]:
    from django.utils.timezone import now  # noqa: PLC0415 -- all after the settings

    from cms.accounts.models import User  # noqa: PLC0415
    from courses.cohorts.models import Cohort  # noqa: PLC0415
    from learners.credentials.eligibility import each_standing  # noqa: PLC0415
    from learners.enrolment.models import Enrolment  # noqa: PLC0415
    from learners.enrolment.queries import people_of  # noqa: PLC0415
    from learners.grades.gradebook import gradebook_csv, gradebook_of, gradebook_xlsx  # noqa: PLC0415
    from learners.grades.releasing import release_marks  # noqa: PLC0415

    by = User.objects.get(email="administrator@demo.example")

    def cohort(code: str) -> Cohort:
        return Cohort.objects.select_related("edition").get(code=code)

    def recalculate(code: str):
        book = gradebook_of(cohort(code), unreleased=True)
        return Counter(row.standing for row in book.each_row(people_of(cohort(code))))

    def release(code: str):
        enrolments = list(Enrolment.objects.filter(cohort__code=code))
        activity = enrolments[0].cohort.edition.activities.get(activity__code="AS1").activity_id
        return release_marks(enrolments, activity, by=by, at=now())

    return {
        "results": recalculate,
        "eligibility": lambda code: Counter(each.eligible for each in each_standing(cohort(code))),
        "gradebook as CSV": lambda code: gradebook_csv(cohort(code), unreleased=True, by=by, at=now()),
        "gradebook as XLSX": lambda code: gradebook_xlsx(cohort(code), unreleased=True, by=by, at=now()),
        "release of marks": release,
    }
