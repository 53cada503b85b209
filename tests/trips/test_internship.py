"""Six months of internship for three learners, through HTTP; their supervisors act by personal link alone.

One at the own employer in government; one who changes from one firm to another midway; one whose association ends the
placement early and who does the applied project in its place.
"""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils.timezone import now

from cms.accounts.roles import Role
from courses.editions.plan import plan_of
from learners.credentials.eligibility import standing_for
from learners.enrolment.models import Extension
from learners.events.delivering import deliver_all_open
from learners.events.models import Delivery
from learners.grades.queries import released_grades
from learners.grades.results import final_result
from learners.placements.linking import ask_supervisor
from learners.placements.models import Host, Placement
from learners.placements.ratings import KEYS
from learners.placements.vivas import VivaSlot
from learners.submissions.moderating import moderate, sample_of
from learners.submissions.releasing import release
from learners.submissions.standing import standings_in
from tests.factories.internship import make_internship_programme
from tests.factories.people import make_enrolment, make_staff, make_user
from tests.factories.programme import make_principle
from tests.factories.works import planned_work, teach
from tests.learners.submissions.rows import make_handed_in, make_marker, mark

pytestmark = pytest.mark.django_db
MONDAY_6 = date(2026, 4, 6)
OFFICE = "/staff/internships/"
HERE = "/learn/internship/"


@pytest.fixture(autouse=True)
def _private_files(settings, tmp_path):
    settings.DATA_FOLDER = tmp_path


class Clock:
    def __init__(self, traveller):
        self._traveller = traveller

    def at(self, day: date, hour: int = 15) -> None:
        self._traveller.move_to(datetime(day.year, day.month, day.day, hour, tzinfo=UTC))


@pytest.fixture
def clock():
    with time_machine.travel(datetime(2026, 3, 25, 9, tzinfo=UTC), tick=False) as traveller:
        yield Clock(traveller)


class SignedIn:
    """Somebody who signs in each time: months lie between the visits."""

    def __init__(self, user):
        self.user = user

    def _client(self) -> Client:
        client = Client()
        client.force_login(self.user)
        return client

    def get(self, address: str):
        return self._client().get(address)

    def post(self, address: str, data: dict | None = None):
        return self._client().post(address, data)


class Office:
    """The co-ordinator, the administrator, the examiners, the module's leader."""

    def __init__(self, cohort):
        self.cohort = cohort
        for number in range(1, 13):
            make_principle(number)
        coordinator = make_staff(Role.INSTRUCTOR, "coordinator@demo.example")
        teach(cohort, coordinator, "coordinator")
        self.coordinator, self.administrator = SignedIn(coordinator), SignedIn(make_staff(Role.ADMINISTRATOR))
        self.examiners = [make_staff(Role.INSTRUCTOR, f"examiner{number}@demo.example") for number in (1, 2)]
        for examiner in self.examiners:
            teach(cohort, examiner, "marker")
        leader = make_staff(Role.INSTRUCTOR, "leader@demo.example")
        teach(cohort, leader, "instructor", "M11")
        self.leader = SignedIn(leader)

    def take(self, placement, step: str, *, who: SignedIn | None = None, **data) -> None:
        address = f"{OFFICE}{placement.pk}/{step}/"
        response = (who or self.coordinator).post(
            address, {f"{step}-{key}": value for key, value in data.items()}
        )
        assert response.status_code == 302, errors_of(response)


class Trainee:
    def __init__(self, cohort, number: int):
        self.enrolment = make_enrolment(
            cohort, make_user(f"demo.learner.{number:02d}@demo.example", f"Demo learner {number:02d}"),
            verified_by=make_user(f"verifier{number}@demo.example"),
        )  # fmt: skip
        self.browser = SignedIn(self.enrolment.user)

    @property
    def placement(self) -> Placement:
        return Placement.objects.filter(internship__enrolment=self.enrolment).order_by("-pk").first()

    def post(self, address: str, data: dict) -> None:
        response = self.browser.post(address, data)
        assert response.status_code == 302, errors_of(response)

    def propose(self, host: str, sector: str, country: str, supervisor: str, **more) -> None:
        self.post(
            f"{HERE}propose/",
            {
                "host_name": host, "sector": sector, "country": country, "place": "The capital",
                "supervisor_name": f"Supervisor of {host}", "supervisor_function": "Head", "supervisor_email": supervisor,
                "task": "Redesign the permit service.", "benefit": "A tested form.", "mode": "on_site",
                "starts_on": MONDAY_6.isoformat(), "ends_on": "2026-08-23", "hours": "120", "may_contact": "on",
            } | more,
        )  # fmt: skip

    def sign(self) -> None:
        address = f"{HERE}{self.placement.pk}/agreement/"
        page = self.browser.get(address).content.decode()
        total = re.search(r'name="sha256" value="([0-9a-f]{64})"', page)[1]
        self.post(address, {"name": self.enrolment.user.name, "sha256": total, "agreed": "on"})

    def plan(self) -> None:
        data = {"resources": "A desk", "capstone": "The same service", "meetings": "Each second Monday"}
        due_on = self.placement.starts_on + timedelta(days=40)
        for number in (1, 2, 3):
            data |= {
                f"aim-{number}-{name}": f"{name} {number}"
                for name in ("text", "deliverable", "evidence", "risk")
            }
            data |= {
                f"aim-{number}-due_on": due_on.isoformat(),
                f"aim-{number}-principles": [number, number + 4],
            }
        self.post(f"{HERE}{self.placement.pk}/plan/", data)

    def log(self, day: date, hours: str, category: str = "task") -> None:
        self.post(
            f"{HERE}hours/",
            {
                "done_on": day.isoformat(), "hours": hours, "category": category, "activity": "Worked on the form.",
                "objective": "1" if category == "task" else "", "client_id": str(uuid4()),
            },
        )  # fmt: skip

    def review(self) -> None:
        data = {f"progress_{number}": "on_track" for number in (1, 2, 3)}
        texts = {"works": "The team", "does_not": "The lift", "wellbeing": "Well and safe"}
        self.post(f"{HERE}{self.placement.pk}/midpoint/", data | texts)


class Supervisor:
    """Nobody with an account: a browser and the mails to one address."""

    def __init__(self, address: str):
        self.address, self.browser = address, Client()

    def link(self) -> str:
        """From the newest mail."""
        deliver()
        bodies = [each.body for each in mail.outbox if each.to == [self.address]]
        return re.findall(r"(/supervisor/[\w-]+/)", "\n".join(bodies))[-1]

    def page(self) -> str:
        return self.browser.get(self.link()).content.decode()

    def send(self, **data) -> str:
        response = self.browser.post(self.link(), data, follow=True)
        assert response.status_code == 200
        return response.content.decode()

    def sign(self) -> None:
        total = re.search(r'name="sha256" value="([0-9a-f]{64})"', self.page())[1]
        assert "You have signed" in self.send(deed="sign", name="Demo supervisor", sha256=total, agreed="on")

    def confirm(self) -> None:
        entries = re.findall(r'name="entry" value="(\d+)"', self.page())
        assert "Confirmed:" in self.send(deed="hours", entry=entries)

    def evaluate(self, value: int) -> None:
        link = self.link()
        data = {key: str(value) for key in KEYS} | {f"comment_{key}": "" for key in KEYS}
        self.browser.post(f"{link}evaluation/", data | {"strengths": "Careful", "host_again": "yes"})
        response = self.browser.post(f"{link}check/", {"name": "Demo supervisor"}, follow=True)
        assert "Your evaluation is sent" in response.content.decode()


def deliver() -> None:
    deliver_all_open(at=now(), limit=1000)
    assert not Delivery.objects.exclude(last_error="").exists()


def errors_of(response) -> str:
    text = response.content.decode(errors="replace")
    summary = re.search(r'class="error-summary".*?</div>', text, re.S)
    return re.sub(r"<[^>]+>|\s+", " ", summary[0] if summary else text)[:600]


def begin(trainee: Trainee, office: Office, supervisor: Supervisor) -> None:
    """From a proposal that was sent to an approved plan, within a day."""
    office.take(trainee.placement, "approve", answer="A clear task.")
    terms = {
        name: getattr(trainee.placement, name)
        for name in ("hours", "task", "supervisor_name", "supervisor_function", "supervisor_email")
    }
    days = {name: getattr(trainee.placement, name).isoformat() for name in ("starts_on", "ends_on")}
    more = {"place": "The capital", "insurance": "The host insures the learner.", "language": "en"}
    office.take(trainee.placement, "agreement", **terms, **days, **more)
    trainee.sign()
    supervisor.sign()
    total = trainee.placement.agreements.get(dropped_at=None, signed_at=None).sha256
    office.take(trainee.placement, "sign", who=office.administrator, name="Demo administrator", sha256=total)
    plan_it(trainee, office, supervisor)


def plan_it(trainee: Trainee, office: Office, supervisor: Supervisor) -> None:
    trainee.plan()
    assert "You have approved the plan." in supervisor.send(deed="plan")
    office.take(trainee.placement, "plan")
    assert trainee.placement.state == "running"


def work(
    trainee: Trainee, supervisor: Supervisor, clock: Clock, first: date, *, days: int, category: str = "task"
) -> date:
    """So many Mondays of eight hours, each confirmed two days later."""
    day = first
    for _week in range(days):
        clock.at(day)
        trainee.log(day, "8", category)
        clock.at(day + timedelta(days=2))
        ask(trainee)
        supervisor.confirm()
        day += timedelta(days=7)
    return day


def ask(trainee: Trainee) -> None:
    """What the clock does every two weeks, here at once."""
    ask_supervisor(trainee.placement, by=None, at=now())


def finish(trainees: list[Trainee], office: Office, clock: Clock, *, week_24: date) -> None:
    """Portfolio with its marks, viva, release."""
    portfolio = planned_work(office.cohort, "IP")
    markers = [make_marker(office.cohort, number) for number in (7, 8)]
    clock.at(week_24)
    for trainee in trainees:
        submission = make_handed_in(trainee.enrolment, "IP", at=now())
        mark(submission, markers[0], 60, 60, 60, 60, at=week_24_end(week_24))
    clock.at(week_24, 16)
    for hour in range(len(trainees)):
        data = {
            "day": (week_24 + timedelta(days=7)).isoformat(), "hour": f"{9 + hour}:00", "minutes": "20",
            "room": "https://meet.example/viva", "first": office.examiners[0].pk, "second": office.examiners[1].pk,
        }  # fmt: skip
        assert office.coordinator.post(f"{OFFICE}vivas/of/2026-a/", data).status_code == 302
    for trainee, slot in zip(trainees, VivaSlot.objects.order_by("starts_at"), strict=True):
        trainee.post(f"{HERE}viva/", {"slot": slot.pk})
    clock.at(week_24 + timedelta(days=7), 20)
    for trainee in trainees:
        viva = trainee.enrolment.internship.vivas.get(cancelled_at=None)
        for examiner, points in zip(office.examiners, (70, 80), strict=True):
            record = {"questions": "Why this form?", "reasons": "Clear.", "outcome": "pass"}
            record |= {f"points_{number}": points for number in range(3)}
            assert SignedIn(examiner).post(f"{OFFICE}vivas/{viva.pk}/", record).status_code == 302
        assert office.leader.post(f"{OFFICE}vivas/{viva.pk}/release/").status_code == 302
    clock.at(week_24 + timedelta(days=30))
    release_portfolio(office, portfolio, markers)


def week_24_end(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=28)


def release_portfolio(office: Office, portfolio, markers) -> None:
    for standing in sample_of(standings_in(office.cohort, portfolio.activity_id)):
        moderate(standing, verdict="agreed", note="", by=markers[1], at=now())
    release(office.cohort, portfolio, by=markers[0], at=now())


def rules_of(trainee: Trainee) -> dict[str, tuple[bool, str]]:
    return {check.key: (check.met, check.detail) for check in standing_for(trainee.enrolment).checks}


def mark_of(trainee: Trainee) -> Decimal:
    plan = plan_of(trainee.enrolment.cohort.edition_id)
    return final_result(plan, released_grades(trainee.enrolment)).component("IN").mark


def test_three_learners_from_the_proposal_to_the_award(clock):
    cohort = make_internship_programme()
    office = Office(cohort)
    own, changer, ended = (Trainee(cohort, number) for number in (1, 2, 3))
    chief, first_boss, second_boss = (
        Supervisor(f"{name}@host.example") for name in ("chief", "first", "second")
    )
    secretary, tutor = Supervisor("secretary@host.example"), Supervisor("tutor@demo.example")

    # Proposals. At the own employer the two declarations are needed.
    refused = own.browser.post(f"{HERE}propose/", {"own_employer": "on"})
    assert refused.status_code == 422
    own.propose(
        "Ministry of Works", "government", "KE", chief.address,
        own_employer="on", outside_duties="on", independent="on",
    )  # fmt: skip
    changer.propose("First Firm Ltd", "private", "PE", first_boss.address, hours="60")
    ended.propose("Village Association", "nonprofit", "NP", secretary.address)
    clock.at(MONDAY_6, 7)
    for trainee, supervisor in ((own, chief), (changer, first_boss), (ended, secretary)):
        begin(trainee, office, supervisor)
    assert rules_of(own)["hours"] == (
        False,
        "0 of 120 hours confirmed, 0 of them at the host (at least 100).",
    )

    # Two days of planning, then thirteen at the host, each confirmed by link.
    for trainee, supervisor in ((own, chief), (ended, secretary)):
        work(trainee, supervisor, clock, MONDAY_6, days=2, category="reflection")
    day = MONDAY_6 + timedelta(weeks=2)
    after_own = work(own, chief, clock, day, days=7)
    own.review()
    assert "Your remarks are sent" in chief.send(deed="midpoint", text="Goes well.")
    office.take(own.placement, "midpoint", decision="continue")
    after_own = work(own, chief, clock, after_own, days=6)

    # The second learner changes the host after five days; they are kept.
    change_on = work(changer, first_boss, clock, day, days=5)
    office.take(changer.placement, "end", ending="change", reason="The firm moved abroad.")
    old_link = first_boss.link()
    assert first_boss.browser.get(old_link).status_code == 410
    starts_on = change_on.isoformat()
    changer.propose("Second Firm plc", "private", "PE", second_boss.address, hours="80", starts_on=starts_on)
    begin(changer, office, second_boss)

    # The third's association closes; an applied project takes the place, with two more weeks.
    clock.at(change_on + timedelta(days=1))
    office.take(ended.placement, "end", ending="host", reason="The association was closed.")
    office.take(ended.placement, "extend", weeks="2", reason="The host closed.")
    office.take(
        ended.placement, "project", task="Redesign the permit service on paper.", supervisor_name="Demo tutor",
        supervisor_email=tutor.address, starts_on=starts_on, ends_on="2026-09-06", hours="104",
    )  # fmt: skip
    ask(ended)
    plan_it(ended, office, tutor)

    # Both work on to the end.
    clock.at(change_on + timedelta(days=7))
    first = change_on + timedelta(days=7)
    for trainee, supervisor, days in ((changer, second_boss, 5), (ended, tutor, 7)):
        after = work(trainee, supervisor, clock, first, days=days)
        trainee.review()
        ask(trainee)
        supervisor.send(deed="midpoint", text="Goes well.")
        office.take(trainee.placement, "midpoint", decision="continue")
        daily(
            trainee,
            supervisor,
            clock,
            after - timedelta(days=6),
            days=10 - days + (0 if trainee is changer else 3),
        )
    week_24 = date(2026, 8, 10)
    clock.at(week_24 - timedelta(days=3))
    for trainee, supervisor, value in ((own, chief, 4), (changer, second_boss, 3), (ended, tutor, 4)):
        ask(trainee)
        supervisor.evaluate(value)
        office.take(trainee.placement, "evaluation")
    finish([own, changer, ended], office, clock, week_24=week_24)

    assert rules_of(own)["hours"] == (
        True,
        "120 of 120 hours confirmed, 104 of them at the host (at least 100).",
    )
    assert rules_of(changer)["hours"][0] is True
    assert rules_of(ended)["hours"] == (
        True,
        "120 of 120 hours confirmed, 104 of them at the host (at least 100). "
        "Hours of the applied project count as hours at the host.",
    )
    assert [rules_of(each)["forms"] for each in (own, changer, ended)] == [
        (True, "All forms are filed and the viva was held.")
    ] * 3
    # 0.6 * 60 + 0.15 * 75 + 0.25 * 75 = 66; with ratings of 3: 0.6 * 60 + 0.15 * 50 + 0.25 * 75 = 62.25, half up.
    assert [mark_of(each) for each in (own, changer, ended)] == [
        Decimal("66.0"),
        Decimal("62.3"),
        Decimal("66.0"),
    ]
    sectors = {each.host.sector for each in Placement.objects.exclude(host=None)}
    assert sectors == {"government", "private", "nonprofit"}
    assert Host.objects.filter(state="approved").count() == 4
    assert Extension.objects.filter(enrolment=ended.enrolment).count() == 4
    deliver()


def daily(trainee: Trainee, supervisor: Supervisor, clock: Clock, first: date, *, days: int) -> None:
    """Days in a row, without weekends."""
    day = first
    for _day in range(days):
        while day.weekday() > 4:
            day += timedelta(days=1)
        clock.at(day)
        trainee.log(day, "8")
        day += timedelta(days=1)
    clock.at(day)
    ask(trainee)
    supervisor.confirm()
