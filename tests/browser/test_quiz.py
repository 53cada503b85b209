"""The quiz with its script: each answer is saved by itself, also over a line that breaks."""

import re
from datetime import timedelta

from learners.attempts.models import QuizAttempt
from tests.browser.acting import choose_and_wait, heading, sign_in, start_quiz
from tests.browser.world import AT_QUIZ, SITTING

SAVED = "[data-saved]:has-text('Saved at')"
WAITING = """() => new Promise((done) => {
  const open = indexedDB.open("quiz", 1);
  open.onupgradeneeded = () => open.result.createObjectStore("waiting");
  open.onsuccess = () => {
    const keys = open.result.transaction("waiting").objectStore("waiting").getAllKeys();
    keys.onsuccess = () => { open.result.close(); done(keys.result); };
  };
})"""
LEAVE = """(keys) => new Promise((done) => {
  const open = indexedDB.open("quiz", 1);
  open.onsuccess = () => {
    const deed = open.result.transaction("waiting", "readwrite");
    for (const key of keys) deed.objectStore("waiting").put([1, [["sequence-1", "9"], ["answer-1", "2"]]], key);
    deed.oncomplete = () => { open.result.close(); done(); };
  };
})"""
NOT_SAVED = "[data-saved]:has-text('Not saved since')"


def test_answers_survive_a_broken_line_and_a_reload(visit):
    visitor = visit(SITTING[1])
    page = visitor.open("/learn/Q1/")
    start_quiz(page)

    choose_and_wait(page, 0)
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
    start_quiz(page)
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


def test_nobody_sends_the_answer_of_the_person_who_used_the_browser_before(visit):
    page = visit(SITTING[5]).open("/learn/Q1/")
    start_quiz(page)
    first = page.url.split("/")[-2]
    page.route("**/save/", lambda route: route.abort())
    page.click("label[for^=answer] >> nth=0")
    page.wait_for_selector(NOT_SAVED)
    left = page.evaluate(WAITING)
    page.click(".nav summary")
    page.click("text=Sign out")
    after_sign_out = page.evaluate(WAITING)
    page.evaluate(LEAVE, left)

    page.unroute("**/save/")
    sign_in(page, SITTING[6])
    page.wait_for_url("**/learn/")
    page.goto("/learn/Q1/")
    start_quiz(page)

    assert (len(left), after_sign_out) == (1, [])
    assert page.url.split("/")[-2] == first
    assert page.locator("[name^=answer]:checked").count() == 0
    assert page.inner_text("[data-saved]") == "No answer saved yet"
    assert page.evaluate(WAITING) == []


def test_an_answer_waits_when_the_session_ends_and_is_sent_after_the_sign_in(visit):
    page = visit(SITTING[4]).open("/learn/Q1/")
    start_quiz(page)
    choose_and_wait(page, 0)
    place = page.url
    page.context.clear_cookies(name="sessionid")
    page.click("label[for^=answer] >> nth=1")
    page.wait_for_selector("[data-saved][role=alert].error:has-text('signed out')")
    waiting = page.evaluate(WAITING)

    sign_in(page, SITTING[4])
    page.wait_for_url("**/learn/")
    page.goto(place)
    # The page says from the start when the answer before was saved.
    page.wait_for_function(f"async () => (await ({WAITING})()).length === 0")

    assert len(waiting) == 1
    page.reload()
    assert page.is_checked("[name^=answer] >> nth=1")


def test_a_refused_answer_is_undone_and_said_as_an_error(visit):
    page = visit(AT_QUIZ).open("/learn/Q1/attempt/1/3/")
    choose_and_wait(page, 0)
    attempt = QuizAttempt.objects.get(enrolment__user__email=AT_QUIZ)
    times = {"started_at": attempt.started_at, "deadline_at": attempt.deadline_at}
    over = {name: moment - timedelta(hours=1) for name, moment in times.items()}
    QuizAttempt.objects.filter(pk=attempt.pk).update(**over)
    try:
        page.click("label[for^=answer] >> nth=1")
        page.wait_for_selector("[data-saved][role=alert].error:has-text('came too late')")

        assert page.is_checked("[name^=answer] >> nth=0")
        assert page.is_disabled("[name^=answer] >> nth=1")
        assert page.inner_text("[data-left]") == "0"
        assert page.get_attribute("[data-saved] a", "href") == "/learn/Q1/attempt/1/review/"
    finally:
        QuizAttempt.objects.filter(pk=attempt.pk).update(**times)


def test_an_answer_that_another_window_gave_is_shown(visit):
    page = visit(AT_QUIZ).open("/learn/Q1/attempt/1/4/")
    other = page.context.new_page()
    other.goto("/learn/Q1/attempt/1/4/")
    choose_and_wait(other, 0)

    page.click("label[for^=answer] >> nth=1")
    page.wait_for_selector("[data-saved][role=alert].error:has-text('in another window')")

    assert page.is_checked("[name^=answer] >> nth=0")
