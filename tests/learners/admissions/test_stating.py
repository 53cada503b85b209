"""No sequence of deeds gives away more places than there are, loses a document, or leaves a state without a way on."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)

from content.base.errors import RuleError
from courses.cohorts.models import Cohort
from learners.admissions import storing
from learners.admissions.applying import attach_document, remove_document, submit_application
from learners.admissions.deciding import accept_offer, decline_offer, lapse_offers, withdraw
from learners.admissions.models import Application, Decision, Document
from learners.admissions.reviewing import declare_conflict, score, verify_identity
from learners.admissions.scoring import WEIGHTS
from learners.admissions.stating import FINAL, STEPS, Deed, can
from learners.enrolment.enrolling import TAKING_A_PLACE, change_places, enrol
from learners.enrolment.models import Enrolment, HeldPlace
from learners.enrolment.moving import defer, interrupt, resume, transfer
from learners.enrolment.moving import withdraw as leave
from learners.events.delivering import deliver_all_open
from learners.events.models import Delivery
from tests.conftest import empty_caches
from tests.factories.programme import make_cohort
from tests.learners.admissions.rows import (
    AT,
    PDF,
    administrator,
    decided,
    make_draft,
    make_intake,
    registrar,
    second_reader,
)
from tests.machines import examples

PEOPLE, SENT = 4, 3
PLACES = 2
BEFORE_AN_OFFER = ("submitted", "under_review", "interview", "waitlisted")
NEXT_STARTS_ON = date(2026, 9, 7)


def test_every_state_but_the_last_ones_has_a_way_on_and_the_last_ones_have_none():
    sources = {state for step in STEPS.values() for state in step.sources}

    assert sources == set(Application.State) - set(FINAL)


def test_every_state_can_be_reached_from_the_draft():
    reached = {Application.State.DRAFT}
    for _round in STEPS:
        reached |= {step.target for step in STEPS.values() if reached & set(step.sources)}

    assert reached == set(Application.State)


def test_whoever_has_an_application_on_its_way_can_always_leave():
    leaving = (Deed.WITHDRAW, Deed.DECLINE_OFFER)
    stuck = [
        state
        for state in set(Application.State) - set(FINAL) - {Application.State.OFFER_ACCEPTED}
        if not any(can(Application(state=state), deed) for deed in leaving)
    ]

    assert stuck == []


class Admissions(RuleBasedStateMachine):
    """Four people and two places, of which there may be more or fewer; people apply, answer, leave, move and come back.

    The rules may refuse; what they leave behind must be in order.
    """

    applications = Bundle("applications")

    @initialize(target=applications)
    def open(self):
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        empty_caches()
        self.at = AT
        self.intake = make_intake(capacity=PLACES)
        self.next_cohort = make_cohort(
            self.intake.cohort.edition, "2026-b", starts_on=NEXT_STARTS_ON, capacity=1
        )
        self.numbers = iter(range(1, 100))
        sent = [make_draft(self.intake, next(self.numbers)) for _person in range(SENT)]
        for application in sent:
            submit_application(application, consent=True, at=self.at)
        return multiple(*sent)

    def teardown(self):
        if hasattr(self, "atomic"):
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def attempt(self, deed: Callable, *values, **options):
        try:
            with transaction.atomic():
                deed(*values, **options)
        except RuleError:
            pass

    @rule(target=applications)
    def apply(self):
        number = next(self.numbers)
        if number > PEOPLE:
            return Application.objects.order_by("pk").first()
        return make_draft(self.intake, number)

    @rule(application=applications)
    def submit(self, application):
        self.attempt(submit_application, application, consent=True, at=self.at)

    @rule(application=applications, points=st.sampled_from([None, 0, 60, 90]))
    def read(self, application, points):
        """The registrar verifies the identity, the second reader scores, or declares a conflict of interest."""
        reader = {"by": second_reader(), "at": self.at}
        if points == 0:
            self.attempt(verify_identity, application, by=registrar(), at=self.at)
        elif points is None:
            self.attempt(declare_conflict, application, reason="A colleague.", **reader)
        else:
            self.attempt(score, application, dict.fromkeys(WEIGHTS, points), **reader)

    @rule(application=applications, outcome=st.sampled_from(list(Decision.Outcome)), second=st.booleans())
    def decide(self, application, outcome, second):
        by = second_reader() if second else administrator()
        self.attempt(decided, application, outcome, by=by, at=self.at, reason="For the test.")

    def one_of(self, rows, number: int):
        """One of the rows, so that a rule meets what it is for more often than by chance."""
        found = list(rows.order_by("pk"))
        return found[number % len(found)]

    @precondition(lambda self: Application.objects.filter(state__in=BEFORE_AN_OFFER).exists())
    @rule(number=st.integers(0, 3))
    def offer(self, number):
        application = self.one_of(Application.objects.filter(state__in=BEFORE_AN_OFFER), number)
        self.attempt(decided, application, "offer", by=administrator(), at=self.at, reason="For the test.")

    @precondition(lambda self: Application.objects.filter(state="accepted").exists())
    @rule(number=st.integers(0, 3))
    def accept(self, number):
        self.attempt(
            accept_offer, self.one_of(Application.objects.filter(state="accepted"), number), at=self.at
        )

    @rule(application=applications, deed=st.sampled_from([decline_offer, withdraw]))
    def answer(self, application, deed):
        self.attempt(deed, application, at=self.at)

    @precondition(lambda self: Enrolment.objects.exists())
    @rule(number=st.integers(0, 3), deed=st.sampled_from([leave, interrupt, resume]))
    def stop_or_resume(self, number, deed):
        enrolment = self.one_of(Enrolment.objects.all(), number)
        self.attempt(deed, enrolment, reason="Family.", by=administrator(), at=self.at)

    @precondition(lambda self: Enrolment.objects.exists())
    @rule(number=st.integers(0, 3))
    def move(self, number):
        """To the other cohort, there or back."""
        enrolment = self.one_of(Enrolment.objects.select_related("cohort"), number)
        back = enrolment.cohort_id == self.next_cohort.pk
        deed, to = (transfer, self.intake.cohort) if back else (defer, self.next_cohort)
        self.attempt(deed, enrolment, to, reason="Family.", by=administrator(), at=self.at)

    @rule(application=applications, later=st.booleans())
    def enrol_by_hand(self, application, later):
        cohort = self.next_cohort if later else self.intake.cohort
        self.attempt(enrol, application.user, cohort, by=administrator(), at=self.at)

    @rule(capacity=st.integers(1, 3))
    def change_the_places(self, capacity):
        self.attempt(change_places, self.intake.cohort, capacity=capacity, by=administrator(), at=self.at)

    @rule()
    def sweep(self):
        deliver_all_open(at=self.at)

    @rule(application=applications, number=st.integers(0, 3), away=st.booleans())
    def attach_or_remove(self, application, number, away):
        document = application.documents.filter(deleted_at=None).order_by("-pk").first()
        if away and document:
            self.attempt(remove_document, document, by=application.user, at=self.at)
        else:
            data = PDF + bytes([number])
            self.attempt(
                attach_document, application, kind="scholarship", name="s.pdf", data=data, at=self.at
            )

    @rule(days=st.sampled_from([1, 2, 3, 15]))
    def wait(self, days):
        self.at += timedelta(days=days)
        lapse_offers(at=self.at)

    @invariant()
    def capacity_is_never_exceeded(self):
        for cohort in Cohort.objects.order_by("pk"):
            taken = Enrolment.objects.filter(cohort=cohort, state__in=TAKING_A_PLACE).count()
            assert taken + HeldPlace.objects.filter(cohort=cohort).count() <= cohort.capacity

    @invariant()
    def nobody_has_two_places_in_a_cohort(self):
        for held in HeldPlace.objects.order_by("pk"):
            places = Enrolment.objects.filter(user=held.user_id, cohort=held.cohort_id)
            assert not places.filter(state__in=TAKING_A_PLACE).exists()

    @invariant()
    def a_place_is_held_for_each_offer_and_for_nobody_else(self):
        """But for an offer to somebody whom the office has enrolled by hand: that one used the place up."""
        held = set(HeldPlace.objects.values_list("user", flat=True))
        offered = set(Application.objects.filter(state="accepted").values_list("user", flat=True))
        assert held <= offered
        assert offered - held <= set(Enrolment.objects.values_list("user", flat=True))

    @invariant()
    def the_enrolled_have_a_record(self):
        admitted = set(Application.objects.filter(state="enrolled").values_list("user", flat=True))
        assert admitted <= set(Enrolment.objects.values_list("user", flat=True))

    @invariant()
    def no_receiver_has_failed(self):
        assert not Delivery.objects.exclude(last_error="").exists()

    @invariant()
    def no_document_is_lost(self):
        for document in Document.objects.filter(deleted_at=None):
            assert storing.has(document.stored_name)

    @invariant()
    def what_was_sent_keeps_its_documents(self):
        """But the identity document, which goes after it was verified or when nobody needs it."""
        for application in Application.objects.exclude(submitted_at=None).exclude(
            state__in=["incomplete", "withdrawn"]
        ):
            kinds = set(application.documents.filter(deleted_at=None).values_list("kind", flat=True))
            assert {"cv", "degree", "reference", "language"} <= kinds

    @invariant()
    def each_step_is_written_down(self):
        for application in Application.objects.order_by("pk"):
            last = application.changes.order_by("-pk").first()
            assert application.state == (last.state if last else "draft")

    @invariant()
    def whoever_is_not_done_can_go_on(self):
        for application in Application.objects.exclude(state__in=FINAL):
            assert any(can(application, deed) for deed in Deed)


@pytest.mark.django_db
def test_no_sequence_breaks_the_rules():
    run_state_machine_as_test(
        Admissions,
        settings=settings(
            max_examples=examples(),
            stateful_step_count=30,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
