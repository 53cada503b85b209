from datetime import timedelta

import pytest
from django.core import mail

from learners.credentials.models import Certificate
from learners.credentials.revoking import ask_for_revocation, confirm_revocation
from learners.credentials.signing import make_signing_key
from learners.events.delivering import deliver_all_open
from learners.events.models import Delivery, LearningEvent
from learners.notices.models import Notice
from learners.notices.sending import send_notice
from tests.factories.programme import make_small_programme
from tests.learners.credentials.rows import (
    AT,
    LATER,
    administrator,
    make_certificate,
    make_eligible,
    registrar,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate(settings, tmp_path):
    settings.KEYS_FOLDER = tmp_path / "keys"
    settings.SITE_ADDRESS = "https://campus.example.org"
    settings.SITE_NAME = "Campus"
    make_signing_key(at=AT)
    return make_certificate(make_eligible(make_small_programme(), "Amélie N’Diaye"))


def test_certificate_mail_says_everything_in_plain_text(certificate):
    deliver_all_open(at=AT)

    [message] = mail.outbox
    event = LearningEvent.objects.get(verb="certificate.issued")
    assert (message.to, message.subject) == ([certificate.enrolment.user.email], "Your certificate is issued")
    assert message.extra_headers == {"Message-ID": Notice.objects.get().message_id}
    assert Notice.objects.get().message_id.startswith(f"<event-{event.pk}-")
    assert message.body.splitlines() == [
        "Dear Amélie N’Diaye,",
        "",
        "your certificate is issued.",
        "",
        "Certificate of Advanced Study",
        f"Serial number: {certificate.serial}",
        "",
        "Anybody can check it at",
        f"https://campus.example.org/verify/{certificate.serial}/",
        "",
        "You can download it as a PDF from your results page:",
        "https://campus.example.org/learn/results/",
        "",
        "Campus",
    ]


def test_mail_goes_out_once_however_often_the_event_is_delivered(certificate):
    deliver_all_open(at=AT)
    Delivery.objects.update(state=Delivery.State.OPEN, done_at=None)
    deliver_all_open(at=AT + timedelta(hours=1))
    send_notice(LearningEvent.objects.get(verb="certificate.issued"), at=AT)

    assert (len(mail.outbox), Notice.objects.count()) == (1, 1)


def test_mail_that_could_not_be_sent_is_tried_again_with_the_same_id(certificate, settings, caplog):
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens there
    deliver_all_open(at=AT)
    assert not Notice.objects.exists()

    settings.EMAIL_BACKEND = working
    deliver_all_open(at=AT + timedelta(minutes=1))

    assert len(mail.outbox) == 1
    assert list(Delivery.objects.values_list("state", "runs")) == [("done", 1)]


def test_certificate_mail_of_a_demonstration_says_so_and_needs_no_hours(certificate):
    facts = {key: fact for key, fact in certificate.facts.items() if key != "hours"}
    Certificate.objects.update(facts=facts | {"demo": True})

    deliver_all_open(at=AT)

    assert mail.outbox[0].body.splitlines()[4:7] == [
        "Certificate of Advanced Study",
        f"Serial number: {certificate.serial}",
        "This is a certificate of a demonstration.",
    ]


@pytest.fixture
def revoked(certificate, settings):
    settings.DEFAULT_FROM_EMAIL = "Institute <office@example.org>"
    deliver_all_open(at=AT)
    mail.outbox.clear()
    request = ask_for_revocation(certificate, by=registrar(), at=LATER, reason="The name was <wrong> & old.")
    return confirm_revocation(request, by=administrator(), at=LATER)


def test_revocation_mail_says_when_why_and_whom_to_ask(revoked):
    deliver_all_open(at=LATER)

    [message] = mail.outbox
    assert (message.to, message.subject) == ([revoked.enrolment.user.email], "Your certificate was revoked")
    assert message.extra_headers == {"Message-ID": Notice.objects.get(kind="certificate_revoked").message_id}
    assert message.body.splitlines() == [
        "Dear Amélie N’Diaye,",
        "",
        "your certificate was revoked on 2 September 2026. It is no longer valid.",
        "",
        f"Serial number: {revoked.serial}",
        "Reason: The name was <wrong> & old.",
        "",
        "Everybody who checks it reads that it was revoked, but not why:",
        f"https://campus.example.org/verify/{revoked.serial}/",
        "",
        "Do you have a question, or do you think that this is a mistake? Ask the issuer at",
        "office@example.org",
        "",
        "Campus",
    ]


def test_revocation_mail_goes_out_once_however_often_the_event_is_delivered(revoked):
    deliver_all_open(at=LATER)
    Delivery.objects.update(state=Delivery.State.OPEN, done_at=None)
    deliver_all_open(at=LATER + timedelta(hours=1))
    send_notice(LearningEvent.objects.get(verb="certificate.revoked"), at=LATER)

    kinds = sorted(Notice.objects.values_list("kind", flat=True))
    assert (len(mail.outbox), kinds) == (1, ["certificate_issued", "certificate_revoked"])


def test_asking_for_a_revocation_sends_nothing(certificate):
    deliver_all_open(at=AT)
    mail.outbox.clear()

    ask_for_revocation(certificate, by=registrar(), at=LATER, reason="The name was wrong.")
    deliver_all_open(at=LATER)

    assert mail.outbox == []
