from datetime import timedelta

import pytest

from learners.placements.moving import UnableToPlace
from learners.placements.planning import (
    Aim,
    approve_plan,
    approve_plan_as_supervisor,
    approved_plan,
    newest_plan,
    return_plan,
    send_plan,
)
from tests.factories.internship import SIGNED_AT, fresh, make_approved, make_signed, some_coordinator, written

pytestmark = pytest.mark.django_db
AT = SIGNED_AT


@pytest.fixture
def signed(enrolment):
    return make_signed(enrolment)


def aims(placement, *principles, **fields):
    usual = {"text": "Do", "deliverable": "A", "evidence": "B", "risk": "C", "due_on": placement.starts_on}
    return tuple(Aim(**(usual | {"principles": each} | fields)) for each in principles)


def test_a_plan_is_approved_by_both_in_any_order(signed, cohort):
    plan = send_plan(signed, written(signed), at=AT)

    approve_plan(plan, by=some_coordinator(cohort), at=AT)
    assert (fresh(signed).state, approved_plan(signed)) == ("planning", None)
    approve_plan_as_supervisor(plan, at=AT)

    assert (fresh(signed).state, approved_plan(signed)) == ("running", plan)
    assert [each.principles for each in plan.objectives.order_by("number")] == [[1, 5], [2, 6], [3, 7]]


@pytest.mark.parametrize(
    "principles, says",
    [
        (((1,), (2,)), "Write 3 to 5 objectives. You wrote 2."),
        (((1,), (2,), (3,), (4,), (5,), (6,)), "Write 3 to 5 objectives. You wrote 6."),
        (((1, 2, 3, 4), (), (5,)), "Choose at least one principle for objective 2."),
        (((1, 2, 3, 13), (1,), (5,)), "Choose at least one principle for objective 1."),
        (((1,), (2,), (3, 1)), "The objectives serve 3 principles together. At least 4 are needed."),
    ],
)
def test_objectives_and_principles(signed, principles, says):
    with pytest.raises(UnableToPlace, match=says):
        send_plan(signed, written(signed, aims=aims(signed, *principles)), at=AT)

    assert newest_plan(signed) is None


@pytest.mark.parametrize(
    "fields, says",
    [
        ({"resources": " "}, "Write which resources"),
        ({"capstone": ""}, "linked to your capstone"),
        ({"meetings": ""}, "at least every two weeks"),
    ],
)
def test_each_part_of_the_plan_is_needed(signed, fields, says):
    with pytest.raises(UnableToPlace, match=says):
        send_plan(signed, written(signed, **fields), at=AT)


@pytest.mark.parametrize(
    "fields, says",
    [
        ({"risk": " "}, "Fill in all four texts of objective 1"),
        ({"due_on": None}, "not within the placement"),
    ],
)
def test_each_part_of_an_objective_is_needed(signed, fields, says):
    if "due_on" in fields:
        fields = {"due_on": signed.ends_on + timedelta(days=1)}

    with pytest.raises(UnableToPlace, match=says):
        send_plan(signed, written(signed, aims=aims(signed, (1, 2), (3,), (4,), **fields)), at=AT)


def test_no_plan_before_the_agreement(enrolment):
    placement = make_approved(enrolment)

    with pytest.raises(UnableToPlace, match="No plan is asked for"):
        send_plan(placement, written(placement), at=AT)


def test_what_was_given_back_is_not_approved_and_a_new_version_is(signed, cohort):
    plan = send_plan(signed, written(signed), at=AT)
    return_plan(plan, answer="Name the evidence.", by=None, at=AT)

    with pytest.raises(UnableToPlace, match="it was given back"):
        approve_plan(plan, by=some_coordinator(cohort), at=AT)
    second = send_plan(signed, written(signed), at=AT)
    with pytest.raises(UnableToPlace, match="There is another version of the plan"):
        approve_plan_as_supervisor(plan, at=AT)
    with pytest.raises(UnableToPlace, match="Write what is to be changed"):
        return_plan(second, answer="", by=some_coordinator(cohort), at=AT)
    assert second.number == 2


def test_while_a_later_version_is_read_the_approved_one_holds(running, cohort):
    first = approved_plan(running)

    second = send_plan(running, written(running, resources="Two desks"), at=AT)

    assert (newest_plan(running), approved_plan(running)) == (second, first)
    approve_plan(second, by=some_coordinator(cohort), at=AT)
    approve_plan_as_supervisor(second, at=AT)
    with pytest.raises(UnableToPlace, match="approved by both"):
        return_plan(second, answer="Too late.", by=some_coordinator(cohort), at=AT)


def test_nobody_approves_the_own_plan(signed, enrolment):
    with pytest.raises(UnableToPlace, match="Nobody approves the own plan"):
        approve_plan(send_plan(signed, written(signed), at=AT), by=enrolment.user, at=AT)
