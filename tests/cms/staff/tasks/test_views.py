import pytest
import time_machine

from learners.submissions.handing_in import attach_file
from learners.submissions.models import Reply
from tests.factories.people import make_enrolment
from tests.factories.programme import make_cohort
from tests.factories.works import make_programme_of_all_kinds, planned_work
from tests.learners.submissions.files import pdf
from tests.learners.submissions.rows import in_week_2, make_handed_in, make_learner, make_marker
from tests.pages import text_of


@pytest.fixture(autouse=True)
def _private_files(settings, tmp_path):
    settings.DATA_FOLDER = tmp_path


@pytest.fixture
def cohort(db):
    return make_programme_of_all_kinds()


@pytest.fixture
def learner(cohort):
    return make_learner(cohort)


@pytest.fixture
def leader(cohort):
    return make_marker(cohort)


@pytest.fixture
def browser(client_of, leader, cohort):
    with time_machine.travel(in_week_2(cohort), tick=False):
        yield client_of(leader)


def address(enrolment, code: str = "CPP", end: str = "") -> str:
    return f"/staff/tasks/2026-a/{code}/{enrolment.pk}/{end}"


def test_a_proposal_is_returned_and_then_approved(browser, learner):
    make_handed_in(learner, "CPP", text="My capstone is a strategy.")
    home = text_of(browser.get("/staff/"))
    desk = text_of(browser.get("/staff/tasks/"))
    page = text_of(browser.get(address(learner)))
    returned = browser.post(address(learner), {"deed": "returned", "note": "Say who decides.", "seen": "1"})
    rows = text_of(browser.get("/staff/tasks/2026-a/CPP/"))
    make_handed_in(learner, "CPP", text="My capstone is a business case.")
    stale = browser.post(address(learner), {"deed": "approved", "note": "", "seen": "1"})
    browser.post(address(learner), {"deed": "approved", "note": "", "seen": "2"})

    assert "1 proposal waits for an answer" in home
    assert "1 to answer" in desk
    assert "My capstone is a strategy." in page
    assert returned["Location"] == "/staff/tasks/2026-a/CPP/"
    assert "Returned with a note" in rows
    assert stale.status_code == 422
    assert "The learner has handed in a newer version." in text_of(stale)
    after = text_of(browser.get(address(learner)))
    assert "about an earlier version" in after
    assert "Return with the note" not in after
    assert list(Reply.objects.order_by("pk").values_list("decision", flat=True)) == ["returned", "approved"]


def test_an_exercise_gets_feedback(browser, learner):
    make_handed_in(learner, "L1")
    page = text_of(browser.get(address(learner, "L1")))
    browser.post(address(learner, "L1"), {"deed": "feedback", "note": "All channels are there.", "seen": "1"})

    assert "Send feedback" in page
    assert "<summary>Marking notes</summary><p>Counters count.</p>" in page
    assert "The approval is not needed" not in page
    assert Reply.objects.get().note == "All channels are there."


@pytest.mark.parametrize(
    "data, says",
    [
        ({"deed": "returned", "note": "", "seen": "1"}, "Write a note to the learner"),
        ({"deed": "burn", "note": "A", "seen": "1"}, "Choose an answer that fits this work."),
        ({"deed": "approved", "note": "A", "seen": "many"}, "Enter a whole number."),
        ({"deed": "returned", "note": "x" * 4001, "seen": "1"}, "at most 4000 characters"),
    ],
)
def test_what_is_refused_is_said(browser, learner, data, says):
    make_handed_in(learner, "CPP")

    answer = browser.post(address(learner), data)

    assert answer.status_code == 422
    assert says in text_of(answer)
    assert not Reply.objects.exists()


def test_nothing_that_is_not_handed_in_is_answered(browser, learner):
    page = text_of(browser.post(address(learner), {"deed": "approved", "note": "", "seen": "1"}))

    assert "Nothing is handed in yet." in page
    assert not Reply.objects.exists()


def test_the_approval_is_waived_with_a_reason(browser, learner):
    refused = browser.post(address(learner, end="waive/"), {"waiver-reason": ""})
    done = browser.post(address(learner, end="waive/"), {"waiver-reason": "Agreed by telephone."})

    assert refused.status_code == 422
    assert done["Location"] == "/staff/tasks/2026-a/CPP/"
    assert Reply.objects.get().decision == "waived"
    assert "Approval not needed" in text_of(browser.get("/staff/tasks/2026-a/CPP/"))


def test_an_exercise_has_no_approval_to_waive(browser, learner):
    answer = browser.post(address(learner, "L1", "waive/"), {"waiver-reason": "Yes."})

    assert answer.status_code == 422
    assert "Nothing waits for the approval of this work." in text_of(answer)


def test_a_file_is_handed_over_to_be_saved(browser, learner, cohort):
    data, planned = pdf(), planned_work(cohort, "CPP")
    file = attach_file(learner, planned, name="a.pdf", data=data, at=in_week_2(cohort))
    before = browser.get(address(learner, end=f"files/{file.pk}/"))
    make_handed_in(learner, "CPP")

    answer = browser.get(address(learner, end=f"files/{file.pk}/"))

    assert (before.status_code, answer.status_code) == (404, 200)
    assert answer.content == data
    assert browser.get(address(learner, end="files/987654/")).status_code == 404


def test_what_is_elsewhere_marked_reviewed_or_ones_own_does_not_exist(browser, cohort, leader, learner):
    other = make_learner(make_cohort(cohort.edition, "2026-b"), 9)
    own = make_enrolment(cohort, leader)

    places = [
        address(other),
        address(own),
        address(learner, "CPR"),
        address(learner, "PR1"),
        "/staff/tasks/2026-b/CPP/",
        "/staff/tasks/2026-x/CPP/",
        "/staff/tasks/2026-a/D1/",
    ]

    assert [browser.get(place).status_code for place in places] == [404] * 7


def test_tutors_do_not_approve(client_of, cohort, learner):
    browser = client_of(make_marker(cohort, 4, kind="tutor"))

    assert browser.get("/staff/tasks/2026-a/CPP/").status_code == 404
    assert "Nothing to answer" in text_of(browser.get("/staff/tasks/"))


def test_the_marking_desk_does_not_know_it_but_its_reviews(browser, learner):
    work = make_handed_in(learner, "PR1").work

    places = [f"/staff/marking/work/{work.code}/", "/staff/marking/2026-a/PR1/", "/staff/marking/2026-a/CPP/"]

    assert [browser.get(place).status_code for place in places] == [404] * 3
    assert browser.get("/staff/marking/2026-a/PR1/reviews/").status_code == 200
