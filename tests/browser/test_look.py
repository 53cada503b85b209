"""What only a browser can tell about the look of single parts."""

import pytest

from tests.browser.world import ADMINISTRATOR, LEARNER

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
