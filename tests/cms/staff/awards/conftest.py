import pytest

from learners.credentials.revoking import ask_for_revocation
from tests.learners.credentials.rows import LATER, make_certified, registrar


@pytest.fixture
def issued(db):
    """An enrolment with a certificate, whose revocation the registrar has asked for."""
    certificate = make_certified()
    ask_for_revocation(certificate, by=registrar(), at=LATER, reason="Plagiarism.")
    return certificate.enrolment
