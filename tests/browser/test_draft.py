"""A draft that saves itself, survives a lost line and a reload, and tells the older of two windows."""

import pytest

from learners.submissions.models import Draft
from tests.browser.world import SITTING

PAGE = "/learn/J1/"


def opened(visitor):
    """With a clock that a test may put forward."""
    visitor.page.clock.install()
    return visitor.open(PAGE)


def wait_for(page, told: str) -> None:
    """It waits two seconds after the last key, and three after a failure."""
    page.clock.run_for(3000)
    page.wait_for_selector(f"[data-saved]:text-matches('^{told}')")


def saved(page) -> None:
    wait_for(page, "Saved")


def stored(email: str) -> str:
    return Draft.objects.get(work__enrolment__user__email=email, work__activity__code="J1").text


def test_what_is_typed_is_saved_by_itself_and_counted(visit):
    page = opened(visit(SITTING[0]))

    page.fill("[name=text]", "I led a small meeting.")
    saved(page)

    assert stored(SITTING[0]) == "I led a small meeting."
    assert page.locator("[data-count]").inner_text() == "5 words"


def test_without_a_line_nothing_is_lost_and_the_page_says_since_when(visit):
    page = opened(visit(SITTING[1]))
    page.fill("[name=text]", "Before the line was cut.")
    saved(page)

    page.context.set_offline(True)
    page.fill("[name=text]", "Written without a line.")
    wait_for(page, "Not saved since")
    told = page.locator("[data-saved]").inner_text()
    before = stored(SITTING[1])
    page.context.set_offline(False)
    saved(page)

    assert told.endswith("It is kept on this device.")
    assert (before, stored(SITTING[1])) == ("Before the line was cut.", "Written without a line.")


def test_a_reload_brings_back_what_was_not_sent(visit):
    visitor = visit(SITTING[2])
    page = opened(visitor)
    page.context.route("**/work/save/", lambda route: route.abort())
    page.fill("[name=text]", "Typed, and never sent.")
    wait_for(page, "Not saved since")
    page.context.unroute("**/work/save/")

    page = visitor.open(PAGE)
    saved(page)

    assert page.input_value("[name=text]") == "Typed, and never sent."
    assert stored(SITTING[2]) == "Typed, and never sent."


def test_the_older_of_two_windows_is_told_and_overwrites_nothing(visit):
    old, new = opened(visit(SITTING[3])), opened(visit(SITTING[3]))
    new.fill("[name=text]", "The newer text.")
    saved(new)

    old.fill("[name=text]", "The older text.")
    wait_for(old, "A newer text was saved in another window")

    assert stored(SITTING[3]) == "The newer text."
    assert old.input_value("[name=text]") == "The older text."


@pytest.mark.parametrize("script", [True, False])
def test_the_work_is_handed_in_with_and_without_script(visit, script):
    page = visit(SITTING[6 if script else 5], java_script_enabled=script).open(PAGE)

    page.fill("[name=text]", "I led a small meeting, and listened.")
    page.click("text=I wrote this entry without generative tools")
    page.click("text=Check and hand in")
    page.click("main .button")

    assert "Handed in: My starting point as a leader" in page.locator("h1").inner_text()
