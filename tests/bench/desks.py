"""The staff's lists with few and with many learners: queries, bytes and time must not grow with the cohort."""

import gzip
import json
import sys
from datetime import timedelta
from pathlib import Path

from tests.bench.cost import measured
from tests.bench.people import BATCH, enrol_many, put

SIZES = (30, 300, 5_000)
PAGES = {
    "people of a cohort": "/staff/cohorts/{code}/people/",
    "learners": "/staff/learners/?cohort={code}",
    "silent learners": "/staff/learners/?cohort={code}&silent=10",
    "record of a learner": "/staff/learners/{learner}/",
    "schedule": "/staff/cohorts/{code}/",
    "admissions pipeline": "/staff/admissions/{code}/",
    "gradebook": "/staff/gradebook/{code}/",
    "gradebook, below a minimum": "/staff/gradebook/{code}/?marks=below",
    "marking queue": "/staff/marking/",
    "cohorts": "/staff/cohorts/",
    "editions": "/staff/editions/",
}
SLOW = 3
"""Seconds of processor time of a page that nobody wants to open ten times."""
MOST_PLACES = 30_000
"""More than that a cohort's capacity cannot be."""
MARKING = ("gradebook", "gradebook, below a minimum", "marking queue")
"""What somebody who teaches the cohort opens, and no other cohort."""


def measure_desks(data: Path) -> None:
    """A line for each page and size, and desk-bench.json in the data folder. Fills the bench's own database."""
    rows: dict[str, dict] = {}
    for size in SIZES:
        code, learner = cohort_of(size)
        teach(code)
        for name, address in PAGES.items():
            who = "instructor" if name in MARKING else "administrator"
            rows[f"{name}, {size}"] = open_page(address.format(code=code, learner=learner), who)
    for name, row in rows.items():
        sys.stdout.write(
            f"{name:32}{row['queries']:>5} queries {row['bytes']:>7} bytes gzip {row['raw']:>7} raw {row['ms']:>7} ms\n"
        )
    (data / "desk-bench.json").write_text(json.dumps(rows, indent=2))


def cohort_of(size: int, *, edition=None) -> tuple[str, int]:
    """The code of a cohort with so many learners and applications, and one of the learners. On the demo's edition, or another one."""
    from django.utils.timezone import now  # noqa: PLC0415 -- after the settings

    from courses.cohorts.models import Cohort  # noqa: PLC0415
    from learners.admissions.models import Application, Intake  # noqa: PLC0415
    from learners.enrolment.models import Enrolment  # noqa: PLC0415
    from learners.events.models import LearningEvent  # noqa: PLC0415

    at, code = now(), f"bench-{size}"
    found = Enrolment.objects.filter(cohort__code=code).order_by("pk").first()
    if found:
        return code, found.pk
    demo = Cohort.objects.get(code="demo")
    cohort = Cohort.objects.create(
        edition=edition or demo.edition,
        code=code,
        title=f"Bench {size}",
        starts_on=demo.starts_on,
        published_at=at,
        capacity=min(size, MOST_PLACES),
    )
    intake = Intake.objects.create(
        cohort=cohort, opens_at=at - timedelta(days=9), closes_at=at + timedelta(days=9)
    )
    places = enrol_many(cohort, size, at=at - timedelta(days=30))
    put(
        LearningEvent,
        (
            LearningEvent(
                verb="activity.opened", enrolment=place, by=place.user, at=at - timedelta(days=place.pk % 20)
            )
            for place in places
        ),
    )
    put(
        Application,
        (
            Application(
                user=place.user, intake=intake, reference=f"A-9999-{place.pk:05d}", state="submitted", printed_name=place.user.name,
                created_at=at, saved_at=at, submitted_at=at, region="africa", sector="government",
            )
            for place in places
        ),
    )  # fmt: skip
    _marks_of(places)
    return code, places[0].pk


def _marks_of(places: list) -> None:
    """A mark for every work of the edition, and an assignment that waits for its marker."""
    from datetime import UTC, datetime  # noqa: PLC0415 -- after the settings
    from decimal import Decimal  # noqa: PLC0415

    from courses.cohorts.models import DateOverride  # noqa: PLC0415
    from courses.editions.plan import plan_of  # noqa: PLC0415
    from learners.grades.models import GradeEvent  # noqa: PLC0415
    from learners.submissions.models import Submission, Work  # noqa: PLC0415

    at = datetime(2026, 1, 5, tzinfo=UTC)
    counting = [planned for planned in plan_of(places[0].cohort.edition_id).activities if planned.component]
    put(
        GradeEvent,
        (
            GradeEvent(
                enrolment=place, activity_id=planned.activity_id, points=Decimal(30 + place.pk % 70),
                max_points=Decimal(100), reason="Bench", at=at,
            )
            for place in places
            for planned in counting
        ),
    )  # fmt: skip
    assignment = next(planned for planned in counting if planned.code == "AS1")
    DateOverride.objects.create(
        cohort=places[0].cohort,
        activity_id=assignment.activity_id,
        due_at=at,
        reason="the bench reads it now.",
    )
    works = Work.objects.bulk_create(
        (Work(enrolment=place, activity_id=assignment.activity_id, code=f"{place.pk:X}") for place in places),
        batch_size=BATCH,
    )
    put(
        Submission,
        (
            Submission(
                work=work, edition_activity_id=assignment.id, number=1, text="Word " * 1500, words=1500, sha256="0" * 64,
                handed_in_at=at, uses_tools=False,
            )
            for work in works
        ),
    )  # fmt: skip


def teach(code: str) -> None:
    """The instructor teaches this cohort alone, so that the queue is that of one cohort."""
    from cms.accounts.models import User  # noqa: PLC0415 -- after the settings
    from courses.cohorts.models import Cohort, TeachingRole  # noqa: PLC0415

    instructor = User.objects.get(email="instructor@demo.example")
    TeachingRole.objects.filter(user=instructor).delete()
    cohort = Cohort.objects.get(code=code)
    TeachingRole.objects.create(cohort=cohort, user=instructor, kind=TeachingRole.Kind.INSTRUCTOR)


def open_page(address: str, who: str, *, times: int = 1) -> dict:
    """On a warm process, unless it is slow. who: an address of the demo without its end, or a whole one."""
    from django.test import Client  # noqa: PLC0415 -- after the settings

    from cms.accounts.models import User  # noqa: PLC0415

    browser = Client(HTTP_HOST="127.0.0.1")
    browser.force_login(User.objects.get(email=who if "@" in who else f"{who}@demo.example"))
    with measured() as cost:
        response = browser.get(address)
    if cost.cpu < SLOW:
        with measured() as cost:
            for _each in range(times):
                response = browser.get(address)
    else:
        times = 1
    if response.status_code != 200:
        sys.exit(f"{address}: status {response.status_code}")
    return {
        "queries": cost.queries // times,
        "bytes": len(gzip.compress(response.content, 6)),
        "raw": len(response.content),
        "ms": round(1000 * cost.seconds / times, 1),
        "cpu_ms": round(1000 * cost.cpu / times, 1),
    }
