from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from wagtail.models import ModelLogEntry

from learners.admissions import storing
from learners.admissions.deciding import accept_offer
from learners.admissions.models import Application, Review
from learners.admissions.reviewing import UnableToReview, declare_conflict, score, take_up, verify_identity
from learners.admissions.scoring import WEIGHTS, mean, spread, total
from learners.enrolment.models import Enrolment
from tests.learners.admissions.rows import (
    AT,
    LATER,
    SCORES,
    administrator,
    decided,
    make_offered,
    make_sent,
    registrar,
    second_reader,
)

pytestmark = pytest.mark.django_db


def test_weights_come_to_a_hundred():
    assert sum(WEIGHTS.values()) == 100


@pytest.mark.parametrize(
    "scores, expected", [((80, 70, 60, 50), "67.5"), ((0, 0, 0, 0), "0.0"), ((100,) * 4, "100.0")]
)
def test_total(scores, expected):
    assert total(Review(**dict(zip(WEIGHTS, scores, strict=True)))) == Decimal(expected)


def test_mean_and_spread_leave_out_a_conflict():
    reviews = [
        Review(**dict.fromkeys(WEIGHTS, 60)),
        Review(**dict.fromkeys(WEIGHTS, 81)),
        Review(conflict=True),
    ]

    assert (mean(reviews), spread(reviews)) == (Decimal("70.5"), Decimal("21.0"))
    assert (mean(reviews[2:]), spread(reviews[:1])) == (None, None)


def test_score_takes_the_application_up(intake):
    application = make_sent(intake)

    review = score(application, SCORES | {"relevance_note": "Fits."}, by=administrator(), at=LATER)

    application.refresh_from_db()
    assert (application.state, review.relevance_note, total(review)) == (
        "under_review",
        "Fits.",
        Decimal("67.5"),
    )
    assert [entry.action for entry in ModelLogEntry.objects.all()] == ["campus.application_scored"]


def test_score_again_changes_the_own_one(intake):
    application = make_sent(intake)
    for points in (10, 90):
        score(application, dict.fromkeys(WEIGHTS, points), by=administrator(), at=LATER)

    assert [total(review) for review in application.reviews.all()] == [Decimal("90.0")]


@pytest.mark.parametrize("points", [-1, 101])
def test_score_out_of_range_is_refused(intake, points):
    with pytest.raises(UnableToReview) as refusal:
        score(make_sent(intake), SCORES | {"diversity": points}, by=administrator(), at=AT)

    assert str(refusal.value) == "Enter each score as a whole number from 0 to 100."


def test_scores_and_conflict_at_once_are_refused_by_the_database(intake):
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.create(
            application=make_sent(intake), reader=administrator(), at=AT, conflict=True, **SCORES
        )


def test_score_of_a_decided_application_is_refused(intake):
    application = make_offered(intake)

    with pytest.raises(UnableToReview) as refusal:
        score(application, SCORES, by=administrator(), at=LATER)

    assert str(refusal.value) == (
        "The application is decided or not sent. Scores cannot be changed any more."
    )


@pytest.mark.parametrize("deed", ["take_up", "score", "conflict", "identity"])
def test_nobody_reads_the_own_application(intake, deed):
    application = make_sent(intake)
    own = application.user

    with pytest.raises(UnableToReview) as refusal:
        {
            "take_up": lambda: take_up(application, by=own, at=AT),
            "score": lambda: score(application, SCORES, by=own, at=AT),
            "conflict": lambda: declare_conflict(application, by=own, at=AT, reason="Me."),
            "identity": lambda: verify_identity(application, by=own, at=AT),
        }[deed]()

    assert str(refusal.value) == "Nobody reads or decides the own application."


def test_conflict_removes_the_scores(intake):
    application = make_sent(intake)
    score(application, SCORES, by=administrator(), at=AT)

    review = declare_conflict(application, by=administrator(), at=LATER, reason=" We worked together. ")

    assert (review.conflict, review.conflict_reason, review.relevance, total(review)) == (
        True,
        "We worked together.",
        None,
        None,
    )


def test_conflict_without_a_reason_is_refused(intake):
    with pytest.raises(UnableToReview) as refusal:
        declare_conflict(make_sent(intake), by=administrator(), at=AT, reason=" ")

    assert str(refusal.value) == "Enter how you know the applicant. Colleagues read it."


def test_verified_identity_deletes_the_document(intake, django_capture_on_commit_callbacks):
    application = make_sent(intake)
    document = application.documents.get(kind="identity")

    with django_capture_on_commit_callbacks(execute=True):
        verify_identity(application, by=registrar(), at=LATER)

    document.refresh_from_db()
    assert (document.deleted_at, document.deleted_by) == (LATER, registrar())
    assert not storing.has(document.stored_name)


@pytest.mark.parametrize("first", ["verify", "accept"])
def test_verified_identity_reaches_the_enrolment_in_either_order(intake, first):
    application = make_offered(intake)

    if first == "verify":
        verify_identity(application, by=registrar(), at=LATER)
        accept_offer(application, at=LATER)
    else:
        accept_offer(application, at=LATER)
        verify_identity(application, by=registrar(), at=LATER)

    enrolment = Enrolment.objects.get()
    assert (enrolment.identity_verified_at, enrolment.identity_verified_by) == (LATER, registrar())


def test_verify_twice_is_once(intake):
    application = make_sent(intake)
    verify_identity(application, by=registrar(), at=AT)

    assert verify_identity(application, by=administrator(), at=LATER).identity_verified_by == registrar()


def test_verify_without_a_document_is_refused(intake):
    application = make_sent(intake)
    decided(application, "reject")

    with pytest.raises(UnableToReview) as refusal:
        verify_identity(application, by=second_reader(), at=LATER)

    assert str(refusal.value) == "There is no identity document. Ask the applicant for one."
    assert Application.objects.get().identity_verified_at is None
