from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from courses.cohorts.models import Cohort
from courses.cohorts.schedule import cohort_dates, week_starts_at
from learners.enrolment.models import Enrolment
from learners.grades.withholding import withhold
from learners.observations.contributing import UnableToContribute, save_contribution
from learners.observations.models import Contribution
from learners.observations.releasing import release
from learners.progress.models import ActivityProgress
from tests.learners.observations.rows import judge, over
from tests.learners.submissions.rows import in_week_2
from tests.pages import text_of


@pytest.fixture(autouse=True)
def clock(cohort):
    with time_machine.travel(in_week_2(cohort), tick=False) as clock:
        yield clock


@pytest.fixture
def browser(learner):
    browser = Client()
    browser.force_login(learner.user)
    return browser


def tell(browser, text: str, code: str = "D1"):
    return browser.post(f"/learn/{code}/contribution/", {"text": text})


def test_the_page_says_what_to_do_where_and_how_it_is_judged(browser, cohort):
    Cohort.objects.update(room_url="https://forum.example/a")

    page = text_of(browser.get("/learn/D1/"))

    assert "Tell of <strong>one</strong> frustration." in page
    assert "1 post of your own and 2 replies to others" in page
    assert 'href="https://forum.example/a"' in page
    assert "Your tutor or instructor reads what you wrote" in page
    assert "Component DS: 20 % of the overall mark. Whoever takes no part gets 0." in page
    assert "Criterion 1 (30 %)" in page
    assert ActivityProgress.objects.get().completed_at is None


def test_the_page_of_a_defence_has_nothing_to_fill_in(browser):
    page = text_of(browser.get("/learn/CPD/"))

    assert "Two examiners judge you by the rubric, each alone." in page
    assert "The programme office tells you day, hour and room." in page
    assert "contribution/" not in page
    assert tell(browser, "Hello", "CPD").status_code == 422


def test_what_the_learner_tells_is_kept_and_completes_the_discussion(browser, learner):
    first = tell(browser, "One post: https://forum.example/a/1")
    tell(browser, "Two posts.")

    page = text_of(browser.get("/learn/D1/"))
    assert first["Location"] == "/learn/D1/"
    assert Contribution.objects.get().text == "Two posts."
    assert ActivityProgress.objects.get(enrolment=learner).completed_at is not None
    assert "Kept since Tuesday 10 March, 03:00 (Nairobi)" in page


@pytest.mark.parametrize(
    "text, says",
    [
        ("  ", "Write what you contributed, or paste the links of your posts."),
        ("word " * 301, "Your text has 301 words. It may have 300."),
        ("x" * 6001, "The text may have 6,000 characters."),
    ],
)
def test_what_cannot_be_kept_is_refused_in_a_sentence(browser, text, says):
    answer = tell(browser, text)

    assert answer.status_code == 422
    assert says in text_of(answer)
    assert not Contribution.objects.exists()


def test_the_result_stands_on_the_page_after_the_release(
    browser, cohort, learner, discussion, examiners, clock
):
    tell(browser, "One post.")
    judge(learner, examiners[0], 80, 70, 60, 50, remark="You connected two regions.")
    clock.move_to(over(cohort))
    browser.force_login(learner.user)
    before = text_of(browser.get("/learn/D1/"))
    refused = tell(browser, "Another post.")

    release(cohort, discussion, by=examiners[0], at=over(cohort))
    after = text_of(browser.get("/learn/D1/"))

    assert "Your mark" not in before
    assert "connected" not in before
    assert "Your part is judged already, so nothing can be added." in before
    assert refused.status_code == 422
    assert "Your mark: <strong>67.5</strong> of 100." in after
    assert "You connected two regions." in after
    assert "Judged by the rubric: 67.5." in after
    assert "Fail 4" not in after.split("<aside")[0]
    assert "Excellent 1" in after.split("<aside")[0]


def test_a_mark_that_is_withheld_is_not_told(browser, cohort, learner, discussion, examiners):
    judge(learner, examiners[0], 60)
    release(cohort, discussion, by=examiners[0], at=over(cohort))
    withhold(learner, discussion.activity_id, reason="Case", by=examiners[0], at=over(cohort))

    page = text_of(browser.get("/learn/D1/"))

    assert "The mark is kept back while a question about this work is open." in page
    assert "60" not in page.split("<aside")[0].split("<h1>")[1]


def test_before_its_week_the_page_says_when_it_opens(browser, cohort, clock):
    clock.move_to(week_starts_at(cohort, 1))
    browser.force_login(Enrolment.objects.get().user)

    answers = [browser.get("/learn/D1/"), tell(browser, "Early.")]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert not Contribution.objects.exists()


def test_who_does_not_study_any_more_tells_nothing(cohort, learner, discussion):
    Enrolment.objects.update(state="completed")
    learner.refresh_from_db()

    with pytest.raises(UnableToContribute, match="Your place in this cohort is not active"):
        save_contribution(learner, discussion, text="Late.", at=in_week_2(cohort))


@pytest.mark.parametrize("address", ["/learn/CPR/contribution/", "/learn/NONE/contribution/"])
def test_only_discussions_take_a_contribution(browser, address):
    assert browser.post(address, {"text": "A"}).status_code == 404


def test_the_dialogue_stands_in_both_its_weeks(cohort, discussion):
    longer = type(discussion)(**{**discussion.__dict__, "rules": discussion.rules | {"weeks": 2}})

    dates = cohort_dates(cohort, longer, None)

    assert (longer.first_week, dates.opens_at) == (1, week_starts_at(cohort, 1))
    assert dates.due_at > week_starts_at(cohort, 2) + timedelta(days=6)
