import re

import pytest
from django.test import Client

from learners.peerreviews.assigning import open_round, put_in_late
from learners.peerreviews.closing import end_round, lapse_overdue
from learners.peerreviews.models import PeerCalibration, PeerReview
from learners.submissions.calibrating import add_script, judge_script
from tests.learners.peerreviews.rows import (
    DAY,
    GOOD,
    make_authors,
    make_handed_in,
    make_learner,
    make_round,
    send,
)
from tests.learners.submissions.rows import in_week_2, make_marker
from tests.pages import text_of

pytestmark = pytest.mark.usefixtures("clock")
DESK = "/learn/AS3/reviews/"
JSON = {"Accept": "application/json"}


def form(**changes) -> dict:
    return {
        "level-0": "90",
        "level-1": "60",
        "level-2": "75",
        "strength": GOOD.strength,
        "change": GOOD.change,
        "sequence": "1",
        "deed": "send",
    } | changes


def browser_of(user) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


@pytest.fixture
def peer_round(cohort):
    return make_round(cohort)


@pytest.fixture
def review(peer_round):
    return PeerReview.objects.order_by("pk").first()


@pytest.fixture
def browser(review):
    return browser_of(review.reviewer.user)


def test_from_the_list_to_a_sent_review_without_script(browser, review):
    desk = text_of(browser.get(DESK))
    page = text_of(browser.get(f"{DESK}{review.code}/"))
    sent = browser.post(f"{DESK}{review.code}/", form(), follow=True)

    assert "0 of 3 reviews sent. Send them by Tuesday 24 March, 14:59 (Nairobi)." in desk
    assert f'href="{DESK}{review.code}/">Review work 1</a>' in desk
    assert review.submission.text[:30] in page
    assert "Criterion 3" in page
    assert "Criterion 4" not in page
    assert "Your review is sent." in text_of(sent)
    assert "1 of 3 reviews sent." in text_of(sent)
    assert PeerReview.objects.get(pk=review.pk).points == [90, 60, 75]


def test_a_draft_is_kept_and_not_sent(browser, review):
    page = text_of(browser.post(f"{DESK}{review.code}/", form(deed="save", change=""), follow=True))

    kept = PeerReview.objects.get(pk=review.pk)
    assert "Your draft is saved. It is not sent yet." in page
    assert (kept.strength, kept.sent_at) == (GOOD.strength, None)


def test_what_is_missing_is_said_and_the_text_stays(browser, review):
    answer = browser.post(f"{DESK}{review.code}/", form(change=""))

    assert answer.status_code == 422
    assert "Name one strength, and one thing that you would change." in text_of(answer)
    assert GOOD.strength in text_of(answer)


@pytest.mark.parametrize("changes", [{"points-0": "777"}, {"level-0": "x"}, {"sequence": "-1"}, {"strength": "x" * 4001}])  # fmt: skip
def test_what_no_page_sends_is_refused(browser, review, changes):
    answers = [
        browser.post(f"{DESK}{review.code}/", form(**changes)),
        browser.post(f"{DESK}{review.code}/", form(**changes), headers=JSON),
    ]

    assert [answer.status_code for answer in answers] == [422, 409]
    assert PeerReview.objects.get(pk=review.pk).saved_at is None


def test_the_script_saves_and_is_told_the_next_number(browser, review):
    answers = [
        browser.post(f"{DESK}{review.code}/", form(deed="", strength=text, sequence=number), headers=JSON)
        for text, number in (("One", "4"), ("Two", "4"))
    ]

    moment = "17 March, 15:59 (Nairobi)"
    assert [(answer.status_code, answer.json()) for answer in answers] == [
        (200, {"saved": True, "message": f"Saved {moment}", "sequence": 4}),
        (
            409,
            {
                "saved": False,
                "message": f"A newer text was saved in another window on {moment}. It is kept. "
                "What you sent now is not.",
                "sequence": 4,
            },
        ),
    ]


def test_an_older_window_is_told_without_script_and_keeps_its_text(browser, review):
    browser.post(f"{DESK}{review.code}/", form(deed="save", strength="One", sequence="4"))

    answer = browser.post(f"{DESK}{review.code}/", form(deed="save", strength="Two", sequence="4"))

    assert answer.status_code == 409
    assert "A newer text was saved in another window" in text_of(answer)
    assert ">\nTwo</textarea>" in answer.content.decode()


def test_reviews_of_others_do_not_exist(cohort, peer_round, review, browser):
    other = PeerReview.objects.exclude(reviewer=review.reviewer).first()

    answers = [
        browser.get(f"{DESK}{other.code}/"),
        browser.post(f"{DESK}{other.code}/", form()),
        browser.get(f"{DESK}{other.code}/files/1/"),
        browser.get(f"{DESK}{review.code}/files/1/"),
        browser.get(f"{DESK}sample/"),
        browser.get("/learn/AS1/reviews/"),
        browser.get("/learn/M01-L01/reviews/"),
        browser.get("/learn/XX9/reviews/"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 8


def test_a_stranger_signs_in_and_somebody_without_a_place_is_told_so(cohort, peer_round, review):
    addresses = [DESK, f"{DESK}{review.code}/", f"{DESK}received/", f"{DESK}sample/"]

    strangers = [Client().get(address) for address in addresses]

    assert {answer["Location"].split("?")[0] for answer in strangers} == {"/account/login/"}
    marker = browser_of(make_marker(cohort, 1))
    assert {marker.get(address).status_code for address in addresses} == {403}


def test_before_the_draw_the_page_says_when_it_comes(cohort, clock):
    clock.move_to(in_week_2(cohort))
    [author] = make_authors(cohort, 1)

    page = text_of(browser_of(author.user).get(DESK))

    assert "You get works to review soon after Tuesday 17 March, 14:59 (Nairobi)" in page


def test_who_handed_in_nothing_reads_why_there_is_nothing(cohort, peer_round):
    page = text_of(browser_of(make_learner(cohort, 20).user).get(DESK))

    assert "You did not hand in this work, so there are no reviews for you." in page


def test_who_waits_reads_what_is_spare_and_when_the_tutors_step_in(
    cohort, peer_round, browser, review, clock
):
    for each in PeerReview.objects.filter(reviewer=review.reviewer):
        send(each, at=peer_round.opened_at)
    waiting = text_of(browser.get(DESK))
    clock.move_to(peer_round.due_at + DAY)
    browser = browser_of(review.reviewer.user)
    lapse_overdue(peer_round, at=peer_round.due_at + DAY)

    spare = text_of(browser.get(DESK))
    taken = browser.post(f"{DESK}spare/", follow=True)

    assert "The reviews of your work are here soon after Friday 27 March, 14:59 (Nairobi)." in waiting
    assert "Review a spare work" not in waiting
    assert "1 work lacks a reviewer. You can review it in addition." in spare
    assert taken.redirect_chain[-1][0] == f"{DESK}{PeerReview.objects.get(kind='spare').code}/"
    assert "Send it by Friday 27 March, 14:59 (Nairobi)" in text_of(taken)


def test_a_spare_work_that_is_not_there_is_a_sentence(browser):
    page = text_of(browser.post(f"{DESK}spare/", follow=True))

    assert "Send the reviews that you have before you take one more work." in page


def test_a_review_that_was_not_sent_says_so(peer_round, browser, review, clock):
    clock.move_to(peer_round.due_at + DAY)

    page = text_of(browser_of(review.reviewer.user).get(f"{DESK}{review.code}/"))

    assert "The deadline for this review was Tuesday 24 March, 14:59 (Nairobi)." in page
    assert "<textarea" not in page


def test_the_sample_comes_first_and_then_shows_the_markers(cohort, planned, browser, review, at):
    leader = make_marker(cohort, 1)
    script = add_script(
        cohort, planned, title="Sample A", text="Some text.", for_peers=True, by=leader, at=at
    )
    judge_script(script, planned, points=[60, 65, 70, 75], note="", by=leader, at=at)

    desk = text_of(browser.get(DESK))
    sent_there = browser.get(f"{DESK}{review.code}/")
    before = text_of(browser.get(f"{DESK}sample/"))
    half = browser.post(f"{DESK}sample/", {"level-0": "90"})
    after = text_of(browser.post(f"{DESK}sample/", {f"level-{n}": "90" for n in range(3)}, follow=True))

    assert "Judge the sample" in desk
    assert sent_there["Location"] == f"{DESK}sample/"
    assert "Some text." in before
    assert (half.status_code, "Markers, median" in before) == (422, False)
    assert re.findall(r'data-label="Markers, median">(\d+)', after) == ["60", "65", "70"]
    assert PeerCalibration.objects.get().points == [90, 90, 90]
    assert browser.get(f"{DESK}{review.code}/").status_code == 200


def test_the_received_reviews_are_read_after_the_release(cohort, peer_round, review, at):
    author = browser_of(review.author.user)
    send(review, at=at)

    before = author.get(f"{DESK}received/")
    end_round(peer_round, by=None, at=at)
    after = text_of(author.get(f"{DESK}received/"))

    assert before["Location"] == DESK
    assert "1 review of “Assignment AS3”." in after
    assert GOOD.change in after
    assert "Read the reviews of your work" in text_of(author.get(DESK))


def test_nothing_received_is_said_too(peer_round, review, at):
    end_round(peer_round, by=None, at=at)

    page = text_of(browser_of(review.author.user).get(f"{DESK}received/"))

    assert "Nobody has sent a review in time. A tutor reviews your work." in page


def test_the_pages_cost_the_same_for_one_and_three_reviews(cohort, planned, at, django_assert_num_queries):
    authors = make_authors(cohort, 2)
    peer_round = open_round(cohort, planned, at=at)
    browser = browser_of(authors[0].user)
    browser.get(DESK)
    with django_assert_num_queries(11):
        browser.get(DESK)
    for number in (20, 21):
        make_handed_in(make_learner(cohort, number), "AS3")
    put_in_late(peer_round, at=at)

    assert PeerReview.objects.filter(reviewer=authors[0]).count() == 3
    with django_assert_num_queries(11):
        browser.get(DESK)


def test_the_weekly_page_and_the_work_lead_to_the_reviews(browser, review, at):
    week, work = text_of(browser.get("/learn/")), text_of(browser.get("/learn/AS3/"))

    assert "Review 3 works of others: Assignment AS3" in week
    assert f'href="{DESK}"' in work
