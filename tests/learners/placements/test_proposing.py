from datetime import timedelta

import pytest

from learners.events.models import LearningEvent
from learners.placements.hosting import HostFacts
from learners.placements.models import Host, Placement
from learners.placements.moving import UnableToPlace
from learners.placements.proposing import (
    approve_proposal,
    change_proposal,
    propose,
    refuse_proposal,
    return_proposal,
    withdraw_proposal,
)
from tests.factories.internship import (
    ENDS_ON,
    PROPOSED_AT,
    STARTS_ON,
    fresh,
    make_proposed,
    proposal,
    some_coordinator,
)
from tests.factories.people import make_enrolment
from tests.factories.programme import make_small_programme

pytestmark = pytest.mark.django_db
AT = PROPOSED_AT


@pytest.mark.parametrize(
    "fields, says",
    [
        ({"task": " "}, "Describe the task that you propose."),
        ({"task": "word " * 201}, "The task has 201 words. The limit is 200."),
        ({"benefit": ""}, "Write what the host gains from it."),
        ({"supervisor_email": "Demo.Learner.07@demo.example"}, "You cannot be your own supervisor."),
        ({"supervisor_name": "demo learner 07"}, "You cannot be your own supervisor."),
        ({"may_contact": False}, "We have to write to the host."),
        ({"own_employer": True, "independent": True}, "the task has to be outside your routine duties"),
        ({"own_employer": True, "outside_duties": True}, "neither a relative nor a subordinate"),
        ({"ends_on": STARTS_ON}, "The last day has to come after the first one."),
        ({"ends_on": ENDS_ON + timedelta(days=30)}, "The placement has to end by 30 August 2026"),
        ({"ends_on": STARTS_ON + timedelta(days=13)}, "At most 40 hours a week can be logged."),
        ({"hours": 0}, "Enter between 1 and 120 hours."),
        ({"hours": 121, "ends_on": ENDS_ON}, "Enter between 1 and 120 hours."),
    ],
)
def test_a_proposal_that_breaks_a_rule_is_refused_and_leaves_nothing(enrolment, fields, says):
    with pytest.raises(UnableToPlace, match=says):
        propose(enrolment, proposal(**fields), at=AT)

    assert (Placement.objects.count(), Host.objects.count()) == (0, 0)


def test_200_words_and_three_weeks_for_120_hours_are_within_the_rules(enrolment):
    placement = make_proposed(enrolment, task="word " * 200, ends_on=STARTS_ON + timedelta(days=20))

    assert (placement.state, placement.host.state) == ("proposed", "proposed")


def test_an_own_employer_with_both_declarations_is_taken(enrolment):
    placement = make_proposed(enrolment, own_employer=True, outside_duties=True, independent=True)

    assert (placement.own_employer, placement.outside_duties, placement.independent) == (True, True, True)


def test_the_same_host_twice_and_a_third_host_are_refused(enrolment):
    make_proposed(enrolment)

    with pytest.raises(UnableToPlace, match="You have an open placement at Demo ministry of works already"):
        make_proposed(enrolment)
    make_proposed(enrolment, host=HostFacts("Bank of the Lake", "private", "KE", "Kisumu"), hours=60)
    with pytest.raises(UnableToPlace, match="two hosts at most"):
        make_proposed(enrolment, host=HostFacts("Village association", "nonprofit", "KE", "Kisumu"), hours=60)


def test_an_edition_without_an_internship_takes_no_proposal():
    with pytest.raises(UnableToPlace, match="Your edition of the programme has no internship"):
        propose(make_enrolment(make_small_programme()), proposal(), at=AT)


def test_a_proposal_is_given_back_changed_and_approved(enrolment, cohort):
    placement, by = make_proposed(enrolment), some_coordinator(cohort)

    return_proposal(placement, answer="Say what the host gains.", by=by, at=AT)
    change_proposal(placement, proposal(benefit="A tested form."), at=AT)
    approve_proposal(placement, answer="Good.", by=by, at=AT)

    placement = fresh(placement)
    assert (placement.state, placement.benefit, placement.answer) == ("agreement", "A tested form.", "Good.")
    assert (placement.decided_by, placement.host.state) == (by, "approved")
    verbs = list(
        LearningEvent.objects.filter(enrolment=enrolment).order_by("pk").values_list("verb", flat=True)
    )
    assert verbs == ["placement.proposed", "placement.decided", "placement.proposed", "placement.decided"]


@pytest.mark.parametrize("rule", [return_proposal, refuse_proposal])
def test_without_words_nothing_is_given_back_or_refused(enrolment, cohort, rule):
    placement = make_proposed(enrolment)

    with pytest.raises(UnableToPlace, match="The learner reads it"):
        rule(placement, answer=" ", by=some_coordinator(cohort), at=AT)

    assert fresh(placement).state == "proposed"


def test_nobody_decides_about_the_own_placement(enrolment):
    placement = make_proposed(enrolment)

    with pytest.raises(UnableToPlace, match="Nobody decides about the own placement"):
        approve_proposal(placement, by=enrolment.user, at=AT)


def test_what_was_withdrawn_leaves_room_for_another_proposal(enrolment):
    placement = withdraw_proposal(make_proposed(enrolment), at=AT)

    assert (placement.state, placement.ending) == ("ended", "withdrawn")
    assert make_proposed(enrolment).state == "proposed"
    with pytest.raises(UnableToPlace, match="Load the page again"):
        withdraw_proposal(placement, at=AT)
