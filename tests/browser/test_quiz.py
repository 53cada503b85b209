"""The quiz with its script: each answer is saved by itself, also over a line that breaks."""

import re

from tests.browser.acting import heading
from tests.browser.world import SITTING

SAVED = "[data-saved]:has-text('Saved at')"
NOT_SAVED = "[data-saved]:has-text('Not saved since')"


def test_answers_survive_a_broken_line_and_a_reload(visit):
    visitor = visit(SITTING[1])
    page = visitor.open("/learn/Q1/")
    page.click("main form .button")

    page.click("label[for^=answer] >> nth=0")
    page.wait_for_selector(SAVED)
    page.context.set_offline(True)
    page.click("label[for^=answer] >> nth=1")
    page.wait_for_selector(NOT_SAVED)
    page.context.set_offline(False)
    page.wait_for_selector(SAVED)
    page.reload()

    assert page.is_checked("[name^=answer] >> nth=1")
    assert re.fullmatch(r"Saved at \d\d:\d\d.*", page.inner_text("[data-saved]"))
    broken_line = [each for each in visitor.complaints if "ERR_INTERNET_DISCONNECTED" not in each]
    assert broken_line == []


def test_from_the_start_to_the_review_on_one_page(visit):
    visitor = visit(SITTING[3])
    page = visitor.open("/learn/Q1/")
    page.click("main form .button")
    page.click("text=All questions on one page")
    page.wait_for_load_state()

    for box in page.query_selector_all("[data-order]"):
        with page.expect_response("**/save/"):
            box.query_selector("label").click()
    page.click("text=Save and check")
    lead = page.locator(".lead").inner_text()
    page.click("text=Submit quiz")

    assert lead == "You answered all 10 questions."
    assert "of 10 points" in heading(page)
    assert visitor.complaints == []
