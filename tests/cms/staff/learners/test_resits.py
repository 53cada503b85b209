from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine

from cms.accounts.roles import Role
from courses.cohorts.schedule import week_ends_at
from courses.editions.plan import plan_of
from learners.enrolment.models import Extension
from learners.grades.ledger import record_grade
from learners.grades.releasing import release_marks
from tests.factories.people import make_enrolment, make_staff
from tests.factories.works import make_programme_with_works

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolment():
    enrolment = make_enrolment(make_programme_with_works())
    at = week_ends_at(enrolment.cohort, 8)
    for planned in plan_of(enrolment.cohort.edition_id).activities:
        if planned.component:
            record_grade(
                enrolment, activity_id=planned.activity_id, points=Decimal(30), max_points=Decimal(100), reason="Marked.",
                by=None, at=at,
            )  # fmt: skip
            release_marks([enrolment], planned.activity_id, by=None, at=at)
    with time_machine.travel(at + timedelta(days=1), tick=False):
        yield enrolment


@pytest.fixture
def office(client, enrolment):
    client.force_login(make_staff(Role.ADMINISTRATOR))
    return client


def address(enrolment) -> str:
    return f"/staff/learners/{enrolment.pk}/resit/"


def shown(client, enrolment) -> list:
    return client.get(address(enrolment)).context["forms"]


def test_the_record_leads_to_the_failed_components_with_the_usual_end(office, enrolment):
    record = office.get(f"/staff/learners/{enrolment.pk}/").content.decode()
    form = shown(office, enrolment)[0]

    assert address(enrolment) in record
    assert form.initial == {"due_on": _week_30(enrolment), "works": ["AS1"]}


def _week_30(enrolment) -> str:
    return (week_ends_at(enrolment.cohort, 30) - timedelta(hours=12)).date().isoformat()


def test_a_resit_is_opened_and_then_there_is_none_left(office, enrolment):
    code = shown(office, enrolment)[0].failed.component.code
    data = {"component": code, f"resit-{code}-works": ["AS1"], f"resit-{code}-reason": "Below 40."}

    told = office.post(address(enrolment), data | {f"resit-{code}-due_on": _week_30(enrolment)}, follow=True)

    resit = Extension.objects.get()
    assert "The resit is open. Demo learner 07 gets a mail." in told.content.decode()
    assert (resit.activity.code, resit.new_due_at) == ("AS1", week_ends_at(enrolment.cohort, 30))
    assert code not in [form.failed.component.code for form in shown(office, enrolment)]
    again = office.post(address(enrolment), data | {f"resit-{code}-due_on": _week_30(enrolment)})
    assert again.status_code == 422
    assert "This component has no resit left" in again.content.decode()


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("works", [], "Choose at least one work."),
        ("works", ["Q1"], "Choose a work of the list."),
        ("due_on", "soon", "Enter a date, for example 2027-06-30."),
        ("due_on", "2026-03-01", "Choose a day after today and until "),
        ("reason", "", "Write the reason in one sentence."),
    ],
)
def test_a_bad_form_says_what_to_do_and_opens_nothing(office, enrolment, field, value, says):
    code = shown(office, enrolment)[0].failed.component.code
    good = {"works": ["AS1"], "due_on": _week_30(enrolment), "reason": "Below 40."}
    data = {f"resit-{code}-{key}": each for key, each in (good | {field: value}).items()}

    told = office.post(address(enrolment), data | {"component": code})

    assert told.status_code == 422
    assert says in told.content.decode()
    assert Extension.objects.count() == 0


def test_without_a_failed_component_there_is_nothing_to_open(client):
    with time_machine.travel(week_ends_at((other := make_enrolment(make_programme_with_works())).cohort, 1)):
        client.force_login(make_staff(Role.ADMINISTRATOR))

        assert "No resit is left to open" in client.get(address(other)).content.decode()


@pytest.mark.parametrize("role", [Role.TUTOR, Role.REGISTRAR])
def test_others_are_refused(client, enrolment, role):
    client.force_login(make_staff(role))

    assert client.get(address(enrolment)).status_code in (403, 404)
    assert client.post(address(enrolment), {}).status_code in (403, 404)
