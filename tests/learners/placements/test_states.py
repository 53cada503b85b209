"""A placement goes from state to state as the table of moves says, whatever is tried in which order."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from content.base.errors import RuleError
from learners.placements.agreeing import (
    make_agreement,
    missing_parties,
    newest_agreement,
    sign_by_link,
    sign_in_account,
)
from learners.placements.changing import end_early, interrupt, resume
from learners.placements.confirming import confirm_hours
from learners.placements.entering import log_hours
from learners.placements.models import OPEN, Placement
from learners.placements.moving import MOVES, UnableToPlace, move
from learners.placements.planning import (
    approve_plan,
    approve_plan_as_supervisor,
    newest_plan,
    return_plan,
    send_plan,
)
from learners.placements.proposing import (
    approve_proposal,
    change_proposal,
    propose,
    refuse_proposal,
    return_proposal,
    withdraw_proposal,
)
from tests.conftest import empty_caches
from tests.factories.internship import (
    STARTS_ON,
    evaluate,
    evening,
    fresh,
    make_coordinator,
    make_internship_programme,
    proposal,
    terms,
    work,
    written,
)
from tests.factories.people import make_enrolment

S = Placement.State


@pytest.mark.parametrize("deed", MOVES)
def test_a_move_from_any_other_state_is_refused(deed):
    states, target = MOVES[deed]

    for state in S.values:
        placement = Placement(state=state)
        if state in states:
            move(placement, deed)
            assert placement.state == target
        else:
            with pytest.raises(UnableToPlace, match="Load the page again"):
                move(placement, deed)
            assert placement.state == state


class PlacementMachine(RuleBasedStateMachine):
    """Deeds in any order. Each is either done, and leads where the model says, or refused with a sentence."""

    @initialize()
    def begin(self):
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        empty_caches()
        self.cohort = make_internship_programme()
        self.coordinator = make_coordinator(self.cohort)
        self.enrolment = make_enrolment(self.cohort)
        self.day = STARTS_ON - timedelta(days=10)
        self.placement = propose(self.enrolment, proposal(), at=self.at)
        self.expected = S.PROPOSED
        self.before = ""
        self.hours_before = 0
        self.refusals = []

    def teardown(self):
        if hasattr(self, "atomic"):
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    @property
    def at(self):
        return evening(self.day)

    def attempt(self, deed, states, target):
        """target is None where the state stays."""
        try:
            with transaction.atomic():
                deed()
        except RuleError as refusal:
            self.refusals.append(str(refusal))
            return
        assert self.expected in states
        self.expected = target or self.expected

    @rule(days=st.integers(1, 6))
    def pass_time(self, days):
        self.day += timedelta(days=days)

    @rule()
    def change(self):
        self.attempt(
            lambda: change_proposal(self.placement, proposal(), at=self.at),
            (S.PROPOSED, S.RETURNED),
            S.PROPOSED,
        )

    @rule(deed=st.sampled_from([(return_proposal, S.RETURNED), (approve_proposal, S.AGREEMENT)]))
    def decide(self, deed):
        rule_of, target = deed
        self.attempt(
            lambda: rule_of(self.placement, answer="So.", by=self.coordinator, at=self.at),
            (S.PROPOSED,),
            target,
        )

    @precondition(lambda self: self.day > STARTS_ON + timedelta(days=60))
    @rule(deed=st.sampled_from([refuse_proposal, withdraw_proposal]))
    def stop(self, deed):
        if deed is refuse_proposal:
            self.attempt(
                lambda: deed(self.placement, answer="No.", by=self.coordinator, at=self.at),
                (S.PROPOSED,),
                S.REFUSED,
            )
        else:
            self.attempt(
                lambda: deed(self.placement, at=self.at), (S.PROPOSED, S.RETURNED, S.AGREEMENT), S.ENDED
            )

    @rule()
    def draw_up(self):
        placement = fresh(self.placement)
        self.attempt(
            lambda: make_agreement(placement, terms(placement), by=self.coordinator, at=self.at),
            (S.AGREEMENT,),
            None,
        )

    @rule(party=st.sampled_from(["learner", "host", "programme"]))
    def sign(self, party):
        agreement = newest_agreement(self.placement)
        if agreement is None:
            return
        told = {"sha256": agreement.sha256, "at": self.at, "name": "Demo name"}
        last = missing_parties(agreement) == [party]

        def deed():
            if party == "host":
                sign_by_link(agreement, **told)
            else:
                by = self.enrolment.user if party == "learner" else self.coordinator
                sign_in_account(agreement, party=party, by=by, **told)

        self.attempt(deed, OPEN, S.PLANNING if last and self.expected == S.AGREEMENT else None)

    @rule()
    def plan(self):
        placement = fresh(self.placement)
        self.attempt(
            lambda: send_plan(placement, written(placement), at=self.at), (S.PLANNING, S.RUNNING), None
        )

    @rule(who=st.sampled_from(["supervisor", "co-ordinator", "return"]))
    def read_plan(self, who):
        plan = newest_plan(self.placement)
        if plan is None:
            return

        def deed():
            if who == "supervisor":
                approve_plan_as_supervisor(plan, at=self.at)
            elif who == "co-ordinator":
                approve_plan(plan, by=self.coordinator, at=self.at)
            else:
                return_plan(plan, answer="More.", by=self.coordinator, at=self.at)

        both = (plan.approved_at or who == "co-ordinator") and (
            plan.supervisor_approved_at or who == "supervisor"
        )
        runs = both and who != "return" and self.expected == S.PLANNING
        self.attempt(deed, (S.PLANNING, S.RUNNING), S.RUNNING if runs else None)

    @rule(hours=st.sampled_from([0.25, 4, 10]), category=st.sampled_from(["task", "planning", "meeting"]))
    def log(self, hours, category):
        def deed():
            entry = log_hours(self.placement, work(self.day, hours, category), at=self.at)
            confirm_hours(self.placement, [entry.pk], at=self.at)

        self.attempt(deed, (S.PLANNING, S.RUNNING), None)

    @rule()
    def pause(self):
        def deed():
            interrupt(self.placement, reason="Illness.", by=self.coordinator, at=self.at)
            self.before = self.expected

        self.attempt(deed, (S.PLANNING, S.RUNNING), S.INTERRUPTED)

    @rule()
    def go_on(self):
        self.attempt(
            lambda: resume(self.placement, by=self.coordinator, at=self.at),
            (S.INTERRUPTED,),
            self.before or None,
        )

    @rule()
    def close(self):
        self.attempt(lambda: evaluate(fresh(self.placement), at=self.at), (S.RUNNING,), S.CLOSED)

    @precondition(lambda self: self.day > STARTS_ON + timedelta(days=90))
    @rule()
    def end(self):
        self.attempt(
            lambda: end_early(
                fresh(self.placement), ending="host", reason="Moved.", by=self.coordinator, at=self.at
            ),
            (S.AGREEMENT, S.PLANNING, S.RUNNING, S.INTERRUPTED),
            S.ENDED,
        )

    @invariant()
    def is_where_the_model_says(self):
        if not hasattr(self, "placement"):
            return
        placement = fresh(self.placement)
        assert placement.state == self.expected
        assert all(each.endswith(".") for each in self.refusals)
        entries = list(placement.entries.all())
        if entries:
            assert placement.signed_at is not None
            assert min(each.done_on for each in entries) >= placement.signed_at.date()
        by_day = {}
        for entry in entries:
            by_day[entry.done_on] = by_day.get(entry.done_on, 0) + entry.quarters
        assert max([0, *by_day.values()]) <= 40
        assert len(entries) >= self.hours_before  # whatever ends, hours are kept
        self.hours_before = len(entries)


@pytest.mark.django_db
def test_no_order_of_deeds_leaves_the_table_of_moves():
    run_state_machine_as_test(
        PlacementMachine,
        settings=settings(
            max_examples=15,
            stateful_step_count=40,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
