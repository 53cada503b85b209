"""What holds of every page: it opens, asks nobody else, complains of nothing, fits a phone, and serves everybody."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.template.loader import render_to_string

from tests.browser.inspecting import DESK, PHONE, broken_rules, too_wide
from tests.browser.pages import (
    account_places,
    admissions_places,
    applicant_places,
    assessment_places,
    internship_places,
    learner_places,
    marking_places,
    public_places,
    review_places,
    sheet_places,
    staff_places,
    tour,
    unwritten_places,
    work_places,
)
from tests.browser.walking import lost_stops
from tests.browser.world import CAREFUL, LEARNER, PASSWORD

PARTS = {
    "public": public_places,
    "account": lambda _world: account_places(),
    "learner": learner_places,
    "staff": staff_places,
    "work": lambda _world: work_places(),
    "reviews": review_places,
    "unwritten": lambda _world: unwritten_places(),
    "marking": marking_places,
    "applicant": lambda _world: applicant_places(),
    "admissions": lambda _world: admissions_places(),
    "sheets": sheet_places,
    "internship": internship_places,
    "assessment": assessment_places,
}

SHARES = {"staff": 4, "learner": 2, "internship": 2, "sheets": 2, "public": 2}
"""Long parts are cut, so that no process waits for the other at the end."""


def wrong_with(visitor, server: str, address: str) -> list[str]:
    visitor.complaints.clear()
    page = visitor.open(address)
    elsewhere = [f"led to {page.url}"] if page.url != server + address else []
    others = [f"asks {asked}" for asked in visitor.load.addresses if not asked.startswith(server)]
    return [
        *elsewhere,
        *others,
        *broken_rules(page),
        *lost_stops(page),
        *too_wide(page),
        *visitor.complaints,
    ]


@pytest.mark.parametrize(
    "part, share", [(part, share) for part in PARTS for share in range(SHARES.get(part, 1))]
)
def test_nothing_is_wrong(visit, server, world, part, share):
    wrong = {}
    places = PARTS[part](world)[share :: SHARES.get(part, 1)]
    for place, visitor in tour(visit, places, viewport=DESK, script=AXE_SCRIPT):
        found = wrong_with(visitor, server, place.address)
        if found:
            wrong[place.name] = found

    assert wrong == {}


def test_nothing_is_wrong_on_the_way_in(visit):
    """Pages that follow from a form: an error, the second step, the code by mail."""
    page = visit().open("/account/login/")
    page.click("summary:has-text('password')")
    page.fill("[name=login]", CAREFUL)
    page.fill("[name=password]", "wrong")
    page.click("details button")
    refused = broken_rules(page)
    page.fill("[name=password]", PASSWORD)
    page.click("details button")
    second_step = broken_rules(page)
    code = visit().open("/account/login/code/")
    code.fill("[name=email]", LEARNER)
    code.click("main .button")

    assert page.url.endswith("/account/2fa/authenticate/")
    assert code.url.endswith("/account/login/code/confirm/")
    assert (refused, second_step, broken_rules(code)) == ([], [], [])


def test_pages_of_trouble_serve_everybody(visit):
    page = visit().page
    wrong = {}
    for template in ("500.html", "429.html", "403.html", "403_csrf.html"):
        page.set_content(render_to_string(template))
        found = broken_rules(page) + too_wide(page)
        if found:
            wrong[template] = found

    assert wrong == {}


def test_the_rules_are_really_run(visit):
    page = visit().page
    page.set_content("<html><body><img src='data:,'><button></button></body></html>")

    assert len(broken_rules(page)) > 2


@pytest.mark.parametrize("name", ["This week", "lesson"])
def test_a_page_in_arabic_runs_from_right_to_left(visit, server, world, name):
    [place] = [place for place in learner_places(world) if place.name == name]
    visitor = visit(place.who, viewport=PHONE)
    visitor.page.context.add_cookies([{"name": "django_language", "value": "ar", "url": server}])

    page = visitor.open(place.address)

    direction = page.evaluate("[document.documentElement.lang, document.documentElement.dir]")
    heading = page.evaluate("getComputedStyle(document.querySelector('h1')).direction")
    assert (direction, heading, too_wide(page)) == (["ar", "rtl"], "rtl", [])
