"""Who takes part in the peak: learners who are signed in, a cohort that waits for its certificates, staff."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from tests.bench.browsers import Browser
from tests.bench.people import cookies_of, enrol_many, put

PATIENCE = 60
"""Seconds that a browser of the peak waits. What comes later counts as an error."""


@dataclass(frozen=True)
class Hall:
    """The learners of the peak, each at the own browser."""

    cohort: object
    enrolments: list
    browsers: list[Browser]
    webinar: str
    """The code of one that is open."""
    work: int
    """The activity whose marks wait for their release."""


def make_programme() -> None:
    """The whole one through the real migrations."""
    from django.core.management import call_command  # noqa: PLC0415 -- all after the settings

    call_command("quickstart", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


def make_small_programme() -> None:
    """With the quiz, the assignment and the webinar that the whole one has too."""
    from django.utils.timezone import now  # noqa: PLC0415

    from cms.accounts.roles import Role  # noqa: PLC0415
    from learners.credentials.signing import make_signing_key  # noqa: PLC0415
    from tests.factories import programme as small  # noqa: PLC0415
    from tests.factories import works  # noqa: PLC0415
    from tests.factories.people import make_staff  # noqa: PLC0415
    from tests.without_migrations import make_tables  # noqa: PLC0415

    make_tables()
    programme = small.make_programme()
    programme.components.update(weight=50)
    programme.components.create(code="AS", title="Works", kind="work", weight=50)
    module = small.make_module(programme)
    small.make_lesson(module, "M01-L01", week=1)
    small.make_quiz(module, small.make_bank(count=12), count=10)
    works.make_assignment(module, "AS1", component="AS")
    works.make_webinar(module)
    _open_now(small.make_cohort(small.make_edition(programme)))
    make_staff(Role.ADMINISTRATOR, "administrator@demo.example")
    make_staff(Role.REGISTRAR, "registrar@demo.example")
    make_signing_key(at=now())


def make_hall(count: int, *, port: int, at: datetime) -> Hall:
    from courses.editions.plan import plan_of  # noqa: PLC0415

    cohort = _cohort("peak", "Peak", at=at)
    _open_now(cohort)
    plan = plan_of(cohort.edition_id)
    webinar = next(each for each in plan.activities if each.kind == "live_session")
    enrolments = enrol_many(cohort, count, at=at)
    work = plan.activity("AS1").activity_id
    mark(enrolments, [work], at=at)
    cookies = cookies_of(place.user for place in enrolments)
    browsers = [Browser(port, cookie, PATIENCE, stays=False) for cookie in cookies]
    return Hall(cohort, enrolments, browsers, webinar.code, work)


def _open_now(cohort) -> None:
    """Its first quiz, its first assignment and its webinars, until tomorrow."""
    from django.utils.timezone import now  # noqa: PLC0415

    from courses.cohorts.models import DateOverride  # noqa: PLC0415
    from courses.editions.plan import plan_of  # noqa: PLC0415

    opens_at, due_at = now() - timedelta(hours=1), now() + timedelta(days=1)
    DateOverride.objects.bulk_create(
        DateOverride(
            cohort=cohort,
            activity_id=planned.activity_id,
            reason="of the peak",
            opens_at=opens_at,
            due_at=due_at,
        )
        for planned in plan_of(cohort.edition_id).activities
        if planned.code in ("Q1", "AS1") or planned.kind == "live_session"
    )


def start_certificates(count: int, *, at: datetime) -> int:
    """A cohort that meets every rule, proposed and approved: the workers sign one after the other. The number of the run."""
    from cms.accounts.models import User  # noqa: PLC0415
    from courses.editions.plan import plan_of  # noqa: PLC0415
    from learners.credentials.issuing_work import start_run  # noqa: PLC0415
    from learners.credentials.models import AwardProposal, NameConfirmation  # noqa: PLC0415
    from learners.progress.models import ActivityProgress  # noqa: PLC0415

    cohort = _cohort("graduates", "Graduates", at=at)
    first, second = (
        User.objects.get(email=f"{name}@demo.example") for name in ("administrator", "registrar")
    )
    enrolments = enrol_many(cohort, count, at=at, identity_verified_at=at, identity_verified_by=second)
    plan = plan_of(cohort.edition_id)
    lessons = [planned.activity_id for planned in plan.activities if planned.kind == "lesson"]
    put(
        ActivityProgress,
        (
            ActivityProgress(enrolment=place, activity_id=lesson, opened_at=at, completed_at=at)
            for place in enrolments
            for lesson in lessons
        ),
    )
    mark(enrolments, [planned.activity_id for planned in plan.activities if planned.component], at=at)
    NameConfirmation.objects.bulk_create(
        NameConfirmation(enrolment=place, name=place.user.name, confirmed_at=at) for place in enrolments
    )
    proposals = AwardProposal.objects.bulk_create(
        AwardProposal(enrolment=place, proposed_by=first, proposed_at=at) for place in enrolments
    )
    return start_run(cohort, proposals, by=second, at=at).pk


def _cohort(code: str, title: str, *, at: datetime):
    """On the newest edition, in its third week."""
    from courses.cohorts.models import Cohort  # noqa: PLC0415
    from courses.editions.models import Edition  # noqa: PLC0415

    starts_on = at.date() - timedelta(days=at.weekday(), weeks=2)
    return Cohort.objects.create(
        edition=Edition.objects.latest("pk"),
        code=code,
        title=title,
        starts_on=starts_on,
        published_at=at,
        capacity=30_000,
        room_url="https://meet.example/room",
    )


def mark(enrolments: list, activities: list[int], *, at: datetime) -> None:
    from learners.grades.models import GradeEvent  # noqa: PLC0415

    put(GradeEvent, _marks(enrolments, activities, at))


def _marks(enrolments: list, activities: list[int], at: datetime) -> Iterator:
    from learners.grades.models import GradeEvent  # noqa: PLC0415

    for place in enrolments:
        for activity_id in activities:
            yield GradeEvent(
                enrolment=place, activity_id=activity_id, points=Decimal(60 + place.pk % 40), max_points=Decimal(100),
                reason="Peak", at=at,
            )  # fmt: skip
