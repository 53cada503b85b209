"""From forty applications to a running cohort: scored, offered, declined, moved up, enrolled, extended, deferred, renewed."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils.timezone import now

from cms.accounts.roles import Role
from courses.cohorts.models import Cohort
from courses.editions.plan import plan_of
from learners.admissions.applying import start_application, submit_application
from learners.admissions.models import Application
from learners.enrolment.dates import due_at
from learners.enrolment.models import Enrolment, HeldPlace
from tests.factories.people import make_staff, make_user
from tests.factories.programme import make_cohort, make_small_programme
from tests.learners.admissions.world import STARTS, fill_in, make_open_intake
from tests.pages import text_of

pytestmark = pytest.mark.django_db
APPLICANTS, PLACES = 40, 30
DESK, COHORTS = "/staff/admissions/2031-a/", "/staff/cohorts/2031-a/"


@pytest.fixture
def edition(settings, tmp_path):
    settings.DATA_FOLDER = tmp_path
    return make_small_programme().edition


def browser_of(user) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


def apply(intake) -> list[Application]:
    applications = []
    for number in range(1, APPLICANTS + 1):
        user = make_user(f"a{number:02d}@demo.example", f"Demo applicant {number:02d}")
        application = fill_in(start_application(user, intake, at=now()), printed_name=user.name)
        applications.append(submit_application(application, consent=True, at=now()))
    return applications


def score(reader: Client, application: Application, points: int) -> None:
    criteria = dict.fromkeys(("relevance", "motivation", "readiness", "diversity"), str(points))
    reader.post(
        f"{DESK}{application.reference}/scores/", {f"score-{key}": value for key, value in criteria.items()}
    )


def decide(office: Client, application: Application, outcome: str):
    address = f"{DESK}{application.reference}/decide/{outcome}/"
    form = office.get(address).context["form"]
    values = {name: form[name].value() or "" for name in ("letter", "reason")}
    seen = Application.objects.get(pk=application.pk).state
    return office.post(address, values | {"seen": seen}, follow=True)


def state_counts() -> dict[str, int]:
    states = list(Application.objects.values_list("state", flat=True))
    return {state: states.count(state) for state in sorted(set(states))}


def test_from_forty_applications_to_a_running_cohort(edition):
    intake = make_open_intake(edition, capacity=PLACES)
    applications = apply(intake)
    office = browser_of(make_staff(Role.ADMINISTRATOR))
    second = browser_of(make_staff(Role.ADMINISTRATOR, "second@demo.example"))

    for number, application in enumerate(applications):
        for reader in (office, second):
            score(reader, application, 99 - number)
    for application in applications[:PLACES]:
        decide(office, application, "offer")
    refused = decide(office, applications[PLACES], "offer")
    for application in applications[PLACES:]:
        decide(office, application, "waitlist")

    assert "has no place left: all 30 places are taken or offered." in text_of(refused)
    assert state_counts() == {"accepted": 30, "waitlisted": 10}

    answer_offers(applications)

    assert state_counts() == {"enrolled": 30, "waitlisted": 9, "withdrawn": 1}
    assert (Enrolment.objects.count(), HeldPlace.objects.count()) == (PLACES, 0)
    run_cohort(office, Cohort.objects.get(code="2031-a"))


def answer_offers(applications: list[Application]) -> None:
    """The first declines, so the best of the waiting list is offered the place. All others accept."""
    for number, application in enumerate(applications[: PLACES + 1]):
        answer = "decline" if number == 0 else "accept"
        browser_of(application.user).post(f"/apply/{application.reference}/{answer}/")


def run_cohort(office: Client, cohort: Cohort) -> None:
    quiz = plan_of(cohort.edition_id).activity("Q1")
    learner, other = Enrolment.objects.select_related("cohort", "user").order_by("pk")[:2]
    before = due_at(learner, quiz)
    office.post(f"{COHORTS}publish/")
    browser = browser_of(learner.user)

    browser.post("/learn/dates/Q1/more-time/72-hours/")
    browser.post("/learn/dates/Q1/more-time/", {"days": "4", "reason": "Mission abroad."})
    request = office.get("/staff/extensions/").context["requests"][0].extension
    office.post(f"/staff/extensions/{request.pk}/", {"deed": "grant"})
    extend = {"extend-what": "all", "extend-days": "7", "extend-reason": "Flood."}
    office.post(f"/staff/learners/{learner.pk}/extend/", extend)

    assert due_at(learner, quiz) == before + timedelta(days=3 + 4 + 7)
    defer(office, other, cohort)
    renew(office, cohort)


def defer(office: Client, enrolment: Enrolment, cohort: Cohort) -> None:
    make_cohort(cohort.edition, "2031-z", starts_on=STARTS + timedelta(weeks=26))

    office.post(f"/staff/learners/{enrolment.pk}/move/", {"move-cohort": "2031-z", "move-reason": "Family."})

    enrolment.refresh_from_db()
    assert (enrolment.cohort.code, enrolment.cohort.starts_on) == ("2031-z", date(2031, 9, 1))


def renew(office: Client, cohort: Cohort) -> None:
    policy = cohort.edition.programme.award_policies.get()
    office.post("/staff/editions/", {"policy": policy.pk, "label": "Second"})
    seen = office.get("/staff/editions/move/2031-a/?to=2").context["impact"].digest

    office.post("/staff/editions/move/2031-a/", {"to": "2", "seen": seen})

    assert [Cohort.objects.get(code=code).edition.number for code in ("2031-a", "2031-z")] == [2, 1]
