import io
from datetime import date

import pikepdf
import pytest

from courses.lessons.models import LessonPage, LessonPrinciple
from learners.credentials.revoking import ask_for_revocation, confirm_revocation
from learners.credentials.signing import make_signing_key
from learners.credentials.transcript import facts_of, transcript_of, transcript_pdf_of
from tests.factories.people import make_enrolment, make_user
from tests.factories.programme import make_principle, make_small_programme
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
def cohort(settings, tmp_path):
    settings.KEYS_FOLDER = tmp_path / "keys"
    make_signing_key(at=AT)
    return make_small_programme()


def test_at_the_start_everything_is_open_and_provisional(cohort):
    told = transcript_of(make_enrolment(cohort), at=AT)

    assert (told.name, told.cohort, told.starts_on, told.ends_on) == (
        "Demo learner 07", "2026-a", date(2026, 3, 2), date(2026, 8, 30),
    )  # fmt: skip
    assert (told.provisional, told.outcome, told.principles, told.result.graded) == (True, "", [], 0)
    assert [(line.code, line.lessons, line.completed) for line in told.modules] == [("M01", 2, 0)]


def test_completed_lessons_bring_their_principles_by_number(cohort):
    lesson = LessonPage.objects.get(activity__code="M01-L01")
    for number in (7, 2):
        LessonPrinciple.objects.create(lesson=lesson, principle=make_principle(number))

    told = transcript_of(make_eligible(cohort), at=AT)

    assert told.principles == ["2. Principle 2", "7. Principle 7"]
    assert [(line.lessons, line.completed) for line in told.modules] == [(2, 2)]
    assert told.provisional


def test_a_certificate_in_force_ends_the_provisional_time_and_a_revoked_one_does_not(cohort):
    certificate = make_certificate(make_eligible(cohort))
    ratified = transcript_of(certificate.enrolment, at=LATER)
    request = ask_for_revocation(certificate, by=registrar(), at=LATER, reason="A wrong name.")
    confirm_revocation(request, by=administrator(), at=LATER)

    revoked = transcript_of(certificate.enrolment, at=LATER)

    assert (ratified.provisional, ratified.outcome) == (False, certificate.facts["classification"])
    assert (revoked.provisional, revoked.outcome) == (True, "")


def test_paper_says_what_the_page_says(cohort):
    certificate = make_certificate(make_eligible(cohort))

    facts = facts_of(transcript_of(certificate.enrolment, at=LATER))

    assert facts["components"] == [{"title": "Quizzes", "weight": "100 %", "mark": "80.0", "resit": False}]
    assert facts["modules"] == [
        {"code": "M01", "title": "Module M01", "hours": "12", "lessons": 2, "completed": 2}
    ]
    assert (facts["overall"], facts["marked"], facts["serial"], facts["provisional"]) == (
        "80", "1 of 1 works have a mark", certificate.serial, False,
    )  # fmt: skip


@pytest.mark.parametrize("awarded", [True, False])
def test_pdf_is_accessible_and_archivable(cohort, awarded):
    enrolment = make_certificate(make_eligible(cohort)).enrolment if awarded else make_enrolment(cohort)

    file = transcript_pdf_of(transcript_of(enrolment, at=LATER))

    with pikepdf.open(io.BytesIO(file)) as pdf:
        metadata = pdf.open_metadata()
        said = (metadata["dc:title"], metadata["pdfaid:part"], metadata["pdfuaid:part"], len(pdf.pages))
    assert said == ("Transcript of Demo learner 07", "2", "1", 1)


def test_learner_reads_it_as_page_and_file(cohort, client):
    client.force_login(make_enrolment(cohort).user)

    page, file = client.get("/learn/transcript/"), client.get("/learn/transcript/transcript.pdf")

    assert "The board of examiners has not ratified these results." in page.content.decode()
    assert (file["Content-Type"], file.content[:5]) == ("application/pdf", b"%PDF-")


def test_without_a_name_to_print_it_says_so(cohort, client):
    enrolment = make_enrolment(cohort, make_user("l@demo.example", "X"))
    enrolment.user.profile.printed_name = ""
    enrolment.user.profile.save()
    enrolment.user.name = ""
    enrolment.user.save()
    client.force_login(enrolment.user)

    for address in ("/learn/transcript/", "/learn/transcript/transcript.pdf"):
        page = client.get(address, follow=True)
        assert page.redirect_chain[-1][0] == "/learn/results/"
        assert "The name for the certificate is missing." in page.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_for_one_and_for_three_principles(cohort, count, django_assert_max_num_queries):
    lesson = LessonPage.objects.get(activity__code="M01-L01")
    for number in range(1, count + 1):
        LessonPrinciple.objects.create(lesson=lesson, principle=make_principle(number))
    enrolment = make_eligible(cohort)
    transcript_of(enrolment, at=AT)

    with django_assert_max_num_queries(9):
        told = transcript_of(enrolment, at=AT)

    assert len(told.principles) == count
