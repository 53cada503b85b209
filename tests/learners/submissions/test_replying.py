from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils.timezone import now

from courses.cohorts.roles import marking_scope
from learners.events.delivering import deliver
from learners.events.models import Delivery, LearningEvent
from learners.grades.models import GradeEvent
from learners.progress.models import ActivityProgress
from learners.submissions.answering import handed_by, task_piles
from learners.submissions.approving import NotApproved
from learners.submissions.handing_in import UnableToHandIn
from learners.submissions.marking import marking_queue
from learners.submissions.models import Reply, Submission
from learners.submissions.replying import UnableToReply, reply_to, waive
from tests.factories.works import make_programme_of_all_kinds, planned_work
from tests.learners.submissions.rows import (
    after_grace,
    in_week_2,
    make_handed_in,
    make_learner,
    make_marker,
    write,
)


@pytest.fixture
def cohort(db):
    return make_programme_of_all_kinds()


@pytest.fixture
def proposal(cohort):
    return planned_work(cohort, "CPP")


@pytest.fixture
def leader(cohort):
    return make_marker(cohort)


def answer(submission, decision="approved", note="", *, by, seen=None, at=None):
    seen = seen or submission.number
    at = at or in_week_2(submission.work.enrolment.cohort)
    return reply_to(submission.work, decision=decision, note=note, seen=seen, by=by, at=at)


def completed(enrolment) -> set[str]:
    rows = ActivityProgress.objects.filter(enrolment=enrolment).exclude(completed_at=None)
    return set(rows.values_list("activity__code", flat=True))


def page_of(enrolment, code: str) -> str:
    browser = Client()
    browser.force_login(enrolment.user)
    return " ".join(browser.get(f"/learn/{code}/").content.decode().split())


def test_the_report_waits_for_the_approval_and_says_so(learner, leader):
    sentences = []

    def try_report():
        with pytest.raises(NotApproved) as refusal:
            make_handed_in(learner, "CPR")
        sentences.append(str(refusal.value))

    try_report()
    first = make_handed_in(learner, "CPP")
    try_report()
    answer(first, "returned", "Say who decides.", by=leader)
    try_report()
    second = make_handed_in(learner, "CPP", text="Another text.")
    before = completed(learner)
    answer(second, by=leader)
    make_handed_in(learner, "CPR")

    start = "You can hand this in once “Proposal” is approved."
    assert sentences == [
        f"{start} It is not handed in yet.",
        f"{start} It waits for an answer.",
        f"{start} It came back to you with a note.",
    ]
    assert (before, completed(learner)) == (set(), {"CPP", "CPR"})
    assert not GradeEvent.objects.exists()


@pytest.fixture
def learner(cohort):
    return make_learner(cohort)


def test_a_draft_of_the_report_can_be_written_before(learner):
    assert write(learner, "CPR").text


def test_approved_work_stands_and_the_same_answer_is_one(learner, leader):
    submission = make_handed_in(learner, "CPP")

    replies = [answer(submission, by=leader) for _time in range(2)]

    assert replies[0] == replies[1]
    with pytest.raises(UnableToReply, match="It is approved already"):
        answer(submission, "returned", "No.", by=leader)
    with pytest.raises(UnableToHandIn, match="It is approved, so that version stands"):
        make_handed_in(learner, "CPP", text="Another text.")


def test_a_proposal_is_replaced_long_after_its_date(cohort, learner, leader):
    make_handed_in(learner, "CPP")

    later = make_handed_in(learner, "CPP", text="Another text.", at=after_grace(cohort) + timedelta(days=60))

    assert later.number == 2


def test_refusals(cohort, learner, leader):
    submission = make_handed_in(learner, "CPP")
    with pytest.raises(UnableToReply, match="Nobody decides on the own work"):
        answer(submission, by=learner.user)
    with pytest.raises(UnableToReply, match="Write a note to the learner"):
        answer(submission, "returned", "  ", by=leader)
    with pytest.raises(UnableToReply, match="Choose an answer that fits"):
        answer(submission, "feedback", "Good.", by=leader)
    with pytest.raises(UnableToReply, match="The note may have 4,000 characters"):
        answer(submission, "returned", "x" * 4001, by=leader)
    make_handed_in(learner, "CPP", text="Another text.")
    with pytest.raises(UnableToReply, match="The learner has handed in a newer version"):
        answer(submission, by=leader)
    assert not Reply.objects.exists()


def test_marked_work_and_what_is_not_handed_in_get_no_answer(learner, leader):
    draft = write(learner, "CPP")
    with pytest.raises(UnableToReply, match="Nothing is handed in yet"):
        reply_to(draft.work, decision="approved", note="", seen=1, by=leader, at=in_week_2(learner.cohort))
    answer(make_handed_in(learner, "CPP"), by=leader)
    with pytest.raises(UnableToReply, match="This work gets a mark"):
        answer(make_handed_in(learner, "CPR"), by=leader)


def test_an_exercise_is_complete_when_handed_in_and_feedback_is_welcome(learner, leader):
    submission = make_handed_in(learner, "L1")
    answer(submission, "feedback", "The blueprint shows all channels.", by=leader)

    assert completed(learner) == {"L1"}
    with pytest.raises(UnableToReply, match="Choose an answer that fits"):
        answer(submission, "approved", by=leader)
    assert marking_queue(marking_scope(leader), leader.pk, at=after_grace(learner.cohort)) == []


def test_a_waiver_opens_the_report_and_tells_why(learner, leader, proposal):
    reply = waive(learner, proposal, reason=" Agreed by telephone. ", by=leader, at=in_week_2(learner.cohort))
    again = waive(learner, proposal, reason="Other.", by=leader, at=in_week_2(learner.cohort))

    make_handed_in(learner, "CPR")

    assert (reply, reply.note) == (again, "Agreed by telephone.")
    assert completed(learner) == {"CPP", "CPR"}
    opened = LearningEvent.objects.get(verb="activity.opened", activity__code="CPP")
    assert opened.by == leader  # the learner never saw the page


def test_refusals_of_a_waiver(cohort, learner, leader, proposal):
    at = in_week_2(cohort)
    with pytest.raises(UnableToReply, match="Nothing waits for the approval"):
        waive(learner, planned_work(cohort, "L1"), reason="Yes.", by=leader, at=at)
    with pytest.raises(UnableToReply, match="Nobody decides on the own work"):
        waive(learner, proposal, reason="Yes.", by=learner.user, at=at)
    with pytest.raises(UnableToReply, match="Say why the approval is not needed"):
        waive(learner, proposal, reason=" ", by=leader, at=at)


@pytest.mark.parametrize("values", [{"submission": None}, {"decision": "returned", "note": ""}])
def test_the_table_refuses_what_cannot_be(learner, leader, values):
    answer(make_handed_in(learner, "CPP"), by=leader)

    with pytest.raises(IntegrityError), transaction.atomic():
        Reply.objects.update(**values)


def test_the_answer_is_mailed_with_its_note(learner, leader, mailoutbox):
    answer(make_handed_in(learner, "CPP"), "returned", "Say who decides.", by=leader)

    delivery = Delivery.objects.get(event__verb="work.returned")
    deliver(delivery.pk, at=now())

    [mail] = mailoutbox
    assert mail.subject == "To change: Proposal"
    assert "Say who decides." in mail.body
    assert "/learn/CPP/" in mail.body


def test_the_page_says_in_one_sentence_what_is_open(learner, leader, clock):
    told = [page_of(learner, "CPP")]
    first = make_handed_in(learner, "CPP")
    told.append(page_of(learner, "CPP"))
    answer(first, "returned", "Say who decides.", by=leader)
    told.append(page_of(learner, "CPP"))
    report = page_of(learner, "CPR")
    answer(make_handed_in(learner, "CPP", text="Another text."), note="A clear problem.", by=leader)
    told.append(page_of(learner, "CPP"))

    sentences = [
        "Hand it in. It has to be approved before you can hand in “Assignment CPR”.",
        "Handed in. It waits for approval.",
        "It came back to you with a note. Change it and hand it in again.",
        "Approved on 10 March.",
    ]
    assert [sentence in page for sentence, page in zip(sentences, told, strict=True)] == [True] * 4
    assert "Say who decides." in told[2]
    assert "A clear problem." in told[3]
    assert "It came back to you with a note. You can write your draft now." in report
    assert "Without loss of marks" not in told[0]
    assert "points are taken off" not in told[0]


@pytest.fixture
def clock(cohort):
    with time_machine.travel(in_week_2(cohort), tick=False) as clock:
        yield clock


@pytest.mark.parametrize("count", [1, 3])
def test_the_desk_takes_the_same_queries_for_any_number(
    cohort, leader, proposal, count, django_assert_num_queries
):
    for number in range(1, count + 1):
        make_handed_in(make_learner(cohort, number), "CPP")
    scope = marking_scope(leader)

    with django_assert_num_queries(5):
        rows = handed_by(cohort, proposal)
    with django_assert_num_queries(2):
        piles = {pile.planned.code: (pile.handed_in, pile.waits) for pile in task_piles(scope)}

    assert [(row.enrolment.user.name, row.answered, row.settled) for row in rows] == [
        (f"Demo learner {number:02d}", False, False) for number in range(1, count + 1)
    ]
    assert piles == {"CPP": (count, count), "L1": (0, 0), "PR1": (0, 0)}


def test_what_is_answered_does_not_wait(cohort, leader):
    one, two = make_learner(cohort, 1), make_learner(cohort, 2)
    answer(make_handed_in(one, "CPP"), by=leader)
    answer(make_handed_in(two, "CPP"), "returned", "Say who decides.", by=leader)
    scope = marking_scope(leader)
    quiet = [pile.waits for pile in task_piles(scope)]
    make_handed_in(two, "CPP", text="Another text.")

    assert quiet == [0, 0, 0]
    assert {pile.planned.code: pile.waits for pile in task_piles(scope)} == {"CPP": 1, "L1": 0, "PR1": 0}
    assert Submission.objects.count() == 3
