"""From the proposal to the stranger's check, and to the revocation."""

import pytest
from django.core import mail
from django.test import Client
from django.utils.timezone import now

from learners.credentials.models import Certificate
from learners.credentials.signing import make_signing_key
from learners.events.delivering import deliver_all_open
from tests.factories.programme import make_small_programme
from tests.learners.credentials.rows import AT, administrator, make_eligible, registrar
from tests.pages import text_of

pytestmark = pytest.mark.django_db

BOARD = "/staff/awards/2026-a/"


def browser_of(user):
    browser = Client()
    browser.force_login(user)
    return browser


@pytest.fixture
def learner(settings, tmp_path):
    settings.KEYS_FOLDER = tmp_path / "keys"
    make_signing_key(at=AT)
    return make_eligible(make_small_programme(), "Amélie N’Diaye")


def propose_and_approve(first, second):
    assert "Propose 1 award" in text_of(first.get(BOARD))
    review = first.get(f"{BOARD}propose/")
    first.post(f"{BOARD}propose/", {"who": review.context["form"]["who"].value()})
    assert "Approve 1 award" not in text_of(first.get(BOARD))
    assert "Approve 1 award" in text_of(second.get(BOARD))
    review = second.get(f"{BOARD}approve/")
    second.post(f"{BOARD}approve/", {"who": review.context["form"]["who"].value()})
    return Certificate.objects.get()


def test_award_from_proposal_to_revocation(learner):
    first, second, stranger = browser_of(administrator()), browser_of(registrar()), Client()
    holder = browser_of(learner.user)

    certificate = propose_and_approve(first, second)
    deliver_all_open(at=now())

    [message] = mail.outbox
    link = f"/verify/{certificate.serial}/"
    assert message.to == [learner.user.email]
    assert link in message.body
    page = text_of(stranger.get(link))
    assert ("This certificate is valid" in page, "Amélie N’Diaye" in page) == (True, True)
    assert certificate.serial in text_of(holder.get("/learn/results/"))
    assert holder.get(f"{link}certificate.pdf").content.startswith(b"%PDF")

    record = f"{BOARD}{learner.pk}/"
    second.post(f"{record}revocation/", {"revocation-reason": "The work was copied."})
    assert "This certificate is valid" in text_of(stranger.get(link))
    assert "asks to revoke the certificate of Amélie N’Diaye" in text_of(first.get(BOARD))
    first.post(f"{record}revocation/confirm/")

    page = text_of(stranger.get(link))
    assert ("It was revoked on" in page, "The work was copied." in page) == (True, False)
    assert holder.get(f"{link}certificate.pdf").status_code == 409


def test_pages_of_the_trip_cost_few_queries(learner, django_assert_max_num_queries):
    first, second, stranger = browser_of(administrator()), browser_of(registrar()), Client()
    certificate = propose_and_approve(first, second)

    with django_assert_max_num_queries(15):
        first.get(BOARD)
    with django_assert_max_num_queries(17):
        first.get(f"{BOARD}{learner.pk}/")
    with django_assert_max_num_queries(1):
        stranger.get(f"/verify/{certificate.serial}/")
