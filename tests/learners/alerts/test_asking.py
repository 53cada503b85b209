"""One mail when applications open: asked for, confirmed, sent once, forgotten."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError
from django.test import Client
from django.utils.timezone import now

from learners.admissions.models import Intake
from learners.alerts.asking import ask_for_alert, confirm_alert, forget_unconfirmed, tell_of_open_intake
from learners.alerts.models import IntakeAlert
from learners.events.delivering import deliver_all_open
from learners.events.models import LearningEvent
from tests.learners.admissions.rows import AT, CLOSES, OPENS, make_intake
from tests.pages import text_of

pytestmark = pytest.mark.django_db
BEFORE = OPENS - timedelta(days=10)
WHO = "Prospect@demo.example"


@pytest.fixture
def intake():
    return make_intake()


def asked(*, at=BEFORE, confirmed: bool = True) -> IntakeAlert:
    ask_for_alert(WHO, at=at)
    deliver_all_open(at=at)
    alert = IntakeAlert.objects.get()
    if confirmed:
        confirm_alert(alert, at=at)
    return alert


def sent(at) -> list[str]:
    tell_of_open_intake(at=at)
    deliver_all_open(at=at)
    return [message.subject for message in mail.outbox]


def test_address_is_asked_itself_and_events_do_not_know_it(settings):
    settings.SITE_ADDRESS = "https://campus.example.org"

    alert = asked(confirmed=False)

    [message] = mail.outbox
    assert (message.to, message.subject) == (["prospect@demo.example"], "Confirm your address")
    assert f"https://campus.example.org/tell-me/{alert.key}/\n" in message.body
    assert LearningEvent.objects.get().data == {"alert": alert.pk}


def test_mail_is_sent_once_when_an_intake_opens_and_the_address_is_deleted(intake, settings):
    settings.SITE_ADDRESS = "https://campus.example.org"
    alert = asked()
    before = sent(OPENS - timedelta(seconds=1))

    after = sent(OPENS)
    sent(OPENS + timedelta(hours=1))

    message = mail.outbox[-1]
    assert before == ["Confirm your address"]
    assert after == ["Confirm your address", "Applications are open: Global E-Governance and Leadership"]
    assert len(mail.outbox) == 2
    assert "https://campus.example.org/apply/2026-a/" in message.body
    assert message.extra_headers["List-Unsubscribe"] == (
        f"<https://campus.example.org/tell-me/{alert.key}/stop/>"
    )
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert not IntakeAlert.objects.exists()


def test_address_that_was_not_confirmed_gets_no_second_mail(intake):
    asked(confirmed=False)

    assert sent(OPENS) == ["Confirm your address"]


def test_intake_that_closed_before_the_mail_went_is_waited_out(intake):
    asked()
    tell_of_open_intake(at=OPENS)
    deliver_all_open(at=CLOSES + timedelta(days=1))
    Intake.objects.update(closes_at=CLOSES + timedelta(days=30))

    assert len(sent(CLOSES + timedelta(days=2))) == 2


def test_address_that_was_deleted_meanwhile_gets_nothing(intake):
    alert = asked()
    tell_of_open_intake(at=OPENS)
    alert.delete()
    deliver_all_open(at=OPENS)

    assert len(mail.outbox) == 1


@pytest.mark.parametrize("hours, mails", [(1, 1), (25, 2)])
def test_asked_again_it_is_one_address_and_one_mail_a_day(hours, mails):
    asked(confirmed=False)
    ask_for_alert(WHO.upper(), at=BEFORE + timedelta(hours=hours))
    deliver_all_open(at=AT)

    assert (len(mail.outbox), IntakeAlert.objects.count()) == (mails, 1)


def test_confirmed_address_is_not_asked_again():
    asked()
    ask_for_alert(WHO, at=BEFORE + timedelta(days=3))
    deliver_all_open(at=AT)

    assert len(mail.outbox) == 1


@pytest.mark.parametrize("days, confirmed, left", [(6, False, 1), (8, False, 0), (8, True, 1)])
def test_address_that_nobody_confirmed_is_forgotten_after_a_week(days, confirmed, left):
    asked(confirmed=confirmed)

    forget_unconfirmed(at=BEFORE + timedelta(days=days))

    assert IntakeAlert.objects.count() == left


def test_database_refuses_to_tell_who_has_not_confirmed():
    alert = asked(confirmed=False)

    with pytest.raises(IntegrityError):
        IntakeAlert.objects.filter(pk=alert.pk).update(told_at=AT)


# The pages.


def test_from_the_programme_page_to_the_confirmed_address(client):
    page = client.post("/tell-me/", {"email": WHO})
    deliver_all_open(at=now())
    link = re.search(r"/tell-me/[^/]+/", mail.outbox[0].body)[0]
    opened = client.get(link)
    unchanged = IntakeAlert.objects.get().confirmed_at
    confirmed = client.post(link, follow=True)

    assert f"We have sent a mail to <bdi>{WHO}</bdi>." in text_of(page)
    assert "Yes, write to me" in text_of(opened)
    assert unchanged is None
    assert "gets one mail when applications open" in text_of(confirmed)
    assert IntakeAlert.objects.get().confirmed_at is not None


@pytest.mark.parametrize(
    "email, says", [("", "Enter your e-mail address."), ("nobody@", "Enter an e-mail address in the form")]
)
def test_wrong_address_is_422(client, email, says):
    response = client.post("/tell-me/", {"email": email})

    assert (response.status_code, IntakeAlert.objects.count()) == (422, 0)
    assert says in text_of(response)


def test_one_click_of_a_mail_program_deletes_the_address():
    key = asked().key

    answer = Client(enforce_csrf_checks=True).post(f"/tell-me/{key}/stop/", {"List-Unsubscribe": "One-Click"})

    assert (answer.status_code, IntakeAlert.objects.count()) == (200, 0)


def test_page_to_stop_asks_first_and_then_deletes(client):
    key = asked().key

    asks = client.get(f"/tell-me/{key}/stop/")
    kept = IntakeAlert.objects.count()
    gone = client.post(f"/tell-me/{key}/stop/")

    assert "Delete my address" in text_of(asks)
    assert kept == 1
    assert "We keep no address for this link" in text_of(gone)
    assert not IntakeAlert.objects.exists()


def test_unknown_key_is_404_and_says_that_nothing_is_kept(client):
    response = client.get("/tell-me/nothing/")

    assert response.status_code == 404
    assert "This address is deleted" in text_of(response)


def test_twenty_addresses_an_hour_and_no_more(client):
    for number in range(20):
        client.post("/tell-me/", {"email": f"p{number}@demo.example"})

    refused = client.post("/tell-me/", {"email": WHO})

    assert (refused.status_code, IntakeAlert.objects.count()) == (422, 20)
    assert "You asked too often. Wait one hour and try again." in text_of(refused)
