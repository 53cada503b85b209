"""The learner's pages, and those behind a personal link, through HTTP."""

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from learners.placements.changing import end_early
from learners.placements.entering import change_entry
from learners.placements.evaluating import (
    approve_evaluation,
    evaluation_of,
    save_judgement,
    send_evaluation,
)
from learners.placements.examining import offer_slot
from learners.placements.linking import VALID_FOR, make_link
from learners.placements.logbook import HoursEntry
from learners.placements.models import Placement
from learners.placements.papers import Evaluation
from learners.placements.ratings import KEYS
from tests.factories.internship import (
    STARTS_ON,
    evening,
    judgement,
    log_hours,
    make_approved,
    make_running,
    make_signed,
    review_midpoint,
    send_review,
    some_coordinator,
    work,
    work_days,
)
from tests.factories.people import make_enrolment, make_user
from tests.learners.placements.test_evaluating import REVIEW
from tests.learners.submissions.files import pdf
from tests.learners.submissions.rows import make_handed_in
from tests.pages import text_of

pytestmark = pytest.mark.django_db
PDF = pdf()
AT = datetime(2026, 4, 8, 15, tzinfo=UTC)
HERE = "/learn/internship/"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(AT, tick=False) as traveller:
        yield traveller


@pytest.fixture
def learner(client, enrolment):
    client.force_login(enrolment.user)
    return client


@pytest.fixture
def supervisor():
    """A browser without any session."""
    return Client()


@pytest.fixture
def link(running):
    return f"/supervisor/{make_link(running, at=AT)}/"


def entry_data(**fields) -> dict:
    usual = {
        "done_on": "2026-04-08", "hours": "2.5", "category": "task", "objective": "1", "activity": "Read old forms.",
        "client_id": str(uuid4()),
    }  # fmt: skip
    return usual | fields


def test_the_first_step_is_to_propose_a_host(learner):
    page = text_of(learner.get(HERE))

    assert '<h2 id="next-title">Propose a host</h2>' in page
    assert f'<a class="button" href="{HERE}propose/">Propose a host</a>' in page


def test_the_one_next_step_follows_the_phases(learner, enrolment):
    placement = make_approved(enrolment)
    assert "Host agreement: the office prepares it." in text_of(learner.get(HERE))
    Placement.objects.filter(pk=placement.pk).update(state="ended", ended_at=AT, ending="host")

    make_signed(enrolment)
    assert "Write your internship plan" in text_of(learner.get(HERE))


def test_hours_are_the_step_while_they_are_worked(learner, running):
    page = text_of(learner.get(HERE))

    assert '<h2 id="next-title">Log your hours</h2>' in page
    assert "0 of 120 hours confirmed" in page


def test_the_portfolio_is_the_step_from_its_week_on(client, enrolment, running, clock):
    week_24 = evening(STARTS_ON + timedelta(weeks=18))
    review_midpoint(running, at=week_24)
    clock.move_to(week_24)
    client.force_login(enrolment.user)

    page = text_of(client.get(HERE))

    assert '<h2 id="next-title">Hand in your portfolio</h2>' in page
    assert '<a class="button" href="/learn/IP/">Open the portfolio</a>' in page


def test_with_all_hours_logged_nobody_is_asked_for_more(client, enrolment, running, clock):
    last = evening(work_days(running, 15, first=STARTS_ON, hours=8))
    clock.move_to(last)
    send_review(running, REVIEW, at=last)
    client.force_login(enrolment.user)

    page = text_of(client.get(HERE))

    assert '<h2 id="next-title">Nothing to do for you now</h2>' in page
    assert "Midpoint review: waits for the supervisor." in page


def test_the_steps_of_the_plan_of_weeks_lead_into_the_workspace(learner):
    places = {code: learner.get(f"/learn/{code}/")["Location"] for code in ("IL", "IE", "IV")}

    assert places == {"IL": f"{HERE}hours/", "IE": HERE, "IV": f"{HERE}viva/"}


def test_this_week_names_the_internship(learner, running):
    page = text_of(learner.get("/learn/"))

    assert f'<a href="{HERE}">Your internship</a>' in page
    assert "Hours are being worked" in page
    assert "Book a time for your viva" not in page


def test_this_week_leads_to_the_times_that_are_offered(client, running, cohort, clock):
    at = datetime(2026, 8, 17, 9, tzinfo=UTC)
    clock.move_to(at)
    make_handed_in(running.internship.enrolment, "IP", at=at - timedelta(days=3))
    panel = [make_user(f"examiner{number}@demo.example") for number in (1, 2)]
    told = {
        "starts_at": at + timedelta(days=7),
        "minutes": 20,
        "room": "Room 1",
        "by": some_coordinator(cohort),
    }
    offer_slot(cohort, first=panel[0], second=panel[1], at=at, **told)

    client.force_login(running.internship.enrolment.user)

    page = text_of(client.get("/learn/"))

    assert f'<a href="{HERE}viva/">Book a time for your viva</a>' in page


def test_an_entry_is_logged_and_the_next_one_starts_from_it(learner, running):
    response = learner.post(f"{HERE}hours/", entry_data(objective="2"))

    assert (response.status_code, response["Location"]) == (302, f"{HERE}hours/")
    page = text_of(learner.get(f"{HERE}hours/"))
    assert "2.5 hours are logged. Your supervisor confirms them." in page
    assert '<option value="2" selected>2. Objective 2</option>' in page
    assert "2.5 wait for the supervisor." in page


@pytest.mark.parametrize(
    "fields, says",
    [
        ({"hours": "2.3"}, "Enter quarters of an hour"),
        ({"hours": "11"}, "Enter hours between 0.25 and 10"),
        ({"hours": "NaN"}, "Enter hours between 0.25 and 10"),
        ({"hours": "1e999999"}, "Enter hours between 0.25 and 10"),
        ({"done_on": "soon"}, "Enter a day, for example 2027-05-31."),
        ({"done_on": "2026-04-09"}, "This day is in the future."),
        ({"category": "sleep"}, "Select a valid choice."),
        ({"client_id": "x"}, "Enter a valid UUID."),
        ({"evidence_url": "javascript:alert(1)"}, "Enter a valid URL."),
        ({"activity": "\x00"}, "Null characters are not allowed."),
    ],
)
def test_a_bad_entry_is_refused_with_a_sentence_and_keeps_what_was_typed(learner, running, fields, says):
    response = learner.post(f"{HERE}hours/", entry_data(**fields))

    assert response.status_code == 422
    assert says in text_of(response)
    assert not HoursEntry.objects.exists()


def test_the_queue_of_the_browser_gets_short_answers(learner, running):
    data, json = entry_data(), {"headers": {"Accept": "application/json"}}

    first, second = (learner.post(f"{HERE}hours/", data, **json) for _time in range(2))
    refused = learner.post(f"{HERE}hours/", entry_data(hours="10"), **json)

    assert first.json() == second.json() == {"saved": True, "message": "2.5 hours are logged."}
    assert (refused.status_code, refused.json()["saved"]) == (409, False)
    assert "At most 10 hours can be logged on one day" in refused.json()["message"]
    assert HoursEntry.objects.count() == 1


def test_before_the_agreement_there_is_no_form(learner, enrolment):
    make_approved(enrolment)

    assert "No hours can be logged yet" in text_of(learner.get(f"{HERE}hours/"))
    response = learner.post(f"{HERE}hours/", entry_data())
    assert (response.status_code, HoursEntry.objects.count()) == (422, 0)
    assert "No hours can be logged before all have signed the agreement." in text_of(response)


def test_an_entry_is_changed_withdrawn_and_its_evidence_read(learner, running):
    upload = SimpleUploadedFile("proof.pdf", PDF, "application/pdf")
    learner.post(f"{HERE}hours/", entry_data() | {"evidence": upload})
    entry = HoursEntry.objects.get()

    changed = learner.post(f"{HERE}hours/{entry.pk}/", entry_data(hours="3"))
    evidence = learner.get(f"{HERE}hours/{entry.pk}/evidence/")
    withdrawn = learner.post(f"{HERE}hours/{entry.pk}/withdraw/")

    entry.refresh_from_db()
    assert (changed.status_code, withdrawn.status_code, entry.quarters, entry.state) == (
        302,
        302,
        12,
        "withdrawn",
    )
    assert (evidence.content, evidence["Content-Disposition"].split(";")[0]) == (PDF, "attachment")


@pytest.mark.parametrize(
    "end", ["proposal/", "agreement/", "plan/", "midpoint/", "unsafe/", "agreement/1.pdf"]
)
def test_the_placement_of_somebody_else_does_not_exist(learner, cohort, end):
    other = make_running(make_enrolment(cohort, make_user("l8@demo.example", "Demo learner 08")))

    assert learner.get(f"{HERE}{other.pk}/{end}").status_code == 404


def test_the_entry_of_somebody_else_does_not_exist(learner, cohort):
    other = make_running(make_enrolment(cohort, make_user("l8@demo.example", "Demo learner 08")))
    entry = log_hours(other, work(STARTS_ON), at=AT)

    assert [learner.get(f"{HERE}hours/{entry.pk}/{end}").status_code for end in ("", "evidence/")] == [
        404,
        404,
    ]


@pytest.mark.parametrize("offer", ["x", "9" * 30, "7"])
def test_an_offer_that_does_not_exist(learner, offer):
    assert learner.get(f"{HERE}propose/?offer={offer}").status_code == 404


def test_the_workspace_costs_the_same_with_many_entries(learner, running):
    counts = []
    for days in (1, 3):
        work_days(running, days, first=STARTS_ON + timedelta(weeks=days), hours=1, category="meeting")
        with CaptureQueriesContext(connection) as queries:
            learner.get(HERE)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_something_that_is_not_safe_stops_the_hours(learner, running):
    response = learner.post(f"{HERE}{running.pk}/unsafe/", {"text": "A broken stair."})

    running.refresh_from_db()
    assert (response.status_code, running.state) == (302, "interrupted")


# The supervisor, by personal link.


def test_the_page_shows_the_placement_and_nothing_else_of_the_learner(supervisor, link, running, enrolment):
    log_hours(running, work(STARTS_ON), at=AT)

    response = supervisor.get(link)

    page = text_of(response)
    assert "Internship of Demo learner 07" in page
    assert "Talked to the counter staff." in page
    assert enrolment.user.email not in page
    assert "<script" not in page
    assert (
        response["Referrer-Policy"] == "same-origin"
    )  # with none at all a browser could not prove where a form came from
    assert "no-store" in response["Cache-Control"]


def test_hours_are_confirmed_once_from_two_devices(supervisor, link, running):
    entry = log_hours(running, work(STARTS_ON), at=AT)

    pages = [
        text_of(Client().post(link, {"deed": "hours", "entry": entry.pk}, follow=True))
        for _device in range(2)
    ]

    entry.refresh_from_db()
    assert "Confirmed: 8 hours." in pages[0]
    assert "No entry was confirmed" in pages[1]
    assert entry.state == "confirmed"


def test_a_question_about_an_entry(supervisor, link, running):
    entry = log_hours(running, work(STARTS_ON), at=AT)

    supervisor.post(link, {"deed": "query", "asked": entry.pk, "note": "Was it six?"})

    entry.refresh_from_db()
    assert (entry.state, entry.note) == ("queried", "Was it six?")


def next_of(learner) -> tuple[str, str, str]:
    """Title, text and address of the one next step."""
    part = text_of(learner.get(HERE)).partition('<h2 id="next-title">')[2]
    return (
        part.partition("</h2>")[0],
        re.sub("<[^>]+>", "", part.partition("<p>")[2].partition("</p>")[0]),
        re.search('href="([^"]+)"', part)[1],
    )


def test_a_question_waits_for_the_learner_and_comes_back(supervisor, learner, link, running):
    """It is the learner's next step, and no task of the supervisor before the entry is changed."""
    first, second = (log_hours(running, work(STARTS_ON + timedelta(days=day)), at=AT) for day in (0, 1))
    for entry, note in ((second, "Was it seven?"), (first, "Was it six?")):
        supervisor.post(link, {"deed": "query", "asked": entry.pk, "note": note})

    page, step = text_of(supervisor.get(link)), next_of(learner)
    change_entry(first, work(STARTS_ON, 6), at=AT)
    back, last = text_of(supervisor.get(link)), next_of(learner)

    asked = page.partition("Your questions")[2]
    assert ("Nothing waits for you now" in page, "Confirm hours" in page) == (True, False)
    assert 0 < asked.find("Was it six?") < asked.find("Was it seven?")
    told = f"Your hours of {STARTS_ON:%-d %B}: Was it six?"
    assert step == ("Your supervisor has 2 questions", told, f"{HERE}hours/{first.pk}/")
    assert last[::2] == ("Your supervisor has a question", f"{HERE}hours/{second.pk}/")
    to_confirm = back.partition("Confirm hours")[2].partition("</form>")[0]
    assert "Changed after your question: Was it six?" in to_confirm


def test_a_question_that_cannot_be_answered_any_more_is_no_next_step(supervisor, learner, link, running):
    entry = log_hours(running, work(STARTS_ON), at=AT)
    supervisor.post(link, {"deed": "query", "asked": entry.pk, "note": "Was it six?"})
    before = next_of(learner)[0]

    Placement.objects.update(state="interrupted")

    assert (before, "question" in next_of(learner)[0]) == ("Your supervisor has a question", False)


@pytest.mark.parametrize(
    "data, says",
    [
        ({"deed": "hours"}, "No entry was confirmed"),
        ({"deed": "hours", "entry": ["x", "9" * 40]}, "No entry was confirmed"),
        ({"deed": "query", "asked": "9" * 40, "note": "Why?"}, "Choose the entry"),
        ({"deed": "query", "asked": "7", "note": "Why?"}, "changed or decided meanwhile"),
        ({"deed": "midpoint", "text": ""}, "Write your text first."),
        ({"deed": "midpoint", "text": "Well."}, "No remarks are asked for now."),
        ({"deed": "sign", "name": "X", "sha256": "0" * 64, "agreed": "on"}, "There is a newer version"),
        ({"deed": "sign", "name": ""}, "Type your full name as a signature."),
        ({"deed": "plan", "answer": "More."}, "The plan is approved by both"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(supervisor, link, data, says):
    response = supervisor.post(link, data, follow=True)

    assert (response.status_code, says in text_of(response)) == (200, True)


def test_an_unknown_deed_changes_nothing(supervisor, link):
    assert supervisor.post(link, {"deed": "delete"}).status_code == 302


def shut_page(response) -> tuple[int, str]:
    page = text_of(response)
    assert "Demo learner" not in page
    assert "Demo ministry" not in page
    assert "Demo supervisor" not in page
    return response.status_code, re.search(r"<h1>(.*?)</h1>", page)[1]


def test_a_link_that_is_shut_shows_one_page_without_data(supervisor, link, running, cohort, clock):
    assert shut_page(supervisor.get("/supervisor/nothing/")) == (404, "We do not know this link")
    assert shut_page(supervisor.post(f"{link[:-3]}AA/", {"deed": "hours"})) == (
        404,
        "We do not know this link",
    )
    clock.move_to(AT + VALID_FOR)
    for end in ("", "evaluation/", "check/", "receipt/", "agreement/1.pdf"):
        assert shut_page(supervisor.get(link + end)) == (410, "This link has expired")
    clock.move_to(AT)
    Placement.objects.update(supervisor_email="chief@host.example")
    assert shut_page(supervisor.get(link)) == (410, "This link is not valid any more")
    Placement.objects.update(supervisor_email="supervisor@host.example")
    running.refresh_from_db()
    end_early(running, ending="host", reason="Closed.", by=some_coordinator(cohort), at=AT)
    assert shut_page(supervisor.post(link, {"deed": "hours"})) == (410, "This link is not valid any more")


def test_an_expired_link_asks_for_a_new_one_that_goes_to_the_registered_address(supervisor, link, clock):
    assert supervisor.post(f"{link}new-link/").status_code == 302  # it is open: nothing is sent
    clock.move_to(AT + VALID_FOR)

    pages = [text_of(supervisor.post(f"{link}new-link/")) for _time in range(2)]

    assert "A new link is on its way to the registered e-mail address" in pages[0]
    assert "A mail with a link was sent within the last hour" in pages[1]


def test_the_evaluation_is_saved_by_page_checked_and_sent(supervisor, link, running, clock):
    week_23 = evening(STARTS_ON + timedelta(weeks=17))
    assert supervisor.get(f"{link}evaluation/").status_code == 302  # not open yet
    clock.move_to(week_23)
    link = f"/supervisor/{make_link(running, at=week_23)}/"
    assert "Start the evaluation" in text_of(supervisor.get(link))
    answers = dict.fromkeys(KEYS, "4") | {"quality": "5"}

    supervisor.post(f"{link}evaluation/", answers)
    page = text_of(supervisor.get(f"{link}check/"))
    assert "You gave 5 for “Quality of work”. Write in one sentence why." in page
    assert "Say whether you would host again." in page
    refused = supervisor.post(f"{link}check/", {"name": "Demo supervisor"}, follow=True)
    assert "Write in one sentence why." in text_of(refused)
    supervisor.post(f"{link}evaluation/", answers | {"comment_quality": "The report.", "host_again": "yes"})
    sent = supervisor.post(f"{link}check/", {"name": "Demo supervisor"}, follow=True)

    assert "Your evaluation is sent" in text_of(sent)
    evaluation = evaluation_of(running)
    assert (evaluation.ratings["quality"], evaluation.comments, evaluation.name) == (
        5, {"quality": "The report."}, "Demo supervisor",
    )  # fmt: skip
    again = supervisor.post(f"{link}check/", {"name": "Demo supervisor"}, follow=True)
    assert "Your evaluation is sent" in text_of(again)
    assert Evaluation.objects.get().sent_at == week_23


def test_the_learner_reads_the_evaluation_when_it_is_approved(client, enrolment, running, clock, cohort):
    week_23 = evening(STARTS_ON + timedelta(weeks=17))
    clock.move_to(week_23)
    client.force_login(enrolment.user)
    told = judgement(strengths="Listens first.", advice="Write shorter reports.")
    save_judgement(running, told, at=week_23)
    sent = send_evaluation(running, name="Demo supervisor", at=week_23)
    assert "Listens first." not in text_of(client.get("/learn/internship/"))

    approve_evaluation(sent, by=some_coordinator(cohort), at=week_23)

    page = text_of(client.get("/learn/internship/"))
    for words in ("Kept all dates", "Listens first.", "Write shorter reports."):
        assert words in page
    assert "Would you host again?" not in page


def test_a_rating_that_is_not_there_is_refused(supervisor, running, clock):
    week_23 = evening(STARTS_ON + timedelta(weeks=17))
    clock.move_to(week_23)
    link = f"/supervisor/{make_link(running, at=week_23)}/"

    response = supervisor.post(f"{link}evaluation/", {"quality": "6"})

    assert (response.status_code, Evaluation.objects.exists()) == (422, False)


def test_remarks_at_midpoint(supervisor, running, clock):
    week_16 = evening(STARTS_ON + timedelta(weeks=10))
    clock.move_to(week_16)
    link = f"/supervisor/{make_link(running, at=week_16)}/"
    send_review(running, REVIEW, at=week_16)
    before = text_of(supervisor.get(link))
    read = ("<dd>0</dd>", "<dt>3. Objective 3</dt><dd>At risk</dd>", "The lift", "Well and safe")
    assert [each in before for each in read] == [True, True, True, False]

    page = text_of(supervisor.post(link, {"deed": "midpoint", "text": "Goes well."}, follow=True))

    assert "Your remarks are sent" in page
    assert "Nothing waits for you now" in page


def test_the_transcript_names_the_type_of_host_and_the_hours(learner, running):
    assert "<h2>Internship</h2>" not in text_of(learner.get("/learn/transcript/"))
    work_days(running, 1, first=STARTS_ON, hours=6.5)

    page = learner.get("/learn/transcript/")

    assert "<li>Government: 6.5 hours</li>" in text_of(page)
    assert learner.get("/learn/transcript/transcript.pdf").content.startswith(b"%PDF-")
