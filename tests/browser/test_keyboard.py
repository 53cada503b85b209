"""The main action of a page is a few keys away."""

import pytest

from tests.browser.pages import all_places

PRIMARY = {
    "This week": 10,
    "programme map": 10,
    "module": 10,
    "lesson": 10,
    "quiz start": 10,
    "quiz question": 10,
    "quiz check": 10,
    "quiz review": 10,
    "sign in": 10,
    "find a certificate": 10,
    "award board": 5,
    "approve awards": 5,
    "award record, proposed": 5,
}
WHERE = """() => {
  const here = document.activeElement;
  return here.matches(".skip") ? "skip" : here.matches("main .button, main .tasks li:first-child a") ? "there" : "";
}"""
MOST_KEYS = 60


@pytest.mark.parametrize("name", PRIMARY)
def test_the_main_action_is_a_few_keys_away(visit, world, name):
    [place] = [place for place in all_places(world) if place.name == name]
    page = visit(place.who).open(place.address)

    keys, where = 0, ""
    while where != "there" and keys < MOST_KEYS:
        page.keyboard.press("Enter" if where == "skip" else "Tab")
        keys += 1
        where = "" if where == "skip" else page.evaluate(WHERE)

    assert keys + 1 <= PRIMARY[name]
