"""What Wagtail, allauth and Django bring along is open to whom its row says, and to nobody else."""

import logging
from dataclasses import dataclass, field

import pytest

from tests.security.asking import browsers, taken_back, watched, without_redirects
from tests.security.frames import (
    NOTED,
    PERSONS,
    address_of,
    framed_routes,
    furnish,
    is_turned_away,
    rows,
)

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the file of a picture open when it has made a smaller one of it.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

PARTS = {
    "pages": ("admin/pages/", "admin/choose-page/", "admin/bulk/", "admin/api/"),
    "people": ("admin/users/", "admin/groups/", "admin/sites/", "admin/locales/", "admin/workflows/"),
    "own rows": tuple(f"admin/{name}/" for name in ("question", "questionbank", "rubric", "mailtext")),
    "files": ("admin/images/", "admin/documents/", "admin/collections/", "admin/redirects/"),
    "the rest": ("",),
}


def part_of(route: str) -> str:
    return next(name for name, starts in PARTS.items() if route.startswith(starts))


@dataclass
class Round:
    wrong: dict = field(default_factory=dict)
    """(route, person) -> status: where somebody comes further than the row says, or does not."""
    changed: dict = field(default_factory=dict)
    """Tables written to by a look."""
    forced: dict = field(default_factory=dict)
    """Tables written to when somebody sends to what is closed to them."""
    broken: dict = field(default_factory=dict)


@pytest.fixture(scope="module", params=PARTS)
def answers(request, shared_world, django_db_blocker) -> Round:
    found = Round()
    with django_db_blocker.unblock(), taken_back(), without_redirects():
        things = furnish(shared_world)
        everybody = browsers(shared_world)
        logging.disable(logging.ERROR)  # thousands of refusals
        try:
            for route in framed_routes():
                if part_of(route) == request.param:
                    _ask(found, route, address_of(route, shared_world, things), everybody)
        finally:
            logging.disable(logging.NOTSET)
    return found


def _ask(found: Round, route: str, address: str, everybody) -> None:
    may = rows().get(route, ())
    met = {}
    for person in PERSONS:
        with taken_back(), watched(but=NOTED) as tables:
            met[person] = everybody[person].get(address)
        if tables:
            found.changed[route, person] = tables
        if person not in may and (tables := _sent(everybody[person], address)):
            found.forced[route, person] = tables
    nothing_there = is_turned_away(met["superuser"])
    for person, response in met.items():
        if response.status_code >= 500:
            found.broken[route, person] = response.status_code
        as_operator = nothing_there and response.status_code == met["superuser"].status_code
        if (as_operator or not is_turned_away(response)) != (person in may) and (
            person in may or not nothing_there
        ):
            found.wrong[route, person] = response.status_code


def _sent(browser, address: str) -> list[str]:
    with taken_back(), watched(but=NOTED) as tables:
        browser.post(address, {})
    return tables


def test_every_address_has_its_row():
    assert sorted(rows()) == sorted(framed_routes())


def test_nobody_comes_further_than_the_row_says(answers):
    assert answers.wrong == {}


def test_looking_changes_nothing(answers):
    assert answers.changed == {}


def test_sending_to_what_is_closed_changes_nothing(answers):
    assert answers.forced == {}


def test_nothing_breaks(answers):
    assert answers.broken == {}
