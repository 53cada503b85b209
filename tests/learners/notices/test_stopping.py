import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.signing import Signer
from django.test import Client

from courses.editions.plan import plan_of
from learners.enrolment.extending import extend_by_rule
from learners.events.delivering import deliver_all_open
from learners.notices.kinds import BY_KEY
from learners.notices.models import Notice, StoppedMail
from learners.notices.stopping import stop_address
from learners.progress.silence import note_silence
from tests.factories.people import make_enrolment
from tests.factories.programme import IN_WEEK_1, make_small_programme

pytestmark = pytest.mark.django_db
AT = IN_WEEK_1 + timedelta(days=20)


@pytest.fixture
def enrolment(settings):
    settings.SITE_ADDRESS = "https://campus.example.org"
    return make_enrolment(make_small_programme())


def silent_mail():
    note_silence(at=AT)
    deliver_all_open(at=AT)
    return mail.outbox[-1] if mail.outbox else None


def path(user, kind: str = "learner_silent") -> str:
    return stop_address(user, BY_KEY[kind]).removeprefix("https://campus.example.org")


def test_planned_mail_carries_the_way_out_in_its_text_and_its_headers(enrolment):
    message = silent_mail()

    address = re.search(r"https://\S+/stop/", message.body)[0]
    assert message.extra_headers["List-Unsubscribe"] == f"<{address}>"
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_receipt_cannot_be_stopped(enrolment, client):
    quiz = plan_of(enrolment.cohort.edition_id).activity("Q1")
    extend_by_rule(enrolment, quiz, by=enrolment.user, at=IN_WEEK_1)
    deliver_all_open(at=IN_WEEK_1)

    assert set(mail.outbox[0].extra_headers) == {"Message-ID"}
    assert client.get(path(enrolment.user, "extension_granted")).status_code == 404


def test_one_click_stops_this_kind(enrolment):
    answer = Client(enforce_csrf_checks=True).post(path(enrolment.user), {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 302
    assert silent_mail() is None
    assert Notice.objects.get().sent_at is None


def test_opening_the_page_stops_nothing_and_the_button_does_and_undoes(enrolment, client):
    address = path(enrolment.user)
    page = client.get(address).content.decode()
    untouched = StoppedMail.objects.count()
    stopped = client.post(address, follow=True).content.decode()
    client.post(address, {"again": "1"})

    assert "You get mails of this kind: No activity for 10 days." in page
    assert untouched == 0
    assert "You get no more mails of this kind: No activity for 10 days." in stopped
    assert not StoppedMail.objects.exists()


@pytest.mark.parametrize("token", ["nothing", "WzEsICJ4Il0:forged"])
def test_forged_token_is_404(client, token):
    assert client.get(f"/mail/{token}/stop/").status_code == 404


def test_token_of_somebody_who_is_gone_is_404(client):
    token = Signer(salt="learners.notices.stop").sign_object([987654, "learner_silent"])

    assert client.post(f"/mail/{token}/stop/").status_code == 404
