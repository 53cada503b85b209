"""Hours on a phone: few activations, and none is lost without a line."""

from learners.placements.logbook import HoursEntry
from tests.browser.acting import Counted
from tests.browser.inspecting import PHONE
from tests.browser.world import LEARNER

PAGE = "/learn/internship/hours/"


def entries(activity: str) -> int:
    return HoursEntry.objects.filter(activity=activity).count()


def test_an_entry_takes_at_most_four_activations_from_the_first_page(visit):
    walk = Counted(visit(LEARNER, viewport=PHONE).open("/learn/"))

    walk.click("text=Your internship")
    walk.click("main >> text=Hours log")
    walk.page.fill("[name=hours]", "0.5")
    walk.page.fill("[name=activity]", "Asked at the counter.")
    walk.click("text=Log hours")

    assert "0.5 hours are logged" in walk.page.locator("main").page.locator(".messages").inner_text()
    assert (walk.count, entries("Asked at the counter.")) == (3, 1)


def test_without_a_line_an_entry_is_kept_shown_as_not_sent_and_sent_once(visit):
    page = visit(LEARNER, viewport=PHONE).open(PAGE)

    page.context.set_offline(True)
    page.fill("[name=hours]", "0.25")
    page.fill("[name=activity]", "Wrote on the bus.")
    page.click("text=Log hours")
    page.wait_for_selector("[data-unsent]:has-text('Not sent yet: 1')")
    before = entries("Wrote on the bus.")
    page.context.set_offline(False)
    page.wait_for_selector("main li:has-text('Wrote on the bus.')")

    assert (before, entries("Wrote on the bus.")) == (0, 1)
    assert page.locator("[data-unsent]").is_hidden()


def test_two_entries_without_a_line_are_two_entries(visit):
    page = visit(LEARNER, viewport=PHONE).open(PAGE)

    page.context.set_offline(True)
    for number in (1, 2):
        page.fill("[name=hours]", "0.25")
        page.fill("[name=activity]", "Called a colleague.")
        page.click("text=Log hours")
        page.wait_for_selector(f"[data-unsent]:has-text('Not sent yet: {number}')")
    page.context.set_offline(False)
    page.wait_for_selector("main li:has-text('Called a colleague.')")
    page.wait_for_selector("[data-unsent]", state="hidden")

    assert entries("Called a colleague.") == 2
