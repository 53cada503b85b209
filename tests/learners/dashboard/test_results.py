"""What the results page says about marks and the certificate."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.editions.plan import plan_of
from courses.programme.models import Activity
from learners.credentials.revoking import ask_for_revocation, confirm_revocation
from learners.credentials.signing import make_signing_key
from learners.grades.ledger import record_grade
from learners.grades.releasing import release_marks
from learners.grades.withholding import withhold
from tests.factories.people import make_enrolment
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
REVOKED = "Your certificate was revoked"


@pytest.fixture
def certificate(settings, tmp_path, client):
    settings.KEYS_FOLDER = tmp_path / "keys"
    settings.DEFAULT_FROM_EMAIL = "office@example.org"
    make_signing_key(at=AT)
    certificate = make_certificate(make_eligible(make_small_programme()))
    client.force_login(certificate.enrolment.user)
    return certificate


def revoke(certificate):
    request = ask_for_revocation(certificate, by=registrar(), at=LATER, reason="The name was wrong.")
    confirm_revocation(request, by=administrator(), at=LATER)


def results(client):
    return " ".join(client.get("/learn/results/").content.decode().split())


def test_results_show_the_certificate_in_force(certificate, client):
    page = results(client)

    assert (f"Serial number {certificate.serial}." in page, REVOKED in page) == (True, False)


def test_results_say_when_why_and_whom_to_ask_after_a_revocation(certificate, client):
    revoke(certificate)

    page = results(client)

    assert REVOKED in page
    assert (
        f"The certificate with the serial number {certificate.serial} was revoked on 2 September 2026."
        in page
    )
    assert "Reason: The name was wrong." in page
    assert 'Ask the issuer at <a href="mailto:office@example.org">office@example.org</a>.' in page
    assert "certificate.pdf" not in page


def test_results_show_the_new_certificate_that_took_the_place(certificate, client):
    revoke(certificate)
    new = make_certificate(certificate.enrolment)

    page = results(client)

    assert (f"Serial number {new.serial}." in page, REVOKED in page) == (True, False)


@pytest.fixture
def enrolment(client):
    enrolment = make_enrolment(make_small_programme())
    client.force_login(enrolment.user)
    return enrolment


def quiz_of(enrolment):
    return plan_of(enrolment.cohort.edition_id).activity("Q1").activity_id


def mark(enrolment, points, *, resit=False, by=None, at=AT, reason="First marking."):
    record_grade(
        enrolment, activity_id=quiz_of(enrolment), points=Decimal(points), max_points=Decimal(100), reason=reason,
        by=by, at=at, resit=resit,
    )  # fmt: skip


def test_before_the_first_mark_it_says_what_is_needed(enrolment, client):
    page = results(client)

    assert "You have no mark yet. To pass you need an overall mark of 50." in page
    assert "Needed: 40." in page


@pytest.mark.parametrize(
    "points, lead, line",
    [
        (80, "Your overall mark is 80 of 100. To pass you need 50.", "Needed: 40."),
        (30, "Your overall mark is 30 of 100. To pass you need 50.", "Needed: 40. Quizzes have no resit."),
    ],
)
def test_when_all_is_marked_it_says_how_it_stands(enrolment, client, points, lead, line):
    mark(enrolment, points)

    page = results(client)

    assert (lead in page, line in page) == (True, True)


def test_a_resit_is_told_beside_the_first_mark(enrolment, client):
    mark(enrolment, 30)
    mark(enrolment, 70, resit=True)

    page = results(client)

    assert "With the resit. Before it: 30.0" in page
    assert "Resit: 70.0. First marking." in page
    assert "Your overall mark is 50 of 100." in page


def history_in(page: str) -> list[str]:
    """What is folded under “Why”: its title, then each line without its elements."""
    fold = page.partition("<details><summary>")[2].partition("</ol>")[0]
    lines = [re.sub("<[^>]+>", "", line) for line in re.split("</summary>|</li>", fold)]
    return [line.strip() for line in lines if line.strip()]


def test_a_mark_tells_what_counted_before_it_the_newest_first(enrolment, client):
    mark(enrolment, 30)
    with CaptureQueriesContext(connection) as of_one:
        alone = history_in(results(client))
    mark(enrolment, 40, at=AT + timedelta(days=1), reason="The key was corrected.")
    mark(enrolment, 55, at=AT + timedelta(days=2), reason="The key was corrected again.")

    with CaptureQueriesContext(connection) as of_three:
        page = results(client)

    assert alone == []
    assert "The key was corrected again.<details>" in page
    assert history_in(page) == [
        "2 marks before this: Quiz Q1",
        "Wednesday 2 September, 15:00 (Nairobi) 40.0. The key was corrected.",
        "Tuesday 1 September, 15:00 (Nairobi) 30.0. First marking.",
    ]
    assert len(of_three) == len(of_one)


def test_a_withheld_mark_is_not_shown(enrolment, client):
    mark(enrolment, 83)
    withhold(enrolment, quiz_of(enrolment), reason="Plagiarism?", by=administrator(), at=AT)

    page = results(client)

    assert "The mark is withheld while a question about this work is open." in page
    assert ("83.0" in page, "Plagiarism" in page) == (False, False)


def test_a_mark_that_is_not_released_shows_nowhere(enrolment, client):
    Activity.objects.filter(pk=quiz_of(enrolment)).update(kind="exam")
    plan_of.cache_clear()
    mark(enrolment, 83, by=administrator())
    pages = ("/learn/results/", "/learn/programme/", "/learn/transcript/")
    before = [client.get(address).content.decode() for address in pages]

    release_marks([enrolment], quiz_of(enrolment), by=administrator(), at=AT)

    assert [("83.0" in page or "83 of 100" in page) for page in before] == [False, False, False]
    assert "Your overall mark is 83 of 100." in results(client)
