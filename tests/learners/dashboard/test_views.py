from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from courses.editions.plan import plan_of
from learners.enrolment.models import Enrolment
from learners.progress.completing import complete
from learners.progress.models import ActivityProgress
from tests.factories.people import make_enrolment, make_user
from tests.factories.programme import IN_WEEK_1, make_lesson, make_small_programme
from tests.pages import text_of

pytestmark = pytest.mark.django_db
PAGES = ["/learn/", "/learn/programme/", "/learn/results/", "/learn/modules/M01/", "/learn/M01-L01/"]


@pytest.fixture
def enrolment():
    return make_enrolment(make_small_programme())


@pytest.fixture
def browser(client, enrolment):
    client.force_login(enrolment.user)
    with time_machine.travel(IN_WEEK_1, tick=False):
        yield client


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_is_sent_to_the_sign_in(client, enrolment, page):
    response = client.get(page)

    assert (response.status_code, response["Location"]) == (302, f"/account/login/?next={page}")


@pytest.mark.parametrize("page", PAGES)
def test_somebody_without_a_place_is_told_so(client, enrolment, page):
    client.force_login(make_user("nobody@demo.example", "Demo visitor"))

    response = client.get(page)

    assert response.status_code == 403
    assert "You have no place in a cohort" in text_of(response)


@pytest.mark.parametrize("state", [Enrolment.State.WITHDRAWN, Enrolment.State.INTERRUPTED])
def test_a_place_that_was_left_opens_nothing(browser, enrolment, state):
    Enrolment.objects.update(state=state)

    assert browser.get("/learn/M01-L01/").status_code == 403


@pytest.mark.parametrize("page", ["/learn/M01-L99/", "/learn/modules/M99/", "/learn/M01-L99/complete/"])
def test_what_is_not_in_the_edition_is_not_found(browser, page):
    response = browser.post(page) if page.endswith("complete/") else browser.get(page)

    assert response.status_code == 404


def test_this_week_shows_its_tasks_and_where_to_go_on(browser):
    page = text_of(browser.get("/learn/"))

    assert "Week 1 of 26" in page
    assert "Continue: Lesson M01-L01" in page
    assert "0 of 1 tasks completed" in page


def test_this_week_before_the_start_says_when_it_starts(browser):
    with time_machine.travel(IN_WEEK_1 - timedelta(days=7), tick=False):
        page = text_of(browser.get("/learn/"))

    assert "Your programme starts on Monday 2 March, 03:00 (Nairobi)." in page


def test_a_lesson_before_its_week_says_when_it_opens(browser):
    response = browser.get("/learn/M01-L02/")

    assert response.status_code == 403
    assert "“Lesson M01-L02” opens on Monday 9 March, 03:00 (Nairobi) (week 2)." in text_of(response)
    assert not ActivityProgress.objects.exists()


def test_completing_before_its_week_is_refused(browser):
    response = browser.post("/learn/M01-L02/complete/")

    assert response.status_code == 403
    assert not ActivityProgress.objects.exists()


def test_complete_and_continue_goes_to_the_next_activity(browser, enrolment):
    response = browser.post("/learn/M01-L01/complete/")

    assert (response.status_code, response["Location"]) == (302, "/learn/M01-L02/")
    assert ActivityProgress.objects.get().completed_at == IN_WEEK_1


def test_completing_by_get_leads_to_the_lesson_and_changes_nothing(browser):
    response = browser.get("/learn/M01-L01/complete/")

    assert (response.status_code, response["Location"]) == (302, "/learn/M01-L01/")
    assert not ActivityProgress.objects.exists()


def test_results_without_marks_show_each_rule(browser):
    page = text_of(browser.get("/learn/results/"))

    assert "Marks so far, 0 of 1" in page
    assert "You meet 0 of 3 rules today." in page
    assert "Lessons completed, M01: 0 of 2. Needed: 80 per cent." in page


def test_pages_of_a_learner_stay_out_of_caches(browser):
    assert browser.get("/learn/")["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("page", "most"), [("/learn/", 10), ("/learn/M01-L01/", 8), ("/learn/programme/", 10)]
)
def test_queries_do_not_grow_with_lessons_and_learners(
    browser, enrolment, page, most, django_assert_max_num_queries
):
    browser.get(page)  # warm: the edition's plan and text are kept in the process
    with django_assert_max_num_queries(most) as few:
        browser.get(page)
    lesson = plan_of(enrolment.cohort.edition_id).activity("M01-L01")
    for number in range(3):
        other = make_enrolment(
            enrolment.cohort, make_user(f"l{number}@demo.example", f"Demo learner {number}")
        )
        complete(other, lesson, by=other.user, at=IN_WEEK_1)
    complete(enrolment, lesson, by=enrolment.user, at=IN_WEEK_1)

    with django_assert_max_num_queries(most) as more:
        browser.get(page)

    assert len(more) == len(few)


def test_addresses_that_others_rely_on():
    assert [reverse(name) for name in ("this_week", "staff_home", "account_login", "verify")] == [
        "/learn/",
        "/staff/",
        "/account/login/",
        "/verify/",
    ]


def test_a_new_lesson_does_not_enter_a_running_edition(browser, enrolment):
    module = enrolment.cohort.edition.programme.get_children().first().specific
    make_lesson(module, "M01-L09", week=1)

    assert browser.get("/learn/M01-L09/").status_code == 404
