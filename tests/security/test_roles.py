"""A role that is lost, a superuser, one person where two are needed: each at the doors themselves."""

import csv
import logging
from collections import Counter

import pytest
from django.test import Client

from cms.accounts.models import User
from cms.accounts.roles import ACTIONS, GROUPS, Grant, Role, take_role
from learners.enrolment.models import Enrolment
from tests.learners.credentials.rows import administrator
from tests.security.asking import Browser, browsers, state_of_rows, taken_back
from tests.security.doors import ABSENT, OPENED, REFUSED, doors, kind_of_answer
from tests.security.test_role_table import OUR_TABLE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quiet():
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


def opened_to(person: str, world) -> list[str]:
    return sorted(
        {
            door.address
            for door in doors(world)
            if door.method == "get"
            and door.answer_to(person) == OPENED
            and door.action not in ("public", "member")
        }
    )


@pytest.mark.parametrize("role", GROUPS, ids=lambda role: role.name.lower())
def test_a_role_that_is_taken_opens_nothing_on_the_next_request(world, role):
    person = role.name.lower()
    browser, places = browsers(world)[person], opened_to(person, world)
    before = {kind_of_answer(browser.get(places[0]))}

    take_role(world.people[person], role)

    assert before == {OPENED}
    assert {place for place in places if kind_of_answer(browser.get(place)) != ABSENT} == set()


def test_who_is_a_superuser_no_longer_comes_in_nowhere(world):
    browser, places = browsers(world)["superuser"], opened_to("superuser", world)

    User.objects.filter(pk=world.people["superuser"].pk).update(is_superuser=False, is_staff=False)

    assert {place for place in places if kind_of_answer(browser.get(place)) != ABSENT} == set()
    assert browser.get("/admin/")["Location"].startswith("/admin/login/")


def test_a_place_that_is_withdrawn_closes_the_lessons_on_the_next_request(world):
    browser = browsers(world)["twin"]
    before = kind_of_answer(browser.get("/learn/M01-L01/"))

    Enrolment.objects.filter(pk=world.twin.pk).update(state=Enrolment.State.WITHDRAWN)

    assert (before, kind_of_answer(browser.get("/learn/M01-L01/"))) == (OPENED, REFUSED)


def test_an_account_that_is_closed_is_signed_out_everywhere(world):
    everybody = browsers(world)
    User.objects.update(is_active=False)

    met = {
        person: browser.get(place)["Location"].split("?")[0]
        for person, browser in everybody.items()
        for place in opened_to(person, world)[:1]
    }

    assert met == dict.fromkeys(met, "/account/login/")
    assert set(met) >= {"learner", "twin", "registrar", "superuser"}


def test_a_superuser_is_refused_at_every_academic_door(world):
    root = browsers(world)["superuser"]
    academic = [
        door
        for door in doors(world)
        if door.action in ACTIONS and ACTIONS[door.action].grants.get(Role.SUPERUSER) != Grant.ALLOW
    ]

    with taken_back():
        opened = {
            door.address
            for door in academic
            if kind_of_answer(getattr(root, door.method)(door.address, door.data)) == OPENED
        }

    assert opened == set()
    assert len(academic) > 100


# Two persons.


def as_proposer(world) -> Client:
    """Who has proposed, or asked for, all that waits in this world. For the erasure: the registrar does it now."""
    browser = Browser(raise_request_exception=False)
    browser.force_login(administrator())
    return browser


ALONE = {
    "award": lambda world: ("/staff/awards/2026-a/approve/", {"who": str(world.proposed.pk)}),
    "revocation": lambda world: (f"/staff/awards/2026-a/{world.doubted.pk}/revocation/confirm/", {}),
    "record": lambda world: (f"/staff/awards/2026-a/{world.proposed.pk}/exit/record-M01/approve/", {}),
    "revocation of a record": lambda world: (
        f"/staff/awards/2026-a/{world.doubted.pk}/exit/record-M01/confirm/",
        {},
    ),
    "key": lambda world: (f"/staff/keys/{world.correction.pk}/confirm/", {}),
}


@pytest.mark.parametrize("deed", ALONE)
def test_one_person_alone_completes_nothing_that_needs_two(world, deed):
    browser = as_proposer(world)
    address, data = ALONE[deed](world)
    browser.get("/staff/")
    before = state_of_rows()

    response = browser.post(address, data)

    assert response.status_code < 500
    assert state_of_rows() == before


@pytest.mark.parametrize("deed", ALONE)
def test_a_second_person_completes_it(world, deed):
    """Or the refusal above would prove nothing."""
    browser = browsers(world)["registrar"]
    address, data = ALONE[deed](world)
    before = state_of_rows()

    browser.post(address, data)

    assert state_of_rows() != before


def test_whoever_proposed_an_erasure_does_not_approve_it(world):
    browser, here = browsers(world)["registrar"], f"/staff/privacy/{world.erasure.pk}/"
    browser.post(f"{here}propose/")
    before = state_of_rows()

    browser.post(f"{here}approve/")

    assert state_of_rows() == before
    assert User.objects.filter(pk=world.learner.user_id, is_active=True).exists()


# The written table, counted.

PROBES = {"-": 1, "A": 1, "O": 2, "M": 2, "L": 4, "2": 3, "B": 3}
"""Own and twin; own link, foreign, expired, revoked; alone, with a second, self-approval; without reason, with one, the notice."""


def test_the_table_has_as_many_cells_and_probes_as_is_told():
    with OUR_TABLE.open(encoding="utf-8", newline="") as file:
        cells = Counter(
            cell for row in csv.DictReader(file) for name, cell in row.items() if name not in ("no", "action")
        )

    assert dict(cells) == {"-": 344, "A": 70, "M": 35, "O": 30, "B": 21, "2": 10, "L": 7}
    assert sum(PROBES[cell] * number for cell, number in cells.items()) == 665
