from dataclasses import replace
from decimal import Decimal

import pytest

from courses.assessments.lateness import LatePolicy
from courses.assessments.rubrics import Criterion, Rubric
from courses.assessments.rulebook import FrozenCriterion, work_rules
from courses.editions.freezing import UnableToFreeze
from tests.factories.programme import make_edition, make_module, make_programme
from tests.factories.works import make_assignment, make_journal, make_programme_with_works, planned_work

pytestmark = pytest.mark.django_db


def test_an_edition_keeps_the_rules_of_an_assignment_by_value():
    cohort = make_programme_with_works()
    Criterion.objects.update(excellent="Changed later")

    rules = work_rules(planned_work(cohort).rules)

    assert rules.criteria[0] == FrozenCriterion("Criterion 1", 30, "Excellent 1", "Pass 1", "Fail 1")
    assert [criterion.weight for criterion in rules.criteria] == [30, 30, 25, 15]
    plain = replace(rules, criteria=())
    assert plain == type(rules)(
        criteria=(),
        words_from=450,
        words_to=550,
        late=LatePolicy(24, 5, 7),
        accepts="both",
        anonymous=True,
        marking="moderated",
        peer_reviews=0,
        peer_review_days=0,
    )
    assert rules.mark_of([90, 60, 75, 40]) == Decimal("69.8")


def test_a_journal_is_for_the_tutor_alone():
    rules = work_rules(planned_work(make_programme_with_works(), "J1").rules)

    assert (rules.is_journal, rules.anonymous, rules.takes_files, rules.is_moderated) == (
        True,
        False,
        False,
        False,
    )
    assert [criterion.weight for criterion in rules.criteria] == [100]


def test_a_range_of_words_stands_as_it_is_and_no_words_mean_no_limit():
    module = make_module(make_programme())
    ranges = [
        make_assignment(module, "A", words=5000, words_from=4000),
        make_assignment(module, "B", words=None),
        make_journal(module, "C", words=300),
    ]

    read = [work_rules(page.frozen_rules()) for page in ranges]

    assert [(rules.words_from, rules.words_to) for rules in read] == [(4000, 5000), (None, None), (270, 330)]


def test_a_rubric_that_does_not_sum_to_100_cannot_be_frozen():
    module = make_module(make_programme())
    make_assignment(module, component="QZ")
    Rubric.objects.get().criteria.filter(title="Criterion 1").delete()

    with pytest.raises(UnableToFreeze) as refusal:
        make_edition(module.get_parent().specific)

    assert str(refusal.value) == "AS1: The weights of the criteria sum to 70. They must sum to 100."


@pytest.mark.parametrize("points, words", [(100, "E"), (80, "E"), (79, "P"), (50, "P"), (49, "F"), (0, "F")])
def test_points_are_next_to_an_anchor(points, words):
    assert FrozenCriterion("C", 100, "E", "P", "F").level(points) == words
