import pytest

from learners.credentials.revoking import ask_for_revocation
from tests.learners.credentials.rows import LATER, make_certificate, make_eligible, registrar


@pytest.fixture
def issued(cohort, key):
    """An enrolment with a certificate, whose revocation the registrar has asked for."""
    certificate = make_certificate(make_eligible(cohort))
    ask_for_revocation(certificate, by=registrar(), at=LATER, reason="Plagiarism.")
    return certificate.enrolment
