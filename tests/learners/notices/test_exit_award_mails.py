"""The mails about a statement or a record name the part, say that it is no certificate, and lead to the own page."""

import pytest
from django.core import mail

from learners.credentials.exit_issuing import approve_exit_award, propose_exit_award
from learners.credentials.revoking import ask_for_revocation, confirm_revocation
from learners.credentials.signing import make_signing_key
from learners.events.delivering import deliver_all_open
from tests.factories.programme import make_small_programme
from tests.learners.credentials.rows import AT, LATER, administrator, make_eligible, registrar

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(settings, tmp_path):
    settings.KEYS_FOLDER = tmp_path / "keys"
    settings.SITE_ADDRESS = "https://campus.example.org"
    settings.SITE_NAME = "Campus"
    make_signing_key(at=AT)
    enrolment = make_eligible(make_small_programme())
    proposal = propose_exit_award(enrolment, kind="record", scope="M01", by=administrator(), at=AT)
    return approve_exit_award(proposal, by=registrar(), at=LATER)


def test_what_is_issued(record):
    deliver_all_open(at=LATER)

    [message] = mail.outbox
    assert message.subject == "Issued to you: Record of participation: Module M01, Module M01"
    assert message.body.splitlines() == [
        "Dear Demo learner 07,",
        "",
        "a part of the programme is attested to you:",
        "",
        "Record of participation: Module M01, Module M01",
        record.facts["reached"],
        "It is not the Certificate of Advanced Study and does not take its place.",
        f"Serial number: {record.serial}",
        "",
        "Anybody can check it at",
        f"https://campus.example.org/verify/{record.serial}/",
        "",
        "You can download it as a PDF from this page, also after you have left the programme:",
        "https://campus.example.org/learn/exit-awards/",
        "",
        "Campus",
    ]


def test_what_is_revoked(record):
    request = ask_for_revocation(record, by=administrator(), at=LATER, reason="A mark was wrong.")
    confirm_revocation(request, by=registrar(), at=LATER)

    deliver_all_open(at=LATER)

    message = mail.outbox[-1]
    assert message.subject == "Revoked: Record of participation: Module M01, Module M01"
    assert "Reason: A mark was wrong." in message.body.splitlines()
    assert "your certificate" not in message.body
