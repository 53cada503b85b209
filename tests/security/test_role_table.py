"""Every address of ours, opened by every kind of person, answers as the role table says."""

import csv
import logging
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.conf import settings

from cms.accounts.roles import ACTIONS, Role
from tests.security.asking import (
    FOREIGN_TOKEN,
    TOKEN,
    body_of,
    browsers,
    plain,
    state_of_rows,
    taken_back,
    watched,
    without_redirects,
)
from tests.security.doors import (
    ABSENT,
    AREAS,
    OPENED,
    PEOPLE,
    REFUSED,
    Door,
    doors,
    kind_of_answer,
    our_routes,
)

pytestmark = pytest.mark.django_db
OUR_TABLE = Path(__file__).with_name("permissions.csv")
PUBLISHED_TABLE = Path(settings.BASE_DIR).parent / "shared" / "trust" / "permissions.csv"

READ_BY_POST = ("oai", "wallet/<str:key>/exchange/")
"""The protocols of harvesters and wallets demand POST without a token. It reads only, as test_asking_changes_nothing shows."""


PROBES = ("health/live", "health/ready", "metrics")
"""Answered before all else, in plain words, to machines."""


@dataclass
class Round:
    """All that one part of the table answered, each address asked once by each person."""

    wrong: dict = field(default_factory=dict)
    """Other answers than those of the table: (method, address, person) -> (met, told)."""
    told: dict = field(default_factory=dict)
    """Where the foreign object answers unlike the missing one."""
    changed: dict = field(default_factory=dict)
    """Tables that were written to by GET, HEAD or OPTIONS, or without a token."""
    passed: dict = field(default_factory=dict)
    """What was not refused for want of the own token."""
    leaked: dict = field(default_factory=dict)
    """What is the learner's alone, and was told to somebody who has nothing to do with the learner."""
    bare: dict = field(default_factory=dict)
    """Answers without the headers that each must carry."""
    canaries: tuple[str, ...] = ()
    before: dict = field(default_factory=dict)
    after: dict = field(default_factory=dict)


@pytest.fixture(scope="module", params=AREAS)
def answers(request, shared_world, django_db_blocker) -> Round:
    logging.disable(logging.ERROR)  # thousands of refusals
    try:
        with django_db_blocker.unblock(), taken_back(), without_redirects():
            return ask_all(shared_world, AREAS[request.param](shared_world))
    finally:
        logging.disable(logging.NOTSET)


UNCONCERNED = ("stranger", "visitor", "twin", "instructor", "tutor")
"""A learner of another cohort, and instructors and tutors who teach nobody here."""


def canaries_of(world) -> tuple[str, ...]:
    """What stands in rows of the learner and nowhere else: in lists, searches, exports, and words of errors."""
    learner, application = world.learner.user, world.offered
    return (
        learner.email, application.reference, world.work.code, world.certificate.serial, world.placement.supervisor_email,
        world.essay.response, world.late.response, world.case.evidence, world.erasure.words, world.request.reason,
    )  # fmt: skip


def ask_all(world, area: list[Door]) -> Round:
    everybody, strict = browsers(world), browsers(world, enforce_csrf_checks=True)
    found = Round(canaries=canaries_of(world), before=state_of_rows())
    for door in area:
        for person, browser in everybody.items():
            _ask_as_the_table_says(found, door, person, browser)
        may = [person for person in PEOPLE if door.answer_to(person) == OPENED]
        # Whoever is turned away is turned away before the method matters, so those who may enter are asked.
        for person in dict.fromkeys((*may[:1], *may[-1:])):
            _ask_otherwise(found, door, person, everybody[person])
        for person in may[:1] or ["stranger"]:
            _send_without_token(found, door, person, strict[person])
    found.after = state_of_rows()
    return found


def _ask_as_the_table_says(found: Round, door: Door, person: str, browser) -> None:
    key = door.method, door.address, person
    if door.method == "get":
        response = _look(found, key, browser, door)
    else:
        with taken_back():
            response = browser.post(door.address, door.data)
    if person in UNCONCERNED and not door.is_by_link:
        told = [word for word in found.canaries if word in body_of(response) and word not in door.address]
        if told:
            found.leaked[key] = told
    is_personal = person != "stranger" and door.action != "public"
    if door.route not in PROBES and (lacking := headers_missing(response, is_personal=is_personal)):
        found.bare[key] = lacking
    if (met := kind_of_answer(response)) != door.answer_to(person):
        found.wrong[key] = met, door.answer_to(person)
    if door.missing and door.answer_to(person) in (ABSENT, REFUSED):
        with taken_back():
            missing = getattr(browser, door.method)(door.missing, door.data)
        if (one := plain(response)) != (other := plain(missing)):
            found.told[key] = [one[0], other[0], *set(one[1].splitlines()) ^ set(other[1].splitlines())]


def headers_missing(response, *, is_personal: bool) -> list[str]:
    """Which of the headers are not there, or say something else."""
    headers = response.headers
    policy = dict(
        part.split(" ", 1) for part in headers.get("Content-Security-Policy", "").split("; ") if " " in part
    )
    cache = {part.strip() for part in headers.get("Cache-Control", "").split(",")}
    right = {
        "nosniff": headers.get("X-Content-Type-Options") == "nosniff",
        "referrer": headers.get("Referrer-Policy") == "same-origin",
        "opener": headers.get("Cross-Origin-Opener-Policy") == "same-origin",
        "policy": policy.get("default-src") == "'none'" and policy.get("script-src", "'self'") == "'self'",
        "frames": headers.get("X-Frame-Options") == "DENY",
        "cache": not is_personal or {"private", "no-store"} <= cache,
    }
    return [name for name, holds in right.items() if not holds]


def _ask_otherwise(found: Round, door: Door, person: str, browser) -> None:
    methods = ["head", "options"] if door.method == "get" else ["get", "head", "options"]
    methods += ["post"] if door.route in READ_BY_POST else []
    for method in methods:
        _look(found, (method, door.address, person), browser, door)


def _look(found: Round, key: tuple[str, str, str], browser, door: Door):
    method, address, _person = key
    with watched() as tables:
        response = getattr(browser, method)(address, door.data if method == "get" else None)
        response.getvalue()
    if tables:
        found.changed[key] = tables
    return response


def _send_without_token(found: Round, door: Door, person: str, browser) -> None:
    if door.route in READ_BY_POST:
        return
    browser.cookies[settings.CSRF_COOKIE_NAME] = TOKEN
    tokens = {"foreign": {"csrfmiddlewaretoken": FOREIGN_TOKEN}} | (
        {"without": {}} if door.method == "post" else {}
    )
    for name, token in tokens.items():
        key = f"post {name} token", door.address, person
        with watched() as tables:
            status = browser.post(door.address, door.data | token).status_code
        if status != 403:
            found.passed[key] = status
        if tables:
            found.changed[key] = tables


def test_every_address_has_its_row(world):
    assert sorted({door.route for door in doors(world)}) == sorted(our_routes())


def test_every_person_meets_what_the_table_says(answers):
    assert answers.wrong == {}


def test_what_is_not_ones_own_answers_like_what_does_not_exist(answers):
    assert answers.told == {}


def test_nobody_else_is_told_what_is_the_learners_alone(answers):
    assert answers.leaked == {}


def test_every_answer_carries_the_headers_that_protect_it(answers):
    assert answers.bare == {}


def test_asking_changes_nothing(answers):
    assert answers.changed == {}
    assert answers.after == answers.before


def test_sending_without_the_token_is_refused_everywhere(answers):
    assert answers.passed == {}


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


@pytest.mark.parametrize("address", ["/_util/login/", "/admin/login/"])
def test_no_other_sign_in_takes_a_password(client, world, address):
    """A sign-in beside ours would know neither the second factor nor the limit of tries."""
    data = {"username": "root@demo.example", "password": "a long pass phrase"}

    client.post(address, data)

    assert "_auth_user_id" not in client.session


def test_the_role_table_is_the_written_one():
    with OUR_TABLE.open(encoding="utf-8", newline="") as file:
        written = list(csv.DictReader(file))

    ours = [
        {"no": str(action.number), "action": action.text}
        | {role.value: str(action.grants.get(role, "-")) for role in Role}
        for action in ACTIONS.values()
    ]

    assert ours == written


def test_the_written_table_is_the_published_one():
    if not PUBLISHED_TABLE.is_file():
        pytest.skip("The published role table is not on this machine.")

    assert OUR_TABLE.read_bytes() == PUBLISHED_TABLE.read_bytes()


def test_the_table_opens_something_to_everybody(world):
    """A table that only refuses would pass all the others."""
    opened = {person for door in doors(world) for person in PEOPLE if door.answer_to(person) == OPENED}

    assert opened == set(PEOPLE)
