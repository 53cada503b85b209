import pytest

from learners.credentials.exit_issuing import approve_exit_award, propose_exit_award
from learners.credentials.models import Certificate
from learners.credentials.register import register_rows
from learners.credentials.revoking import ask_for_revocation, confirm_revocation
from learners.credentials.signing import checksum
from tests.learners.credentials.rows import AT, LATER, administrator, make_certificate, registrar

pytestmark = pytest.mark.django_db


def test_six_fields_of_each_award(eligible, key):
    record = propose_exit_award(eligible, kind="record", scope="M01", by=administrator(), at=AT)
    record = approve_exit_award(record, by=registrar(), at=LATER)
    certificate = make_certificate(eligible)
    request = ask_for_revocation(record, by=administrator(), at=LATER, reason="Error")
    confirm_revocation(request, by=registrar(), at=LATER)

    assert register_rows() == [
        ["Name", "Award", "Date", "Serial number", "Result", "Checksum"],
        [
            "Demo learner 07",
            "Record of participation: Module M01, Module M01",
            "2026-09-02",
            record.serial,
            "revoked on 2 September 2026",
            checksum(record.facts),
        ],
        [
            "Demo learner 07",
            "Certificate of Advanced Study",
            "2026-09-02",
            certificate.serial,
            "",
            checksum(certificate.facts),
        ],
    ]


def test_demonstrations_are_no_awards(eligible, key):
    certificate = make_certificate(eligible)
    Certificate.objects.filter(pk=certificate.pk).update(facts=certificate.facts | {"demo": True})

    assert len(register_rows()) == 1
