import json
from pathlib import Path

import pytest
from django.conf import settings

from learners.credentials.confirming import (
    UnableToConfirm,
    ask_for_correction,
    confirm_name,
    correct_name,
    doubts_about,
    refuse_correction,
)
from learners.credentials.issuing import approve_award, propose_award
from learners.credentials.models import Certificate, NameConfirmation, NameCorrection
from learners.enrolment.models import LearnerProfile
from learners.enrolment.names import NotPrintable, printable_name
from learners.events.models import LearningEvent
from tests.factories.people import make_enrolment
from tests.learners.credentials.rows import AT, LATER, administrator, make_eligible, registrar

pytestmark = pytest.mark.django_db
CORPUS = Path(settings.BASE_DIR).parent / "shared" / "trust" / "corpus" / "names-open.jsonl"
NAMES = [json.loads(line) for line in CORPUS.read_text().splitlines()] if CORPUS.is_file() else []
PASSPORT = "Passport, page 2"


@pytest.fixture
def unconfirmed(cohort, key):
    enrolment = make_eligible(cohort)
    NameConfirmation.objects.all().delete()
    return enrolment


def rename(enrolment, name):
    LearnerProfile.objects.filter(user=enrolment.user).update(printed_name=name)


def ask(enrolment, wanted="Ana Müller"):
    return ask_for_correction(enrolment, wanted=wanted, evidence=PASSPORT, at=AT)


def test_nothing_is_proposed_or_issued_before_the_name_is_confirmed(unconfirmed):
    with pytest.raises(UnableToConfirm, match="has not confirmed the printed name yet"):
        propose_award(unconfirmed, by=administrator(), at=AT)

    confirm_name(unconfirmed, name="Demo learner 07", at=AT)
    proposal = propose_award(unconfirmed, by=administrator(), at=AT)
    rename(unconfirmed, "Another name")
    with pytest.raises(UnableToConfirm, match="has not confirmed"):
        approve_award(proposal, by=registrar(), at=LATER)
    assert Certificate.objects.count() == 0


def test_confirming_twice_is_one_confirmation(unconfirmed):
    first = confirm_name(unconfirmed, name="Demo learner 07", at=AT)

    assert confirm_name(unconfirmed, name="Demo learner 07", at=LATER) == first
    assert list(LearningEvent.objects.filter(verb__startswith="name.").values_list("verb", "by")) == [
        ("name.confirmed", unconfirmed.user_id)
    ]


def test_name_that_changed_behind_the_page_is_not_confirmed(unconfirmed):
    rename(unconfirmed, "Another name")

    with pytest.raises(UnableToConfirm, match="has changed since you opened the page"):
        confirm_name(unconfirmed, name="Demo learner 07", at=AT)
    assert not NameConfirmation.objects.exists()


def test_corrected_name_is_printed_and_counts_as_confirmed(unconfirmed):
    correct_name(ask(unconfirmed), by=registrar(), at=LATER)

    proposal = propose_award(unconfirmed, by=administrator(), at=LATER)
    assert approve_award(proposal, by=registrar(), at=LATER).facts["name"] == "Ana Müller"


def test_refused_correction_keeps_the_name_and_its_reason(unconfirmed):
    refuse_correction(ask(unconfirmed), by=registrar(), at=LATER, reason=" The passport says another name. ")

    correction = NameCorrection.objects.get()
    assert (correction.decision, correction.reason) == ("refused", "The passport says another name.")
    assert unconfirmed.user.profile.printed_name == "Demo learner 07"


def test_open_request_stops_confirming_proposing_and_a_second_request(unconfirmed):
    ask(unconfirmed)

    for deed in (
        lambda: confirm_name(unconfirmed, name="Demo learner 07", at=AT),
        lambda: ask(unconfirmed, "Bo"),
        lambda: propose_award(unconfirmed, by=administrator(), at=AT),
    ):
        with pytest.raises(UnableToConfirm):
            deed()


@pytest.mark.parametrize(
    "wanted, evidence, says",
    [
        ("Demo learner 07", PASSPORT, "This is the name that will be printed"),
        ("Ana", "  ", "Say which document shows the name"),
    ],
)
def test_requests_that_ask_for_nothing(unconfirmed, wanted, evidence, says):
    with pytest.raises(UnableToConfirm, match=says):
        ask_for_correction(unconfirmed, wanted=wanted, evidence=evidence, at=AT)


@pytest.mark.parametrize("wanted", ["", "Anna\u202egnp", "\ue000", "A" * 130])
def test_name_that_nobody_can_print_is_not_asked_for(unconfirmed, wanted):
    with pytest.raises(NotPrintable):
        ask(unconfirmed, wanted)
    assert not NameCorrection.objects.exists()


def test_request_is_decided_once_with_a_reason_and_never_by_the_person_itself(unconfirmed):
    correction = ask(unconfirmed)

    with pytest.raises(UnableToConfirm, match="own name"):
        correct_name(correction, by=unconfirmed.user, at=LATER)
    with pytest.raises(UnableToConfirm, match="Enter the reason"):
        refuse_correction(correction, by=registrar(), at=LATER, reason=" ")
    correct_name(correction, by=registrar(), at=LATER)
    with pytest.raises(UnableToConfirm, match="decided already"):
        correct_name(correction, by=administrator(), at=LATER)


@pytest.mark.skipif(not NAMES, reason=f"needs {CORPUS}")
@pytest.mark.parametrize("case", NAMES, ids=lambda case: case["id"])
def test_names_of_the_corpus(case):
    try:
        name = printable_name(case["name"])
    except NotPrintable:
        assert case["want"] == "reject"
        return
    if any("has no font for it" in doubt for doubt in doubts_about(name)):
        pytest.skip("this machine lacks the font")
    refused = any("cannot be printed" in doubt or "too long" in doubt for doubt in doubts_about(name))
    flagged = any("two alphabets" in doubt for doubt in doubts_about(name))
    assert {"render": (False, False), "normalise": (False, False), "flag": (False, True)}[case["want"]] == (
        refused,
        flagged,
    )


def test_learner_confirms_on_the_page(unconfirmed, client):
    client.force_login(unconfirmed.user)

    page = client.get("/learn/name/").content.decode()
    answer = client.post("/learn/name/confirm/", {"name": "Demo learner 07"})

    assert "Confirm this name" in page
    assert answer["Location"] == "/learn/results/"
    assert "You have confirmed this name." in client.get("/learn/name/").content.decode()


def test_results_ask_for_the_name_again_when_it_has_changed(unconfirmed, client):
    client.force_login(unconfirmed.user)
    asks = "confirm the name that will be printed"

    before = asks in client.get("/learn/results/").content.decode()
    confirm_name(unconfirmed, name="Demo learner 07", at=AT)
    after = asks in client.get("/learn/results/").content.decode()
    rename(unconfirmed, "Another name")
    changed = asks in client.get("/learn/results/").content.decode()
    rename(unconfirmed, "")

    assert (before, after, changed) == (True, False, True)
    assert asks in client.get("/learn/results/").content.decode()
    assert client.get("/learn/name/").status_code == 200


def test_learner_asks_and_the_office_corrects(unconfirmed, client):
    client.force_login(unconfirmed.user)
    sent = {"wanted": "Ana Müller", "evidence": PASSPORT}
    assert client.post("/learn/name/correct/", {"wanted": "Ana"}).status_code == 422
    assert client.post("/learn/name/correct/", sent | {"wanted": "Anna\u202e"}).status_code == 422
    assert client.post("/learn/name/correct/", sent).status_code == 302
    assert "You asked for another name" in client.get("/learn/name/").content.decode()
    assert client.post("/learn/name/confirm/", {"name": "Demo learner 07"})["Location"] == "/learn/name/"

    client.force_login(registrar())
    record = f"/staff/awards/2026-a/{unconfirmed.pk}/"
    assert PASSPORT in client.get(record).content.decode()
    assert client.post(f"{record}name/refuse/", {"name-reason": ""}).status_code == 422
    assert client.post(f"{record}name/correct/").status_code == 302
    assert client.post(f"{record}name/correct/").status_code == 404
    unconfirmed.user.profile.refresh_from_db()
    assert unconfirmed.user.profile.printed_name == "Ana Müller"


def test_office_refuses_on_the_page(unconfirmed, client):
    ask(unconfirmed)
    client.force_login(registrar())
    record = f"/staff/awards/2026-a/{unconfirmed.pk}/"

    assert client.post(f"{record}name/refuse/", {"name-reason": "The passport says no."}).status_code == 302
    client.force_login(unconfirmed.user)
    assert "The passport says no." in client.get("/learn/name/").content.decode()


def test_without_a_place_there_is_no_name_page(client, cohort):
    enrolment = make_enrolment(cohort)
    type(enrolment).objects.all().delete()
    client.force_login(enrolment.user)

    assert client.get("/learn/name/").status_code == 403
