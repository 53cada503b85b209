"""Each kind of question on its page: with the script, without it, over a line that breaks for ten minutes."""

from courses.editions.questions import frozen_pool
from learners.attempts.models import QuizAttempt
from learners.attempts.places import as_sent
from learners.attempts.queries import items_of
from tests.browser.acting import heading, start_quiz, wait_until
from tests.browser.sheets import FRESH, right_answer

NO_SCRIPT = {"java_script_enabled": False}
SAVED = "[data-saved]:has-text('Saved at')"
NOT_SAVED = "[data-saved]:has-text('Not saved since')"


def attempt_of(email: str) -> QuizAttempt:
    return QuizAttempt.objects.select_related("enrolment").get(
        enrolment__user__email=email, submitted_at=None
    )


def fill(page, order: int, sent: tuple[str, ...]) -> None:
    """As a person would: choose, select, type."""
    for value in sent:
        field = f"[data-order='{order}'] [name='answer-{order}']"
        if page.locator(f"{field}[value='{value}']:is([type=radio],[type=checkbox])").count():
            page.click(f"label[for='answer-{order}-{value}']")
        elif page.locator(f"select[name='answer-{order}']").count():
            page.select_option(f"{field}[id='answer-{order}-{value.split('-')[0]}']", value)
        else:
            page.fill(field, value)
            page.locator(field).blur()


def stored(attempt: QuizAttempt) -> dict[int, object]:
    return {item.order: item.response for item in items_of(attempt)}


def right(attempt: QuizAttempt) -> dict[int, tuple[str, ...]]:
    return {item.order: right_answer(attempt, item) for item in items_of(attempt)}


def test_all_kinds_without_script(visit):
    page = visit(FRESH[0], **NO_SCRIPT).open("/learn/QK/")
    page.click("text=Start quiz")
    attempt = attempt_of(FRESH[0])

    for order, sent in right(attempt).items():
        assert page.url.endswith(f"/attempt/1/{order}/")
        fill(page, order, sent)
        page.click("text=Save and continue")
    lead = page.locator(".lead").inner_text()
    page.click("text=Submit quiz")

    assert lead == "You answered all 8 questions."
    assert page.locator(".callout h2").inner_text() == "Your answers are being marked"
    items = items_of(attempt)
    assert [item.points for item in items if item.points != item.max_points] == [None]  # the essay


def test_all_kinds_on_one_page_survive_ten_minutes_without_a_line_and_a_killed_browser(visit):
    visitor = visit(FRESH[1])
    page = visitor.page
    page.clock.install()
    page.goto("/learn/QK/")
    start_quiz(page)
    page.click("text=All questions on one page")
    page.wait_for_load_state()
    attempt = attempt_of(FRESH[1])
    answers = right(attempt)
    page.context.set_offline(True)
    for order, sent in answers.items():
        fill(page, order, sent)
    page.wait_for_selector(NOT_SAVED)
    page.clock.run_for(10 * 60 * 1000)
    assert page.inner_text("[data-saved]").startswith("Not saved since")
    assert all(response is None for response in stored(attempt).values())
    address = page.url
    page.close(run_before_unload=False)

    page.context.set_offline(False)
    page = page.context.new_page()
    page.goto(address)
    wait_until(page, lambda: {order: stored_answer(attempt, order) for order in answers} == answers)

    assert {order: stored_answer(attempt, order) for order in answers} == answers
    page.wait_for_selector(SAVED)
    page.reload()
    assert page.locator("textarea").input_value().startswith("In our ministry")


def stored_answer(attempt: QuizAttempt, order: int) -> tuple[str, ...]:
    """What is stored, as the page would send it."""
    item = attempt.items.get(order=order)
    return as_sent(attempt, frozen_pool(attempt.edition_activity_id)[item.question_id], item.response)


def test_the_note_stands_within_five_seconds_and_blocks_nothing(visit):
    page = visit(FRESH[2]).open("/learn/QK/")
    start_quiz(page)
    page.click("text=All questions on one page")
    page.wait_for_load_state()
    attempt = attempt_of(FRESH[2])
    page.route("**/save/", lambda route: None)  # the line swallows everything

    order, sent = next(iter(right(attempt).items()))
    fill(page, order, sent)
    page.wait_for_selector(NOT_SAVED, timeout=5000)

    last, sent = list(right(attempt).items())[-1]
    fill(page, last, sent)
    page.unroute("**/save/")
    page.wait_for_selector(SAVED)
    assert heading(page)


def test_two_windows_the_older_is_told_and_no_text_goes_back(visit):
    page = visit(FRESH[3]).open("/learn/QK/")
    start_quiz(page)
    attempt = attempt_of(FRESH[3])
    order = attempt.items.get(question__kind="essay").order
    page.goto(f"/learn/QK/attempt/1/{order}/")
    other = page.context.new_page()
    other.goto(page.url)
    for window, text in ((other, "The newer text."), (page, "The older text.")):
        with window.expect_response("**/save/"):
            fill(window, order, (text,))

    page.wait_for_selector("[data-saved][role=alert]:has-text('in another window')")

    assert page.locator("textarea").input_value() == "The newer text."
    assert attempt.items.get(order=order).response == "The newer text."


def test_a_number_that_cannot_be_read_is_told_and_stays_in_the_field(visit):
    page = visit(FRESH[4]).open("/learn/QK/")
    start_quiz(page)
    order = attempt_of(FRESH[4]).items.get(question__kind="numeric").order
    page.goto(f"/learn/QK/attempt/1/{order}/")

    fill(page, order, ("about twelve",))
    page.wait_for_selector("[data-saved][role=alert]:has-text('Enter one number')")

    assert page.locator(f"#answer-{order}-1").input_value() == "about twelve"
    fill(page, order, ("12,5",))
    page.wait_for_selector(SAVED)
    assert attempt_of(FRESH[4]).items.get(order=order).response == "12.5"


def test_typing_is_saved_by_itself_and_before_the_window_is_left(visit):
    page = visit(FRESH[5]).open("/learn/QK/")
    start_quiz(page)
    attempt = attempt_of(FRESH[5])
    order = attempt.items.get(question__kind="essay").order
    page.goto(f"/learn/QK/attempt/1/{order}/")

    page.locator("textarea").press_sequentially("First line")
    page.wait_for_selector(SAVED)
    assert attempt.items.get(order=order).response == "First line"
    page.locator("textarea").press_sequentially(" and more")
    page.goto("/learn/")
    page.goto(f"/learn/QK/attempt/1/{order}/")
    wait_until(page, lambda: stored_answer(attempt, order) == ("First line and more",))

    assert stored_answer(attempt, order) == ("First line and more",)
    page.reload()
    assert page.locator("textarea").input_value() == "First line and more"


def test_items_are_put_into_order_with_buttons(visit):
    page = visit(FRESH[6]).open("/learn/QK/")
    start_quiz(page)
    attempt = attempt_of(FRESH[6])
    order = attempt.items.get(question__kind="ordering").order
    page.goto(f"/learn/QK/attempt/1/{order}/")

    with page.expect_response("**/save/"):
        page.click("[data-ordering] li:nth-child(1) button:has-text('Down')")
    page.wait_for_selector(SAVED)

    assert set(stored_answer(attempt, order)) == {"1-2", "2-1", "3-3"}
    assert [each.input_value() for each in page.locator("[data-ordering] select").all()] == [
        "2-1",
        "1-2",
        "3-3",
    ]
