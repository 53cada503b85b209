from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.accounts.roles import Role
from courses.editions.plan import plan_of
from learners.enrolment.models import Enrolment
from learners.events.models import LearningEvent
from learners.grades.ledger import record_grade
from learners.grades.models import GradeEvent, Withholding
from learners.grades.queries import current_grades
from learners.integrity import deciding
from learners.integrity.deciding import UnableToProceed
from learners.integrity.models import IntegrityCase, Outcome
from tests.factories.people import make_enrolment, make_staff
from tests.factories.programme import make_small_programme
from tests.machines import examples

AT = datetime(2026, 3, 20, 12, tzinfo=UTC)
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


class World:
    """A learner with a mark of 70 for a quiz, a marker, and four people who decide."""

    def __init__(self):
        self.enrolment = make_enrolment(make_small_programme())
        self.activity_id = plan_of(self.enrolment.cohort.edition_id).activity("Q1").activity_id
        self.marker = make_staff(Role.INSTRUCTOR)
        self.officer, *self.panel = (
            make_staff(Role.REGISTRAR, f"officer{number}@demo.example") for number in range(5)
        )
        record_grade(
            self.enrolment, activity_id=self.activity_id, points=Decimal(70), max_points=Decimal(100),
            reason="Marked", by=self.marker, at=AT,
        )  # fmt: skip

    def flagged(self) -> IntegrityCase:
        return deciding.flag(
            self.enrolment,
            activity_id=self.activity_id,
            evidence="Two pages of a report.",
            by=self.marker,
            at=AT,
        )

    def informed(self) -> IntegrityCase:
        return deciding.inform(self.flagged(), by=self.officer, at=AT)

    def decided(self, outcome=Outcome.REDO) -> IntegrityCase:
        case = deciding.reply(self.informed(), text="I cited it.", at=AT + DAY)
        return deciding.decide(
            case, outcome=outcome, reasons="No source was named.", by=self.officer, at=AT + 2 * DAY
        )

    def with_panel(self) -> IntegrityCase:
        case = deciding.reply(self.informed(), text="I cited it.", at=AT + DAY)
        return deciding.refer_to_panel(case, by=self.officer, at=AT + DAY)

    def mark(self) -> int | None:
        line = current_grades(self.enrolment).first.get(self.activity_id)
        return int(line.points) if line else None


@pytest.fixture
def world(db):
    return World()


def test_a_flag_withholds_the_mark_and_is_an_event(world):
    case = world.flagged()

    assert (case.state, world.mark(), current_grades(world.enrolment).withheld) == (
        "flagged",
        None,
        {world.activity_id},
    )
    event = LearningEvent.objects.get(verb="integrity.flagged")
    assert (event.enrolment, event.by, event.data) == (world.enrolment, world.marker, {"case": case.pk})


def test_a_second_flag_of_the_same_work_is_refused_while_the_first_is_open(world):
    case = world.flagged()

    with pytest.raises(UnableToProceed, match="open case about this work already"):
        world.flagged()
    deciding.drop(case, reasons="A quotation.", by=world.officer, at=AT)

    assert world.flagged().pk != case.pk


def test_nobody_flags_the_own_work_and_nobody_flags_without_evidence(world):
    common = {"activity_id": world.activity_id, "at": AT}

    with pytest.raises(UnableToProceed, match="own work"):
        deciding.flag(world.enrolment, evidence="Hm.", by=world.enrolment.user, **common)
    with pytest.raises(UnableToProceed, match="Describe what you saw"):
        deciding.flag(world.enrolment, evidence="  ", by=world.marker, **common)

    assert not Withholding.objects.exists()


@pytest.mark.parametrize("step", ["inform", "drop"])
def test_who_flagged_it_decides_nothing(world, step):
    case = world.flagged()
    words = {"reasons": "Nothing."} if step == "drop" else {}

    with pytest.raises(UnableToProceed, match="Another person"):
        getattr(deciding, step)(case, **words, by=world.marker, at=AT)


def test_a_dropped_case_lets_the_mark_count_again(world):
    case = deciding.drop(world.flagged(), reasons="A quotation.", by=world.officer, at=AT)

    assert (case.state, case.outcome, case.is_finding, world.mark()) == ("closed", "cleared", False, 70)


def test_a_reply_is_taken_once_and_for_ten_days(world):
    case = world.informed()
    with pytest.raises(UnableToProceed, match="ten days for a reply are over"):
        deciding.reply(case, text="Late.", at=AT + 10 * DAY + SECOND)

    replied = deciding.reply(case, text=" I cited it. ", at=AT + 10 * DAY)

    assert (replied.reply, replied.replied_at) == ("I cited it.", AT + 10 * DAY)
    with pytest.raises(UnableToProceed, match="replied already"):
        deciding.reply(case, text="Again.", at=AT + 10 * DAY)


def test_nothing_is_decided_before_the_learner_was_heard(world):
    case = world.informed()
    words = {"outcome": Outcome.WARNING, "reasons": "Careless.", "by": world.officer}
    with pytest.raises(UnableToProceed, match="may still reply"):
        deciding.decide(case, at=AT + 10 * DAY, **words)

    decided = deciding.decide(case, at=AT + 10 * DAY + SECOND, **words)

    assert (decided.state, decided.outcome) == ("decided", "warning")


@pytest.mark.parametrize(
    "outcome, state, mark, finding",
    [
        (Outcome.CLEARED, "closed", 70, False),
        (Outcome.WARNING, "decided", 70, True),
        (Outcome.REDO, "decided", 0, True),
    ],
)
def test_a_minor_case_and_what_it_does_to_the_mark(world, outcome, state, mark, finding):
    case = world.decided(outcome)

    assert (case.state, world.mark(), case.is_finding) == (state, mark, finding)
    assert not Withholding.objects.filter(lifted_at=None).exists()


@pytest.mark.parametrize("outcome", [Outcome.ZERO, Outcome.EXCLUSION])
def test_one_officer_decides_no_serious_case(world, outcome):
    with pytest.raises(UnableToProceed, match="needs a panel of three"):
        world.decided(outcome)


@pytest.mark.parametrize(
    "votes, outcome, mark, state",
    [
        ("zero zero cleared", "zero", 0, "active"),
        ("warning exclusion exclusion", "exclusion", 0, "withdrawn"),
        ("cleared warning exclusion", "warning", 70, "active"),
        ("cleared cleared exclusion", "cleared", 70, "active"),
    ],
)
def test_three_votes_decide_by_the_one_in_the_middle(world, votes, outcome, mark, state):
    case = world.with_panel()

    for member, choice in zip(world.panel, votes.split(), strict=False):
        case = deciding.vote(case, outcome=Outcome(choice), reasons=choice, by=member, at=AT + 2 * DAY)

    world.enrolment.refresh_from_db()
    assert (case.outcome, world.mark(), world.enrolment.state) == (outcome, mark, state)
    assert set(case.reasons.split("\n\n")) == {outcome}


def test_a_member_votes_once_and_the_marker_not_at_all(world):
    case = world.with_panel()
    words = {"outcome": Outcome.ZERO, "reasons": "Copied.", "at": AT + 2 * DAY}
    deciding.vote(case, by=world.panel[0], **words)

    with pytest.raises(UnableToProceed, match="voted already"):
        deciding.vote(case, by=world.panel[0], **words)
    with pytest.raises(UnableToProceed, match="Another person"):
        deciding.vote(case, by=world.marker, **words)


def test_an_appeal_that_succeeds_brings_the_mark_back(world):
    case = deciding.appeal(world.decided(), text="Nobody asked me.", at=AT + 3 * DAY)

    case = deciding.decide_appeal(case, upheld=True, reasons="So it was.", by=world.panel[0], at=AT + 4 * DAY)

    assert (case.state, case.is_finding, world.mark()) == ("closed", False, 70)
    assert [int(line.points) for line in GradeEvent.objects.order_by("pk")] == [70, 0, 70]


def test_an_appeal_that_fails_changes_nothing(world):
    case = deciding.appeal(world.decided(), text="Nobody asked me.", at=AT + 3 * DAY)

    case = deciding.decide_appeal(
        case, upheld=False, reasons="You were asked.", by=world.panel[0], at=AT + 4 * DAY
    )

    assert (case.state, case.is_finding, world.mark()) == ("closed", True, 0)


def test_an_appeal_is_decided_by_somebody_else(world):
    case = deciding.appeal(world.decided(), text="Nobody asked me.", at=AT + 3 * DAY)

    for person in (world.officer, world.marker, world.enrolment.user):
        with pytest.raises(UnableToProceed, match="took no part"):
            deciding.decide_appeal(case, upheld=False, reasons="No.", by=person, at=AT + 4 * DAY)


def test_an_appeal_is_possible_for_fourteen_days_and_against_a_finding_only(world):
    case = world.decided()
    last = AT + 16 * DAY

    with pytest.raises(UnableToProceed, match="fourteen days"):
        deciding.appeal(case, text="Late.", at=last + SECOND)

    assert deciding.appeal(case, text="In time.", at=last).state == "appealed"


def test_a_decided_case_closes_when_no_appeal_came(world):
    case = world.decided()

    closed = [deciding.close_decided(at=AT + 16 * DAY), deciding.close_decided(at=AT + 16 * DAY + SECOND)]

    case.refresh_from_db()
    assert (closed, case.state) == ([0, 1], "closed")


OUTCOMES = st.sampled_from(list(Outcome))
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("wait"), st.integers(1, 20)),
        st.tuples(st.sampled_from(["inform", "refer_to_panel", "drop"]), st.integers(0, 5)),
        st.tuples(st.sampled_from(["decide", "vote"]), st.integers(0, 5), OUTCOMES),
        st.tuples(st.sampled_from(["reply", "appeal"])),
        st.tuples(st.just("decide_appeal"), st.integers(0, 5), st.booleans()),
    ),
    max_size=30,
)


def words_of(step, details, people):
    if step in ("reply", "appeal"):
        return {"text": "Words."}
    words = {"by": people[details[0]]}
    if step in ("decide", "vote"):
        return words | {"outcome": details[1], "reasons": "So it is."}
    if step == "decide_appeal":
        return words | {"upheld": details[1], "reasons": "Heard."}
    return words | ({"reasons": "Nothing."} if step == "drop" else {})


def check(case, world):
    """The laws that hold after each step."""
    pending = case.state in ("flagged", "informed", "panel")
    assert Withholding.objects.filter(lifted_at=None).exists() == (case.outcome == "") == pending
    assert case.decided_by_id != world.marker.pk
    if case.is_finding:
        assert case.replied_at or case.decided_at > case.informed_at + 10 * DAY
    if case.outcome:
        lost = case.outcome in ("redo", "zero", "exclusion") and not case.overturned
        assert world.mark() == (0 if lost else 70)
        assert (Enrolment.objects.get().state == "withdrawn") == (case.outcome == "exclusion")


@pytest.mark.django_db
@settings(max_examples=examples(15), deadline=None)
@given(steps=STEPS)
def test_no_order_of_steps_by_anybody_breaks_the_rules(steps):
    with transaction.atomic():
        world, at = World(), AT
        case, people = world.flagged(), [world.marker, world.officer, *world.panel]
        for step, *details in steps:
            if step == "wait":
                at += details[0] * DAY
                continue
            try:
                case = getattr(deciding, step)(case, at=at, **words_of(step, details, people))
            except UnableToProceed:
                case.refresh_from_db()
            check(case, world)
        transaction.set_rollback(True)
