from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from icalendar import Calendar

from learners.selfassessment.models import ActionItem, AnswerSheet, Assessment, Respondent
from learners.selfassessment.queries import owner_of
from tests.factories.maturity import make_sheet
from tests.factories.people import make_user
from tests.factories.programme import IN_WEEK_1
from tests.pages import text_of

pytestmark = pytest.mark.django_db
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture(autouse=True)
def _sheets():
    for number in range(1, 7):
        make_sheet(number)
    with time_machine.travel(IN_WEEK_1, tick=False):
        yield


@pytest.fixture
def user():
    return make_user()


@pytest.fixture
def owner(client, user):
    client.force_login(user)
    return client


@pytest.fixture
def run(owner, user) -> Assessment:
    owner.post("/assess/", {"administration": "Ministry of Health"})
    return Assessment.objects.get()


def sheet_data(number=1, value="2", *, sequence=1, **more) -> dict:
    codes = [f"P{number}-{letter}{place}" for letter in "EIA" for place in (1, 2)]
    early = dict.fromkeys(codes[:2], "0")
    return dict.fromkeys(codes, value) | early | {"sequence": sequence} | more


def test_a_run_from_the_start_to_the_result(owner, run):
    home = f"/assess/{run.pk}/"
    for number in range(1, 5):
        answered = owner.post(f"{home}P{number}/", sheet_data(number, go="next"))
    listed = text_of(owner.get(home))
    result = text_of(owner.get(f"{home}result/"))
    sent = owner.post(f"{home}submit/", follow=True)

    assert answered["Location"] == f"{home}P5/"
    assert "4 of 6 principles are answered." in listed
    assert (result.count("<svg"), result.count("Keep it, and look again in a year.")) == (1 + 1, 4)
    assert "Your answers stand now" in text_of(sent)
    closed = owner.post(f"{home}P1/", sheet_data(1, "0", sequence=9), follow=True)
    assert "These answers were sent, so they do not change any more." in text_of(closed)


def test_with_fewer_than_four_answers_there_is_a_table_and_no_picture(owner, run):
    owner.post(f"/assess/{run.pk}/P1/", sheet_data())

    result = text_of(owner.get(f"/assess/{run.pk}/result/"))

    assert "<figure>" not in result
    assert '<td data-label="Stage">Advanced</td>' in result


def test_the_page_saves_by_itself(owner, run):
    address = f"/assess/{run.pk}/P1/"

    first = owner.post(address, sheet_data(), **JSON)
    old = owner.post(address, sheet_data(value="0"), **JSON)
    wrong = owner.post(address, sheet_data(sequence="x"), **JSON)

    assert (first.status_code, first.json()["saved"], first.json()["sequence"]) == (200, True, 1)
    assert (old.status_code, old.json()["saved"]) == (409, False)
    assert wrong.status_code == 422
    assert AnswerSheet.objects.get().answers["P1-A2"] == 2


def test_somebody_elses_run_does_not_exist(client, owner, run):
    client.force_login(make_user("other@demo.example"))
    item = ActionItem.objects.create(assessment=run, code="P1-EP1", text="x", chosen_at=IN_WEEK_1)
    pages = [
        "",
        "P1/",
        "submit/",
        "weights/",
        "people/",
        "result/",
        "result.pdf",
        "plan/",
        "plan.ics",
        f"plan/{item.pk}/",
    ]

    answers = [client.get(f"/assess/{run.pk}/{page}").status_code for page in pages]
    posted = [
        client.post(f"/assess/{run.pk}/{page}", {}).status_code for page in ("P1/", "submit/", "plan/choose/")
    ]

    assert answers == [404] * len(pages)
    assert posted == [404] * 3


def test_a_visitor_tries_one_principle_and_keeps_it(client, user):
    looked = client.get("/assess/try/P1/")
    nothing = Assessment.objects.count()
    client.post("/assess/try/P1/", sheet_data(), **JSON)
    went = client.post("/assess/try/P1/", sheet_data(sequence=2, go="next"))
    result = text_of(client.get("/assess/try/result/"))
    home = client.get("/assess/")
    client.force_login(user)  # a new session: what a real sign-in carries over is set by hand
    session = client.session
    session["maturity_trial"] = Assessment.objects.get().pk
    session.save()
    offered = text_of(client.get("/assess/"))
    asked = Assessment.objects.get().owner
    kept = client.post("/assess/try/keep/")
    again = client.post("/assess/try/keep/")

    assert (looked.status_code, nothing) == (200, 0)
    assert went["Location"] == "/assess/try/result/"
    assert "Only this browser knows this result." in result
    assert "You get an account when you apply for the programme." in result
    assert (set(home.context["tried"]), "Answered" in text_of(home)) == ({1}, True)
    assert "You tried one principle in this browser" in offered
    assert asked is None
    assert (kept["Location"], again["Location"]) == (f"/assess/{Assessment.objects.get().pk}/", "/assess/")
    assert Assessment.objects.get().owner == user
    assert client.get("/assess/try/P1/")["Location"] == "/assess/"


@pytest.mark.parametrize("address", ["/assess/", "/assess/try/P1/", "/assess/try/result/"])
def test_what_a_visitor_tried_is_kept_by_nobody(client, address):
    client.post("/assess/try/P1/", sheet_data())

    answer = client.get(address)

    assert answer.status_code == 200
    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))


def test_a_visitor_without_answers_starts_at_the_beginning(client):
    assert client.get("/assess/try/result/")["Location"] == "/assess/"
    assert client.get("/assess/try/P12/").status_code == 404
    assert "Try one principle without an account." in text_of(client.get("/assess/"))


def test_a_colleague_answers_by_link_without_an_account(client, owner, run):
    told = text_of(owner.post(f"/assess/{run.pk}/people/", {"label": "Finance"}))
    [address] = [word for word in told.replace("<", " ").replace(">", " ").split() if "/assess/with/" in word]
    path = address.split("testserver")[1]
    client.logout()

    page = text_of(client.get(path))
    client.post(f"{path}P2/", sheet_data(2))
    sent = text_of(client.post(f"{path}send/", {"consent": "on"}, follow=True))

    assert "Demo learner 07 asks how you see: Ministry of Health." in page
    assert "Thank you, your answers are sent" in sent
    respondent = Respondent.objects.exclude(token_hash=None).get()
    assert (respondent.label, respondent.consented_at) == ("Finance", IN_WEEK_1)
    with time_machine.travel(IN_WEEK_1 + timedelta(days=61)):
        gone = client.get(path)
    assert gone.status_code == 404
    assert "This link does not open anything" in text_of(gone)
    assert "Ministry of Health" not in text_of(gone)


def test_a_link_that_was_taken_back_shows_nothing(client, owner, run):
    told = owner.post(f"/assess/{run.pk}/people/", {"label": "Finance"}).context["link"]
    respondent = Respondent.objects.exclude(token_hash=None).get()
    owner.post(f"/assess/{run.pk}/people/{respondent.pk}/take-back/")

    pages = [told.split("testserver")[1] + end for end in ("", "P1/", "send/")]

    assert [client.get(page).status_code for page in pages] == [404] * 3
    assert client.post(pages[1], sheet_data()).status_code == 404
    assert owner.get(f"/assess/{run.pk}/people/{owner_of(run).pk}/take-back/").status_code == 404


def test_practices_become_actions_with_dates_and_a_calendar(owner, run):
    home = f"/assess/{run.pk}/"
    for number in range(1, 5):
        owner.post(f"{home}P{number}/", sheet_data(number, "0"))
    result = text_of(owner.get(f"{home}result/"))
    chosen = owner.post(f"{home}plan/choose/", {"practice": "P1-EP1"})
    data = {"text": "Write the rule", "doer": "Legal unit", "due_on": "2026-05-01", "state": "planned"}
    owner.post(chosen["Location"], data)
    bad = owner.post(chosen["Location"], data | {"due_on": "soon"})

    plan = text_of(owner.get(f"{home}plan/"))
    events = Calendar.from_ical(owner.get(f"{home}plan.ics").content).walk("VEVENT")

    assert "Practice early of P1" in result
    assert [word in plan for word in ("Write the rule", "Legal unit", "1 May 2026")] == [True] * 3
    assert [(str(event["summary"]), event.decoded("dtstart").isoformat()) for event in events] == [
        ("Write the rule", "2026-05-01")
    ]
    assert (bad.status_code, "Enter a date, for example 2027-06-30." in text_of(bad)) == (422, True)
    refused = owner.post(f"{home}plan/choose/", {"practice": "nonsense"}, follow=True)
    assert "Choose a practice of the list." in text_of(refused)


def test_weights_change_what_comes_first(owner, run):
    home = f"/assess/{run.pk}/"
    for number in (1, 2):
        owner.post(f"{home}P{number}/", sheet_data(number, "0"))
    data = {f"w{number}": "1" for number in range(1, 7)} | {"w2": "3"}

    result = owner.post(f"{home}weights/", data, follow=True)

    assert [row.of.number for row, _reading in result.context["readings"]] == [2, 1]
    assert owner.post(f"{home}weights/", data | {"w2": "9"}).status_code == 422


def test_two_runs_are_compared_the_earlier_first(owner, run):
    owner.post(f"/assess/{run.pk}/P1/", sheet_data(1, "0"))
    with time_machine.travel(IN_WEEK_1 + timedelta(days=150), tick=False):
        owner.force_login(run.owner)
        owner.post("/assess/", {"administration": "Ministry of Health"})
        later = Assessment.objects.latest("pk")
        owner.post(f"/assess/{later.pk}/P1/", sheet_data(1))

        swapped = owner.get(reverse("assess_compare", args=[run.pk, later.pk]))
        page = text_of(owner.get(reverse("assess_compare", args=[later.pk, run.pk])))
        itself = owner.get(reverse("assess_compare", args=[run.pk, run.pk]))

    assert swapped["Location"] == reverse("assess_compare", args=[later.pk, run.pk])
    assert "+100" in page
    assert itself.status_code == 404


@pytest.mark.parametrize("count", [1, 6])
def test_the_result_takes_the_same_queries_for_any_number_of_principles(
    owner, run, django_assert_max_num_queries, count
):
    for number in range(1, count + 1):
        owner.post(f"/assess/{run.pk}/P{number}/", sheet_data(number, "0"))
    owner.get(f"/assess/{run.pk}/result/")  # the sheets are kept in the process

    with django_assert_max_num_queries(13):
        owner.get(f"/assess/{run.pk}/result/")
