import re

import pytest

from courses.editions.questions import frozen_pool
from tests.learners.attempts.pages import (
    CHECK,
    FIRST,
    JSON,
    QUIZ,
    REVIEW,
    SHEET,
    assert_no_key,
    let_time_pass,
    save,
    sent,
    submitted,
    text_of,
)
from tests.learners.attempts.sheets import places

pytestmark = pytest.mark.django_db


# Questions


def test_question_page_shows_one_question_with_its_state(learner, attempt):
    save(learner, attempt, sent(1, place="2", **{"flagged-1": "on"}))

    response = learner.get(FIRST)

    html = response.content.decode()
    page = text_of(response)
    assert "Question 1 of 3" in page
    assert "Minutes left: 20" in page
    assert re.search(r"Saved at \d\d:\d\d", page)
    assert html.count('type="radio"') == 4
    assert 'id="answer-1-2" value="2" checked' in html
    assert 'id="flagged-1" checked' in html
    assert 'name="sequence-1" value="2"' in html


def test_page_of_all_questions_shows_each(learner, attempt):
    html = learner.get(SHEET).content.decode()

    assert html.count('type="radio"') == 12
    assert [f'name="sequence-{order}" value="1"' in html for order in (1, 2, 3)] == [True] * 3


def test_question_pages_do_not_tell_the_order_in_which_options_were_written(learner, attempt):
    html = learner.get(FIRST).content.decode()

    question = frozen_pool(attempt.edition_activity_id)[attempt.items.get(order=1).question_id]
    assert re.findall(r'name="answer-1"[^>]+value="(\d+)"', html) == ["1", "2", "3", "4"]
    positions = {html.index(choice.text): choice.id for choice in question.choices}
    shown = [positions[place] for place in sorted(positions)]
    assert sorted(shown) == sorted(choice.id for choice in question.choices)


@pytest.mark.parametrize("address", [QUIZ, SHEET, FIRST, CHECK])
def test_pages_of_an_open_attempt_hold_no_key(learner, attempt, address):
    save(learner, attempt, sent(1))

    html = learner.get(address).content.decode()

    assert_no_key(html, attempt)


def test_answer_of_a_save_holds_no_key(learner, attempt):
    right = save(learner, attempt, sent(1, place=places(attempt, 1, right=True)[0]), **JSON).json()
    wrong = save(learner, attempt, sent(2, place=places(attempt, 2, right=False)[0]), **JSON).json()

    assert right == wrong


# Saving


def test_save_goes_on_to_the_page_that_the_button_names(learner, attempt):
    urls = [
        save(learner, attempt, sent(2, sequence=n, go=go)).url
        for n, go in enumerate(("3", "1", "check", "x", ""), 1)
    ]

    assert urls == ["/learn/Q1/attempt/1/3/", FIRST, CHECK, CHECK, CHECK]
    assert attempt.items.get(order=2).sequence == 5


def test_save_without_an_answer_asks_for_one(learner, attempt):
    response = save(learner, attempt, {"sequence-1": "1", "go": "2"}, follow=True)

    html = response.content.decode()
    assert response.redirect_chain == [(FIRST + "?missing=1", 302)]
    assert "<title>Error: Question 1 of 3" in html
    assert html.count("Choose one answer, or flag the question and continue") == 2
    assert 'href="#answer-1-1"' in html


def test_save_without_an_answer_goes_back_and_goes_on_with_a_flag(learner, attempt):
    back = save(learner, attempt, {"sequence-2": "1", "go": "1"})
    on = save(learner, attempt, {"sequence-2": "2", "flagged-2": "on", "go": "3"})

    assert (back.url, on.url) == (FIRST, "/learn/Q1/attempt/1/3/")


def test_save_of_a_whole_page_leads_to_the_check(learner, attempt):
    response = save(
        learner, attempt, sent(1) | sent(2, place="3") | {"sequence-3": "1", "go": "check"}, follow=True
    )

    assert response.redirect_chain == [(CHECK, 302)]
    assert "1 question has no answer yet." in text_of(response)
    assert [item.response is None for item in attempt.items.order_by("order")] == [False, False, True]


def test_save_by_script_answers_in_json(learner, attempt):
    response = save(learner, attempt, sent(1, sequence=3), **JSON)

    told = response.json()
    assert response.status_code == 200
    assert re.fullmatch(r"Saved at \d\d:\d\d", told.pop("message"))
    assert told == {"saved": True, "sequence": 3}


def test_save_of_an_older_answer_is_told_in_json(learner, attempt):
    save(learner, attempt, sent(1, place="1", sequence=3, **{"flagged-1": "on"}))

    response = save(learner, attempt, sent(1, place="2", sequence=3), **JSON)

    told = response.json()
    assert response.status_code == 409
    assert re.fullmatch(
        r"Question 1 was answered in another window at \d\d:\d\d. That answer is kept. "
        r"To change it, load the page again and choose.",
        told.pop("message"),
    )
    stored = [["answer-1", "1"], ["flagged-1", "on"]]
    assert told == {"saved": False, "sequence": 3, "stored": stored}


def test_save_of_an_older_answer_leads_back_to_the_question(learner, attempt):
    save(learner, attempt, sent(1, place="1", sequence=3))

    response = save(learner, attempt, sent(1, place="2", sequence=2, go="2"), follow=True)

    assert response.redirect_chain == [(FIRST, 302)]
    assert "Question 1 was answered in another window at" in response.content.decode()
    assert 'id="answer-1-1" value="1" checked' in response.content.decode()


def test_save_after_the_deadline_shows_the_sentence_and_keeps_the_answers(learner, attempt):
    save(learner, attempt, sent(1, place="1"))
    let_time_pass(attempt)

    response = save(learner, attempt, sent(1, place="2", sequence=2, go="2"), follow=True)

    html = response.content.decode()
    assert response.status_code == 200
    assert "This answer came too late: the time ended on" in html
    assert "Your saved answers are kept and they count: 1 of 3." in text_of(response)
    assert attempt.items.get(order=1).sequence == 1


def test_save_after_the_deadline_is_told_in_json(learner, attempt):
    let_time_pass(attempt)

    response = save(learner, attempt, sent(1), **JSON)

    assert response.status_code == 409
    told = response.json()
    assert told.pop("message").startswith("This answer came too late: the time ended on")
    assert told == {"saved": False, "over": True}


def test_save_after_the_submit_is_told_in_json(learner, attempt):
    submitted(attempt)

    told = save(learner, attempt, sent(1, sequence=9), **JSON).json()

    assert told.pop("message").endswith("it is kept as evidence but does not count.")
    assert told == {"saved": False, "over": True}


def test_save_after_the_submit_leads_to_the_result_with_the_sentence(learner, attempt):
    submitted(attempt)

    response = save(learner, attempt, sent(1, sequence=9, go="2"), follow=True)

    assert response.redirect_chain == [(CHECK, 302), (REVIEW, 302)]
    assert "it is kept as evidence but does not count." in response.content.decode()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "This page was sent without its questions."),
        ({"answer-1": "1"}, "This page was sent without its questions."),
        ({"sequence-1": "x", "answer-1": "1"}, "This page was sent without its questions."),
        ({"sequence-1": "9999999999", "answer-1": "1"}, "This page was sent without its questions."),
        ({"sequence-1": "99999999999", "answer-1": "1"}, "This page was sent without its questions."),
        ({f"sequence-{n}": "1" for n in range(1, 300)}, "This page was sent without its questions."),
        ({"sequence-1": "1", "answer-1": "77"}, "This is not an answer to this question."),
        ({"sequence-1": "1", "answer-1": ["1", "2"]}, "Choose only one answer to this question."),
        (
            {"sequence-1": "1", "sequence-8": "1"},
            "One of the answers belongs to no question of this attempt.",
        ),
    ],
)
def test_save_of_what_is_no_answer_says_so(learner, attempt, data, sentence):
    page = save(learner, attempt, data, follow=True)
    told = save(learner, attempt, data, **JSON)

    assert sentence in page.content.decode()
    assert (told.status_code, told.json()["message"].startswith(sentence)) == (409, True)
    assert told.json()["over"] is False
    assert not attempt.items.exclude(sequence=0).exists()


def test_save_costs_four_queries_however_many_answers_there_are(learner, attempt, django_assert_num_queries):
    save(learner, attempt, sent(1))

    with django_assert_num_queries(4):
        save(learner, attempt, sent(2), **JSON)
    with django_assert_num_queries(4):
        save(learner, attempt, sent(3))
