import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.questions.models import Question
from learners.attempts.models import AttemptItem
from learners.attempts.statistics import Sums, option_counts, statistics_from, statistics_of
from tests.factories.people import make_enrolment, make_user
from tests.learners.attempts.sheets import finish

SHARES = st.floats(0, 1, allow_nan=False)


def sums_of(pairs) -> Sums:
    x, y = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    return Sums(
        len(pairs),
        sum(x),
        sum(y),
        sum(each * each for each in x),
        sum(each * each for each in y),
        sum(a * b for a, b in pairs),
    )


def test_nothing_is_known_without_answers():
    found = statistics_from(Sums())

    assert (found.answers, found.facility, found.discrimination) == (0, None, None)


@pytest.mark.parametrize(
    ("pairs", "facility", "discrimination"),
    [
        ([(1, 1)] * 5 + [(0, 0)] * 5, 50, 1.0),
        ([(1, 0)] * 5 + [(0, 1)] * 5, 50, -1.0),
        ([(1, 1), (1, 0), (0, 1), (0, 0)] * 3, 50, 0.0),
        ([(1, 0.9)] * 6 + [(1, 0.2)] * 6, 100, None),
        ([(1, 1)] * 4 + [(0, 0)] * 5, 44, None),
        ([(1, 0.8)] * 3 + [(1, 0.6)] * 3 + [(0, 0.6)] * 3 + [(0, 0.4)] * 3, 50, 0.71),
    ],
)
def test_facility_and_discrimination_of_known_answers(pairs, facility, discrimination):
    found = statistics_from(sums_of(pairs))

    assert (found.answers, found.facility, found.discrimination) == (len(pairs), facility, discrimination)


@given(st.lists(st.tuples(SHARES, SHARES), min_size=10, max_size=60))
def test_discrimination_stays_between_its_ends(pairs):
    found = statistics_from(sums_of(pairs))

    assert 0 <= found.facility <= 100
    assert found.discrimination is None or -1 <= found.discrimination <= 1


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_the_database_adds_up_in_one_query(enrolment, planned, django_assert_num_queries, count):
    for number in range(count):
        learner = make_enrolment(enrolment.cohort, make_user(f"sitting{number}@demo.example"))
        finish(learner, planned, right=number)
    questions = list(Question.objects.order_by("pk"))

    with django_assert_num_queries(1):
        found = statistics_of(questions)

    for question in questions:
        items = list(AttemptItem.objects.filter(question=question))
        right = sum(item.points for item in items)
        facility = round(100 * right / len(items)) if items else None
        assert (found[question.pk].answers, found[question.pk].facility) == (len(items), facility)


@pytest.mark.django_db
def test_options_are_counted(enrolment, planned):
    attempt = finish(enrolment, planned, right=3)
    question = attempt.items.get(order=1).question

    assert [(each.text, each.right, each.times) for each in option_counts(question)] == [
        (f"{question.code} option {place}", place == 0, int(place == 0)) for place in range(4)
    ]
