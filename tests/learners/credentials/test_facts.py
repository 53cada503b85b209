"""What a certificate says about time, volume and demonstrations."""

from datetime import UTC, datetime

import pytest

from learners.credentials.issuing import approve_award, propose_award
from learners.credentials.rendering import certificate_pdf
from learners.credentials.verifying import Status, verify
from tests.factories.programme import (
    make_bank,
    make_cohort,
    make_edition,
    make_lesson,
    make_module,
    make_programme,
    make_quiz,
)
from tests.learners.credentials.rows import LATER, administrator, make_certificate, make_eligible, registrar

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "at, studied_to",
    [
        (datetime(2026, 7, 1, 12, tzinfo=UTC), "2026-07-01"),
        (datetime(2026, 8, 29, 23, 59, tzinfo=UTC), "2026-08-29"),
        (datetime(2026, 8, 30, 0, tzinfo=UTC), "2026-08-30"),
        (datetime(2026, 8, 31, 0, tzinfo=UTC), "2026-08-30"),
    ],
)
def test_study_ends_with_the_plan_or_with_the_day_of_issue(eligible, key, at, studied_to):
    certificate = approve_award(propose_award(eligible, by=administrator(), at=at), by=registrar(), at=at)

    assert (certificate.facts["studied_from"], certificate.facts["studied_to"]) == ("2026-03-02", studied_to)


@pytest.fixture
def without_work_in_m02():
    programme = make_programme()
    module = make_module(programme)
    make_lesson(module)
    make_quiz(module, make_bank())
    make_module(programme, "M02", 3, 4)
    return make_cohort(make_edition(programme))


def test_hours_and_credits_are_left_out_when_a_module_has_no_work_in_the_edition(without_work_in_m02, key):
    without_work_in_m02.edition.frame["credits_ects"] = "12.0"
    without_work_in_m02.edition.save()

    certificate = make_certificate(make_eligible(without_work_in_m02))

    assert {"hours", "credits_ects"} & set(certificate.facts) == set()
    assert verify(certificate.serial, at=LATER).status == Status.VALID
    assert certificate_pdf(certificate).startswith(b"%PDF")


def test_demonstration_is_a_signed_fact(cohort, key):
    cohort.demo = True
    cohort.save()

    certificate = make_certificate(make_eligible(cohort))

    assert certificate.facts["demo"] is True
    assert verify(certificate.serial, at=LATER).is_demo


def test_certificate_of_a_real_cohort_says_nothing_of_demonstrations(eligible, key):
    certificate = make_certificate(eligible)

    assert "demo" not in certificate.facts
    assert not verify(certificate.serial, at=LATER).is_demo
