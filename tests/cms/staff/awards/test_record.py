import pytest

from learners.credentials.issuing import propose_award
from learners.credentials.models import AwardProposal, Certificate, RevocationRequest
from tests.cms.staff.awards.pages import BOARD, told
from tests.learners.credentials.rows import (
    AT,
    administrator,
    make_certificate,
    make_eligible,
)
from tests.pages import text_of

pytestmark = pytest.mark.django_db


def test_decline_through_the_record(cohort, second):
    enrolment = make_eligible(cohort)
    propose_award(enrolment, by=administrator(), at=AT)

    response = second.post(
        f"{BOARD}{enrolment.pk}/decline/", {"decline-reason": "Check the name."}, follow=True
    )

    assert response.redirect_chain == [(f"{BOARD}{enrolment.pk}/", 302)]
    assert "Declined by Demo registrar" in text_of(response)
    assert "Check the name." in text_of(response)
    assert AwardProposal.objects.get().decision == "declined"


def test_decline_without_a_reason_shows_the_field(cohort, second):
    enrolment = make_eligible(cohort)
    propose_award(enrolment, by=administrator(), at=AT)

    response = second.post(f"{BOARD}{enrolment.pk}/decline/", {"decline-reason": " "})

    assert response.status_code == 422
    assert "There is a problem" in text_of(response)
    assert (
        '<a href="#id_decline-reason">Reason: Enter the reason. The person who proposed the award will read it.</a>'
        in text_of(response)
    )
    assert AwardProposal.objects.get().decision == "open"


def test_decline_of_the_own_proposal_is_refused(cohort, first):
    enrolment = make_eligible(cohort)
    propose_award(enrolment, by=administrator(), at=AT)

    response = first.post(f"{BOARD}{enrolment.pk}/decline/", {"decline-reason": "No."}, follow=True)

    assert told(response) == ["You proposed this award. A second person has to approve it."]


def test_decline_of_what_nobody_proposed_is_refused(cohort, second):
    enrolment = make_eligible(cohort)

    response = second.post(f"{BOARD}{enrolment.pk}/decline/", {"decline-reason": "No."}, follow=True)

    assert told(response) == ["This award is not proposed yet."]


def test_record_shows_every_rule_and_the_certificate(issued, first):
    page = text_of(first.get(f"{BOARD}{issued.pk}/"))

    certificate = Certificate.objects.get()
    assert "3 of 3 rules are met today." in page
    assert "Enrolled, identity verified." in page
    assert certificate.serial in page
    assert "Revoke the certificate of Demo learner 07?" in page


def test_revocation_through_the_pages(issued, first, second):
    own = second.post(f"{BOARD}{issued.pk}/revocation/confirm/", follow=True)
    done = first.post(f"{BOARD}{issued.pk}/revocation/confirm/", follow=True)

    assert told(own) == ["You asked for this revocation. A second person has to confirm it."]
    assert told(done) == ["The certificate is revoked. Whoever checks it reads that."]
    assert Certificate.objects.get().revoked_by == administrator()


def test_what_was_asked_for_is_confirmed_in_a_sentence(cohort, key, first):
    one, two = make_certificate(make_eligible(cohort, "Ana")), make_certificate(make_eligible(cohort, "Bo"))

    revoked = first.post(f"{BOARD}{one.enrolment_id}/revocation/", {"revocation-reason": "No."}, follow=True)
    replaced = first.post(
        f"{BOARD}{two.enrolment_id}/replacement/", {"replacement-reason": "No."}, follow=True
    )

    assert told(revoked) == ["The revocation is asked for. A second person has to confirm it."]
    assert told(replaced) == ["The replacement is asked for. A second person has to confirm it."]


def test_asking_for_revocation_needs_a_reason(cohort, key, second):
    enrolment = make_certificate(make_eligible(cohort)).enrolment

    response = second.post(f"{BOARD}{enrolment.pk}/revocation/", {"revocation-reason": ""})

    assert response.status_code == 422
    assert not RevocationRequest.objects.exists()


def test_asking_to_revoke_what_is_revoked_is_refused(issued, first, second):
    first.post(f"{BOARD}{issued.pk}/revocation/confirm/")

    response = second.post(f"{BOARD}{issued.pk}/revocation/", {"revocation-reason": "Again."}, follow=True)

    assert told(response) == ["This certificate is revoked already."]


@pytest.mark.parametrize("path", ["revocation/", "revocation/confirm/"])
def test_revocation_without_a_certificate_does_not_exist(cohort, second, path):
    enrolment = make_eligible(cohort)

    response = second.post(f"{BOARD}{enrolment.pk}/{path}", {"revocation-reason": "No."})

    assert response.status_code == 404


def test_certificate_for_staff_is_a_pdf_and_stays_out_of_caches(issued, second):
    response = second.get(f"{BOARD}{issued.pk}/certificate.pdf")

    assert (response["Content-Type"], response.content[:8]) == ("application/pdf", b"%PDF-1.7")
    assert response["Cache-Control"] == "private, no-store"


def test_altered_certificate_is_a_sentence_and_no_pdf(issued, second):
    Certificate.objects.update(facts=Certificate.objects.get().facts | {"name": "Somebody else"})

    response = second.get(f"{BOARD}{issued.pk}/certificate.pdf")

    assert (response.status_code, response["Content-Type"]) == (409, "text/html; charset=utf-8")
    assert "The signature of this certificate does not match what the register says." in text_of(response)
    assert 'class="staff"' in text_of(response)


def test_revoked_certificate_has_no_pdf_and_no_link_to_one(issued, second, client_of):
    client_of(administrator()).post(f"{BOARD}{issued.pk}/revocation/confirm/")

    response = second.get(f"{BOARD}{issued.pk}/certificate.pdf")

    assert (response.status_code, response["Content-Type"]) == (409, "text/html; charset=utf-8")
    assert "This certificate was revoked on" in text_of(response)
    assert "certificate.pdf" not in text_of(second.get(f"{BOARD}{issued.pk}/"))


def test_replacement_in_one_step_from_the_record(cohort, key, first, second):
    old = make_certificate(make_eligible(cohort))
    page = f"{BOARD}{old.enrolment_id}/"

    assert first.post(f"{page}replacement/", {"replacement-reason": " "}).status_code == 422
    first.post(f"{page}replacement/", {"replacement-reason": "Misspelt."})
    assert "Replace the certificate of" in text_of(second.get(page))
    done = second.post(f"{page}revocation/confirm/", follow=True)

    assert told(done) == ["The old certificate is revoked, and the new one is issued."]
    new = Certificate.objects.get(replaces=old)
    shown = text_of(second.get(page))
    assert new.serial in shown
    assert old.serial in shown
    assert "Misspelt." in shown
