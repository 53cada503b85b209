"""Every address of ours, opened by every kind of person, answers as the role table says."""

import csv
import hashlib
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.test import Client

from cms.accounts.roles import ACTIONS, Role
from tests.security.doors import (
    ABSENT,
    OPENED,
    PEOPLE,
    REFUSED,
    Door,
    doors,
    kind_of_answer,
    our_routes,
)
from tests.security.world import make_world

pytestmark = pytest.mark.django_db
PUBLISHED_TABLE = Path(settings.BASE_DIR).parent / "shared" / "trust" / "permissions.csv"


@pytest.fixture
def world(settings, tmp_path):
    settings.KEYS_FOLDER = tmp_path / "keys"
    settings.DATA_FOLDER = tmp_path
    return make_world()


READ_BY_POST = ("oai",)
"""The protocol of harvesters demands POST without a token. It reads only, as test_asking_changes_nothing shows."""


def browsers(world, **options) -> dict[str, Client]:
    made = {person: Client(**options) for person in PEOPLE}
    for person, user in world.people.items():
        if user:
            made[person].force_login(user)
    return made


def knock(browser: Client, door: Door, *, method: str = "", address: str = ""):
    """What the person meets. Whatever it changed is taken back."""
    ask = getattr(browser, method or door.method)
    with transaction.atomic():
        response = ask(address or door.address, door.data)
        transaction.set_rollback(True)
    return response


def state_of_rows() -> dict[str, tuple[int, str]]:
    """Of each table of learners and courses: how many rows there are, and a digest of all that is in them."""
    state = {}
    for app in ("learners", "courses"):
        for model in apps.get_app_config(app).get_models():
            rows = sorted(map(repr, model._default_manager.values_list()))
            state[model._meta.label] = len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return state


def plain(response) -> tuple[int, str]:
    """Status and text, without the token of the form and the object that was asked for."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", response.content.decode(errors="replace"))
    return response.status_code, text


def test_every_address_has_its_row(world):
    assert sorted({door.route for door in doors(world)}) == sorted(our_routes())


def test_every_person_meets_what_the_table_says(world):
    everybody = browsers(world)

    wrong = {
        (door.method, door.address, person): (met, door.answer_to(person))
        for door in doors(world)
        for person in PEOPLE
        if (met := kind_of_answer(knock(everybody[person], door))) != door.answer_to(person)
    }

    assert wrong == {}


def test_what_is_not_ones_own_answers_like_what_does_not_exist(world):
    everybody = browsers(world)

    told = {
        (door.address, person): (foreign, missing)
        for door in doors(world)
        for person in PEOPLE
        if door.missing and door.answer_to(person) in (ABSENT, REFUSED)
        if (foreign := plain(knock(everybody[person], door)))
        != (missing := plain(knock(everybody[person], door, address=door.missing)))
    }

    assert told == {}


@pytest.mark.parametrize("end", ["", "certificate.pdf", "decline/", "revocation/", "revocation/confirm/"])
def test_a_learner_of_another_cohort_does_not_exist_at_the_award_desk(world, end):
    registrar = browsers(world)["registrar"]
    ask = registrar.post if end.endswith("/") else registrar.get
    data = {"decline-reason": "No.", "revocation-reason": "No."}

    foreign = ask(f"/staff/awards/2026-b/{world.learner.pk}/{end}", data)
    missing = ask(f"/staff/awards/2026-b/987654/{end}", data)

    assert plain(foreign) == plain(missing)
    assert foreign.status_code == 404


@pytest.mark.parametrize("deed", ["propose", "approve"])
def test_a_learner_of_another_cohort_is_not_awarded_with_this_one(world, deed):
    registrar = browsers(world)["registrar"]

    answers = [
        plain(registrar.post(f"/staff/awards/2026-b/{deed}/", {"who": str(who)}))
        for who in (world.ready.pk, 987654)
    ]

    assert answers[0] == answers[1]
    assert answers[0][0] == 404


def test_asking_changes_nothing(world):
    everybody = browsers(world)
    before = state_of_rows()

    for door in doors(world):
        for person, browser in everybody.items():
            # Whoever is turned away is turned away before the method matters.
            posts = ("post",) if door.route in READ_BY_POST else ()
            methods = ("get", "head", "options", *posts) if door.answer_to(person) == OPENED else ("get",)
            for method in methods:
                getattr(browser, method)(door.address, door.data if method == "get" else None)

    assert state_of_rows() == before


def test_sending_without_the_token_is_refused_everywhere(world):
    everybody = browsers(world, enforce_csrf_checks=True)
    before = state_of_rows()

    passed = {
        (door.address, person): response.status_code
        for door in doors(world)
        if door.route not in READ_BY_POST
        for person in PEOPLE
        if (response := everybody[person].post(door.address, door.data)).status_code != 403
    }

    assert passed == {}
    assert state_of_rows() == before


@pytest.mark.parametrize("address", ["/_util/login/", "/admin/login/"])
def test_no_other_sign_in_takes_a_password(client, world, address):
    """A sign-in beside ours would know neither the second factor nor the limit of tries."""
    data = {"username": "root@demo.example", "password": "a long pass phrase"}

    client.post(address, data)

    assert "_auth_user_id" not in client.session


def test_the_role_table_is_the_published_one():
    if not PUBLISHED_TABLE.is_file():
        pytest.skip("The published role table is not on this machine.")
    with PUBLISHED_TABLE.open(encoding="utf-8", newline="") as file:
        published = list(csv.DictReader(file))

    ours = [
        {"no": str(action.number), "action": action.text}
        | {role.value: str(action.grants.get(role, "-")) for role in Role}
        for action in ACTIONS.values()
    ]

    assert ours == published


def test_the_table_opens_something_to_everybody(world):
    """A table that only refuses would pass all the others."""
    opened = {person for door in doors(world) for person in PEOPLE if door.answer_to(person) == OPENED}

    assert opened == set(PEOPLE)
