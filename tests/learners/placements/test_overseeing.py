from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from learners.events.delivering import deliver_all_open
from learners.events.models import LearningEvent
from learners.placements.changing import end_early, report_unsafe
from learners.placements.confirming import confirm_hours
from learners.placements.entering import log_hours
from learners.placements.evaluating import save_judgement, send_evaluation
from learners.placements.forgetting import KEPT_FOR, forget_documents
from learners.placements.hosting import HostFacts
from learners.placements.models import Internship, Placement
from learners.placements.overseeing import oversight, waiting_for_coordinator
from learners.placements.papers import Evaluation, Signature
from learners.placements.planning import send_plan
from learners.placements.reminding import remind_all
from learners.placements.reporting import sector_report
from learners.placements.reviewing import Review, remark_as_supervisor, send_review
from learners.placements.vivas import Viva, VivaSlot
from tests.factories.internship import (
    SIGNED_AT,
    STARTS_ON,
    evaluate,
    evening,
    fresh,
    judgement,
    make_approved,
    make_proposed,
    make_running,
    make_signed,
    some_coordinator,
    work,
    work_days,
    written,
)
from tests.factories.people import make_enrolment, make_user
from tests.learners.submissions.files import pdf

pytestmark = pytest.mark.django_db
IN_WEEK_4 = datetime(2026, 3, 25, 12, tzinfo=UTC)
IN_WEEK_10 = datetime(2026, 5, 6, 12, tzinfo=UTC)
IN_WEEK_23 = evening(STARTS_ON + timedelta(weeks=17))


def learner(cohort, number: int):
    return make_enrolment(cohort, make_user(f"l{number}@demo.example", f"Demo learner {number:02d}"))


def told(at) -> dict[str, tuple]:
    return {
        row.enrolment.user.name: (row.state, row.hours, row.waits, row.risks)
        for row in oversight(None, at=at)
    }


def test_learners_without_a_proposal_stand_there_from_week_4_on(enrolment):
    assert told(IN_WEEK_4 - timedelta(days=7)) == {}
    assert told(IN_WEEK_4) == {"Demo learner 07": ("No proposal yet", "0 / 120", "", ())}
    assert told(IN_WEEK_10) == {"Demo learner 07": ("No proposal yet", "0 / 120", "", ("No proposal",))}


def test_each_risk_in_words(cohort):
    make_proposed(learner(cohort, 1))
    make_approved(learner(cohort, 2))
    make_signed(learner(cohort, 3))
    bank = HostFacts("Bank of the Lake", "private", "KE", "Kisumu")
    silent = make_running(learner(cohort, 4), host=bank)
    log_hours(silent, work(STARTS_ON), at=evening(STARTS_ON))
    unsafe = make_running(learner(cohort, 5), host=bank)
    report_unsafe(unsafe, reason="A broken stair.", at=IN_WEEK_10)

    assert told(IN_WEEK_10) == {
        "Demo learner 01": ("Proposal with the co-ordinator", "0 / 120", "Read the proposal", ()),
        "Demo learner 02": ("Agreement to be signed", "0 / 120", "", ("Agreement missing",)),
        "Demo learner 03": ("Plan to be approved", "0 / 120", "", ("Plan missing",)),
        "Demo learner 04": (
            "Hours are being worked", "0 / 120", "Decide about hours",
            ("Supervisor silent for 29 days", "Behind: 8 of 25.75 hours"),
        ),
        "Demo learner 05": ("Interrupted", "0 / 120", "Speak with the learner", ("Reported as not safe",)),
    }  # fmt: skip


def test_midpoint_and_evaluation_due_and_a_placement_that_ended(cohort):
    running, ended = make_running(learner(cohort, 1)), make_running(learner(cohort, 2))
    work_days(running, 12, first=STARTS_ON)
    end_early(ended, ending="host", reason="Closed.", by=some_coordinator(cohort), at=IN_WEEK_10)

    rows = told(IN_WEEK_23)

    assert rows["Demo learner 01"][3] == ("Midpoint review due", "Evaluation due")
    assert rows["Demo learner 02"] == ("Ended early", "0 / 120", "", ("No placement now",))


def test_those_with_something_to_do_come_first_and_reach_and_name_narrow(cohort):
    make_approved(learner(cohort, 1))
    make_proposed(learner(cohort, 2), host=HostFacts("Bank of the Lake", "private", "KE", "Kisumu"))

    assert [row.enrolment.user.name for row in oversight(None, at=IN_WEEK_10)] == [
        "Demo learner 02",
        "Demo learner 01",
    ]
    assert [row.enrolment.user.name for row in oversight(None, at=IN_WEEK_10, name="01")] == [
        "Demo learner 01"
    ]
    assert oversight(set(), at=IN_WEEK_10) == []
    assert (waiting_for_coordinator(None), waiting_for_coordinator(set())) == (1, 0)


def test_a_viva_that_was_held_waits_for_its_release(running, cohort):
    name, at = running.internship.enrolment.user.name, IN_WEEK_23
    first, second = (make_user(f"examiner{n}@demo.example", f"Demo examiner {n}") for n in (1, 2))
    slot = VivaSlot.objects.create(
        cohort=cohort,
        starts_at=at,
        room="Room 2",
        first=first,
        second=second,
        offered_at=at,
        offered_by=first,
    )
    viva = Viva.objects.create(internship=running.internship, slot=slot, booked_at=at)
    assert told(at)[name][2] == ""

    Viva.objects.filter(pk=viva.pk).update(outcome="pass", points=70, held_at=at)

    assert told(at)[name][2] == "Release the mark of the viva"


def test_papers_that_wait_for_the_co_ordinator_are_named(running, cohort):
    name = running.internship.enrolment.user.name
    review = Review({1: "on_track", 2: "changed", 3: "at_risk"}, "The team", "The lift", "Well and safe")
    send_review(running, review, at=IN_WEEK_23)
    remark_as_supervisor(running, remarks="Goes well.", at=IN_WEEK_23)
    assert told(IN_WEEK_23)[name][2] == "Decide on the midpoint review"

    save_judgement(running, judgement(), at=IN_WEEK_23)
    assert "Evaluation due" in told(IN_WEEK_23)[name][3]
    send_evaluation(running, name="Demo supervisor", at=IN_WEEK_23)

    assert told(IN_WEEK_23)[name][2] == "Approve the evaluation"
    assert "Evaluation due" not in told(IN_WEEK_23)[name][3]


def test_the_queries_are_the_same_for_one_and_for_many(cohort):
    counts = []
    for number in range(1, 5):
        placement = make_running(
            learner(cohort, number),
            host=HostFacts(f"Host {'abcd'[number - 1] * 5}", "private", "KE", "Kisumu"),
        )
        log_hours(placement, work(STARTS_ON), at=evening(STARTS_ON))
        if number in (1, 4):
            with CaptureQueriesContext(connection) as queries:
                oversight(None, at=IN_WEEK_10)
            counts.append(len(queries))

    assert counts[0] == counts[1]
    assert counts[0] <= 12


def reminders() -> list[tuple[str, str]]:
    events = LearningEvent.objects.filter(verb__in=("supervisor.asked", "placement.reminded")).order_by("pk")
    return [(event.verb, event.data.get("step", "")) for event in events]


def test_supervisors_are_reminded_every_two_weeks_and_only_of_what_waits(running):
    assert remind_all(at=IN_WEEK_10) == 0
    log_hours(running, work(IN_WEEK_10.date()), at=IN_WEEK_10)

    assert (remind_all(at=IN_WEEK_10), remind_all(at=IN_WEEK_10)) == (1, 0)
    assert remind_all(at=IN_WEEK_10 + timedelta(days=13, hours=23)) == 0
    assert remind_all(at=IN_WEEK_10 + timedelta(days=14)) == 1
    assert reminders() == [("supervisor.asked", "")] * 2


def test_learners_are_reminded_once_a_week_of_what_is_late(enrolment):
    placement = make_signed(enrolment)
    assert remind_all(at=SIGNED_AT) == 0  # in week 6 there is time

    assert (remind_all(at=IN_WEEK_10), remind_all(at=IN_WEEK_10 + timedelta(days=6))) == (1, 0)
    assert remind_all(at=IN_WEEK_10 + timedelta(days=7)) == 1
    send_plan(placement, written(placement), at=IN_WEEK_10)
    assert reminders() == [("placement.reminded", "Write your internship plan")] * 2


def test_a_reminder_keeps_to_the_budget_of_planned_mails(enrolment, mailoutbox):
    make_signed(enrolment)
    deliver_all_open(at=SIGNED_AT)
    mailoutbox.clear()
    for days in (0, 7):
        remind_all(at=IN_WEEK_10 + timedelta(days=days))
    deliver_all_open(at=IN_WEEK_10 + timedelta(days=7))

    to_learner = [sent for sent in mailoutbox if sent.to == [enrolment.user.email]]
    assert [sent.subject for sent in to_learner] == ["Your internship: Write your internship plan"] * 2
    assert all("List-Unsubscribe" in sent.extra_headers for sent in to_learner)


def test_the_sector_report(cohort):
    first = make_running(learner(cohort, 1))
    second = make_running(learner(cohort, 2), host=HostFacts("Bank of Peru", "private", "PE", "Lima"))
    third = make_running(learner(cohort, 3), host=HostFacts("Village Nepal", "nonprofit", "NP", "Pokhara"))
    make_proposed(learner(cohort, 4), host=HostFacts("Firm", "private", "PE", "Lima"))
    evaluate(first, 4, at=IN_WEEK_23)
    end_early(third, ending="host", reason="Closed.", by=some_coordinator(cohort), at=IN_WEEK_10)

    report = sector_report(None)

    assert report.by_sector == [("Government", 1), ("Non-profit", 1), ("Private", 1)]
    assert report.by_country == [("Kenya", 1), ("Nepal", 1), ("Peru", 1)]
    assert report.by_group == [("Other developing countries", 2), ("Least developed countries", 1)]
    results = {
        each.host: (each.placements, each.completed, each.ended, str(each.mark), each.again)
        for each in report.hosts
    }
    assert results == {
        first.host: (1, 1, 0, "75.0", 1), second.host: (1, 0, 0, "None", 0), third.host: (1, 0, 1, "None", 0),
    }  # fmt: skip
    assert (report.all, report.projects, sector_report(set()).all) == (3, 0, 0)


@pytest.fixture
def closed(enrolment):
    placement = make_running(enrolment)
    entry = log_hours(placement, work(STARTS_ON, evidence=pdf()), at=evening(STARTS_ON))
    confirm_hours(placement, [entry.pk], at=evening(STARTS_ON))
    evaluate(placement, 5, at=IN_WEEK_23)
    return fresh(placement)


LAST_DAY = date(2026, 8, 30)


@pytest.mark.parametrize("days, internships, files", [(0, 0, 0), (1, 1, 2)])
def test_documents_are_deleted_after_24_months_and_marks_stay(
    closed, enrolment, tmp_path, days, internships, files
):
    at = (
        datetime(LAST_DAY.year, LAST_DAY.month, LAST_DAY.day, 12, tzinfo=UTC)
        + KEPT_FOR
        + timedelta(days=days)
    )
    stored = lambda: [path for path in (tmp_path / "private").rglob("*") if path.is_file()]  # noqa: E731 -- read twice
    assert len(stored()) == 2

    dry = forget_documents(at=at, dry_run=True)
    assert len(stored()) == 2
    done = forget_documents(at=at)

    assert (dry.internships, dry.files) == (done.internships, done.files) == (internships, files)
    assert len(stored()) == 2 - files
    if internships:
        placement, evaluation = Placement.objects.get(), Evaluation.objects.get()
        assert (placement.task, placement.supervisor_name, placement.supervisor_email) == (
            "–",
            "–",
            "gone@invalid.example",
        )
        assert (evaluation.comments, set(evaluation.ratings.values()), evaluation.confirmed_quarters) == (
            {},
            {5},
            32,
        )
        assert placement.entries.get().quarters == 32
        assert set(Signature.objects.values_list("name", flat=True)) == {"–"}
        assert enrolment.grade_events.get().points == 100
        assert forget_documents(at=at).internships == 0


def test_more_weeks_keep_the_documents_longer(closed):
    Internship.objects.update(extra_weeks=8)
    at = datetime(2026, 8, 30, 12, tzinfo=UTC) + KEPT_FOR

    assert forget_documents(at=at + timedelta(weeks=8)).internships == 0
    assert forget_documents(at=at + timedelta(weeks=8, days=1)).internships == 1


def test_the_command_says_what_it_would_delete(closed, capsys):
    with time_machine.travel(datetime(2029, 1, 1, tzinfo=UTC)):
        call_command("forget_internship_documents", "--dry-run")

    assert capsys.readouterr().out == "Would delete: 2 files of 1 internships.\n"
    assert Internship.objects.get().forgotten_at is None
