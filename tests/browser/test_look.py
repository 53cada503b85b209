"""What only a browser can tell about the look of single parts."""

import pytest

from tests.browser.inspecting import DESK, PHONE
from tests.browser.world import ADMINISTRATOR, APPLICANT, INSTRUCTOR, LEARNER, REGISTRAR

_MARKS = """() => [...document.querySelectorAll(".tasks li")].map(
  (row) => getComputedStyle(row, "::before").content != "none")"""


@pytest.mark.parametrize(
    "who, address, marked",
    [
        (None, "/cases/", {False}),
        (None, "/programme/m01/", {False}),
        (ADMINISTRATOR, "/staff/awards/", set()),
        (LEARNER, "/learn/", {True}),
    ],
)
def test_only_a_task_with_a_state_has_a_mark(visit, who, address, marked):
    page = visit(who).open(address)

    assert set(page.evaluate(_MARKS)) == marked


def test_the_public_answer_stands_in_the_middle_and_breaks_no_word_at_its_hyphen(visit, world):
    page = visit(viewport=DESK).open(f"/verify/{world.serials['valid']}/")

    seal = page.locator(".seal").bounding_box()
    word = page.locator(".seal .whole")
    assert abs(2 * seal["x"] + seal["width"] - DESK["width"]) < 20
    assert (word.inner_text(), word.evaluate("each => each.getClientRects().length")) == ("E-Governance", 1)
    assert world.serials["valid"] in page.locator(".seal").inner_text()


@pytest.mark.parametrize(
    ("who", "address"),
    [
        (INSTRUCTOR, "/programme/"),
        (ADMINISTRATOR, "/programme/"),
        (REGISTRAR, "/programme/"),
        (LEARNER, "/programme/"),
        (None, "/programme/"),
        (APPLICANT, "/apply/"),
    ],
)
def test_the_menu_of_a_phone_is_one_line(visit, who, address):
    page = visit(who, viewport=PHONE).open(address)

    rows = page.evaluate(
        "() => [...document.querySelectorAll('.nav > ul > li')].filter((item) => item.offsetHeight).map((item) => item.offsetTop)"
    )
    assert (len(rows) > 2, len(set(rows))) == (True, 1)
