import pytest

from learners.credentials.models import Certificate
from learners.enrolment.models import Enrolment
from tests.cms.staff.awards.pages import BOARD, told
from tests.learners.credentials.rows import make_eligible
from tests.pages import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(cohort, key):
    enrolment = make_eligible(cohort)
    return f"{BOARD}{enrolment.pk}/exit/record-M01/"


def test_from_the_list_to_the_issued_record_by_two_persons(page, first, second):
    assert "Record of participation: Module M01, Module M01" in text_of(first.get(f"{BOARD}exit/"))

    sent = first.post(f"{page}propose/", follow=True)
    assert told(sent) == ["It is proposed. A second person has to approve it."]
    assert "You proposed this award." in text_of(sent)
    assert "Exit awards: 1 waits for you" in text_of(second.get(BOARD))

    done = second.post(f"{page}approve/", follow=True)

    certificate = Certificate.objects.get()
    assert told(done) == ["It is issued. The learner gets a mail within a minute."]
    assert certificate.serial in text_of(done)
    assert "It is not the certificate of the programme" in text_of(
        second.get(f"/verify/{certificate.serial}/")
    )


def test_own_approval_is_refused_in_a_sentence(page, first):
    first.post(f"{page}propose/")

    done = first.post(f"{page}approve/", follow=True)

    assert told(done)[-1:] == ["You proposed this award. A second person has to approve it."]
    assert not Certificate.objects.exists()


@pytest.mark.parametrize(
    "deed, status", [("approve", 302), ("decline", 422), ("revoke", 422), ("confirm", 404)]
)
def test_deeds_on_nothing(page, first, deed, status):
    assert first.post(f"{page}{deed}/").status_code == status
    assert not Certificate.objects.exists()


def test_revocation_of_nothing_is_not_there(page, first):
    assert first.post(f"{page}revoke/", {"revocation-reason": "No."}).status_code == 404


def test_decline_and_revoke_with_reasons(page, first, second):
    first.post(f"{page}propose/")
    declined = second.post(f"{page}decline/", {"decline-reason": "Wait."}, follow=True)
    assert told(declined) == ["It is declined. It may be proposed again."]
    first.post(f"{page}propose/")
    second.post(f"{page}approve/")

    first.post(f"{page}revoke/", {"revocation-reason": "Error."})
    revoked = second.post(f"{page}confirm/", follow=True)

    assert told(revoked)[-1:] == ["It is revoked. Whoever checks it reads that."]
    assert Certificate.objects.get().revoked_reason == "Error."


def test_unknown_part_is_not_there(page, first):
    assert first.get(page.replace("M01", "M99")).status_code == 404


def test_who_has_left_confirms_the_name_and_reads_what_was_issued(page, first, second, client_of):
    first.post(f"{page}propose/")
    second.post(f"{page}approve/")
    Enrolment.objects.update(state=Enrolment.State.WITHDRAWN)
    enrolment, certificate = Enrolment.objects.get(), Certificate.objects.get()
    learner = client_of(enrolment.user)

    assert "See what can be attested to you" in text_of(learner.get("/learn/"))
    shown = text_of(learner.get("/learn/exit-awards/"))

    assert certificate.serial in shown
    assert learner.get(f"/verify/{certificate.serial}/certificate.pdf").status_code == 200
    learner.post(f"/learn/exit-awards/{certificate.serial}/page/", {"page": "closed"})
    closed = text_of(learner.get(f"/verify/{certificate.serial}/"))
    assert "This document is valid" in closed
    assert "Demo learner 07" not in closed
