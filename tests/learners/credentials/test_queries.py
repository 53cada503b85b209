import pytest

from learners.credentials.issuing import propose_award
from learners.credentials.queries import award_cohorts, latest_certificate, waiting_for
from learners.credentials.revoking import ask_for_revocation, confirm_revocation
from tests.factories.programme import make_cohort
from tests.learners.credentials.rows import (
    AT,
    LATER,
    administrator,
    make_certificate,
    make_eligible,
    registrar,
)

pytestmark = pytest.mark.django_db


def counts(user):
    return {cohort.code: (cohort.learners, cohort.issued, cohort.waiting) for cohort in award_cohorts(user)}


@pytest.fixture
def work(cohort, key):
    """Two proposals of the administrator and a request of the registrar; one proposal in another cohort."""
    for name in ("Ana", "Bo"):
        propose_award(make_eligible(cohort, name), by=administrator(), at=AT)
    certificate = make_certificate(make_eligible(cohort, "Cy"))
    ask_for_revocation(certificate, by=registrar(), at=LATER, reason="Plagiarism.")
    other = make_cohort(cohort.edition, "2026-b")
    propose_award(make_eligible(other, "Di"), by=registrar(), at=AT)
    return certificate


def test_cohorts_count_proposals_and_revocations_that_wait_for_this_person(work):
    assert counts(administrator()) == {"2026-a": (3, 1, 1), "2026-b": (1, 0, 1)}
    assert counts(registrar()) == {"2026-a": (3, 1, 2), "2026-b": (1, 0, 0)}


def test_first_page_and_cohorts_count_the_same(work):
    for user in (administrator(), registrar(), work.enrolment.user):
        assert waiting_for(user) == sum(cohort.waiting for cohort in award_cohorts(user))


def test_nothing_waits_about_the_own_person(work):
    assert counts(work.enrolment.user) == {"2026-a": (3, 1, 2), "2026-b": (1, 0, 1)}


def test_latest_certificate_is_the_new_one_after_a_revocation(work):
    request = work.revocation_requests.get()
    confirm_revocation(request, by=administrator(), at=LATER)
    revoked = latest_certificate(work.enrolment)

    new = make_certificate(work.enrolment)

    assert (revoked, latest_certificate(work.enrolment)) == (work, new)


def test_latest_certificate_of_nobody_is_none(eligible):
    assert latest_certificate(eligible) is None
