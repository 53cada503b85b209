"""A second person looks at exams before their marks are released."""

from datetime import timedelta
from decimal import Decimal

import pytest

from cms.accounts.roles import Role
from courses.cohorts.models import TeachingRole
from courses.cohorts.roles import marking_scope
from learners.attempts.marking import mark_item
from learners.attempts.models import SittingModeration
from learners.attempts.moderating import UnableToModerate, look_again_in, moderate, sample_of
from learners.attempts.releasing import UnableToRelease, check_release, release_exam
from learners.attempts.sittings import sittings_in
from learners.attempts.taking import start_attempt
from learners.events.models import LearningEvent
from learners.grades.queries import released_grades
from tests.factories.people import make_enrolment, make_staff, make_user
from tests.factories.programme import make_exam_programme
from tests.learners.attempts.exams import IN_WINDOW, agree, essays_of, exam_of, mark_all, sit_exam, sitting_of

pytestmark = pytest.mark.django_db
LATER = IN_WINDOW + timedelta(days=5)


@pytest.fixture
def cohort():
    return make_exam_programme()


def sat(cohort, number: int, *, right: int = 10):
    enrolment = make_enrolment(cohort, make_user(f"l{number}@demo.example"))
    return sit_exam(enrolment, right=right)


def person(cohort, kind=TeachingRole.Kind.INSTRUCTOR, email: str = "marker@demo.example"):
    user = make_staff(Role.INSTRUCTOR, email)
    TeachingRole.objects.create(cohort=cohort, user=user, kind=kind)
    return user


@pytest.fixture
def marker(cohort):
    return person(cohort)


@pytest.fixture
def second(cohort):
    return person(cohort, TeachingRole.Kind.MARKER, "second@demo.example")


@pytest.fixture
def attempt(cohort, marker):
    """Marked: 20 of 40 and 30 of 60."""
    attempt = sat(cohort, 1)
    mark_all(attempt, by=marker, at=LATER)
    attempt.refresh_from_db()
    return attempt


def open_checks(attempt, reader) -> tuple[str, ...]:
    enrolment = attempt.enrolment
    return check_release(enrolment.cohort, exam_of(enrolment), marking_scope(reader), reader=reader).open


def change_mark(attempt, points: str, by) -> None:
    mark_item(essays_of(attempt)[0], points=Decimal(points), feedback="Read again.", by=by, at=LATER)


def test_without_a_second_person_nothing_is_released(attempt, marker):
    with pytest.raises(UnableToRelease, match=r"^1 exam of the sample waits for the moderator\.$"):
        release_exam(attempt.enrolment.cohort, exam_of(attempt.enrolment), by=marker, at=LATER)

    assert released_grades(attempt.enrolment).first == {}


def test_what_a_moderator_agrees_with_is_released(attempt, marker, second):
    verdict = agree(attempt, by=second, at=LATER)
    planned = exam_of(attempt.enrolment)
    release_exam(attempt.enrolment.cohort, planned, by=marker, at=LATER)

    event = LearningEvent.objects.get(verb="exam.moderated")
    assert (verdict.verdict, verdict.points, verdict.by, verdict.at) == ("agreed", Decimal(50), second, LATER)
    assert (event.enrolment, event.by, event.data) == (
        attempt.enrolment,
        second,
        {"attempt": 1, "verdict": "agreed", "points": "50.00"},
    )
    assert list(released_grades(attempt.enrolment).first) == [planned.activity_id]


def test_what_is_to_be_looked_at_again_waits_until_the_mark_or_the_verdict_changes(attempt, marker, second):
    agree(attempt, by=second, at=LATER, verdict="look_again", note="The case is marked too strictly.")
    asked, told = open_checks(attempt, marker), look_again_in(marking_scope(marker), reader=marker)
    change_mark(attempt, "8", marker)
    changed, silent = open_checks(attempt, marker), look_again_in(marking_scope(marker), reader=marker)
    agree(attempt, by=second, at=LATER)

    assert asked == ("1 exam is to be looked at again by its markers.",)
    assert [each.note for each in told] == ["The case is marked too strictly."]
    assert (changed, silent) == (("1 exam of the sample waits for the moderator.",), [])
    assert open_checks(attempt, marker) == ()


def test_a_mark_that_changes_after_the_agreement_needs_another_look(attempt, marker, second):
    agree(attempt, by=second, at=LATER)
    change_mark(attempt, "0", marker)

    assert open_checks(attempt, marker) == ("1 exam of the sample waits for the moderator.",)


@pytest.mark.parametrize(
    ("who", "verdict", "note", "seen", "says"),
    [
        ("marker", "agreed", "", "50.00", "Somebody who has marked none of its answers looks at this exam."),
        ("learner", "agreed", "", "50.00", "Somebody who has marked none of its answers looks at this exam."),
        ("second", "look_again", "", "50.00", "Say what the markers should look at again."),
        (
            "second",
            "agreed",
            "",
            "48.00",
            "A marker changed the points after you had opened this page. Look at them first.",
        ),
    ],
)
def test_a_verdict_that_is_refused(attempt, marker, second, who, verdict, note, seen, says):
    people = {"marker": marker, "second": second, "learner": attempt.enrolment.user}

    with pytest.raises(UnableToModerate) as refusal:
        moderate(sitting_of(attempt), verdict=verdict, note=note, seen=seen, by=people[who], at=LATER)

    assert (str(refusal.value), SittingModeration.objects.count()) == (says, 0)


def test_neither_an_unmarked_nor_a_released_exam_is_moderated(cohort, attempt, marker, second):
    waiting = sitting_of(sat(cohort, 2))
    with pytest.raises(UnableToModerate, match="not marked yet"):
        moderate(waiting, verdict="agreed", note="", seen="", by=second, at=LATER)
    mark_all(waiting.attempt, by=marker, at=LATER)
    for each in (attempt, waiting.attempt):
        agree(each, by=second, at=LATER)
    release_exam(cohort, exam_of(attempt.enrolment), by=marker, at=LATER)

    with pytest.raises(UnableToModerate, match="its mark is released"):
        agree(attempt, by=second, at=LATER)


def test_the_sample_is_all_fails_all_high_marks_and_five_others(cohort, marker):
    attempts = [sat(cohort, number, right=right) for number, right in enumerate([0, 20, *[12] * 7])]
    for each in attempts[1:]:
        mark_all(each, share="0.7", by=marker, at=LATER)
    planned = exam_of(attempts[0].enrolment)
    early = sample_of(sittings_in(cohort, planned))
    mark_all(attempts[0], share="0.8", by=marker, at=LATER)

    samples = [{each.attempt.pk for each in sample_of(sittings_in(cohort, planned))} for _time in (1, 2)]

    assert early == []
    assert {attempts[0].pk, attempts[1].pk} < samples[0]  # 48 and 82
    assert (len(samples[0]), samples[0] == samples[1]) == (7, True)


def test_a_later_sitting_is_moderated_alone(cohort, attempt, marker, second):
    planned = exam_of(attempt.enrolment)
    agree(attempt, by=second, at=LATER)
    release_exam(cohort, planned, by=marker, at=LATER)
    late = sat(cohort, 2)
    mark_all(late, by=marker, at=LATER)

    assert [each.attempt for each in sample_of(sittings_in(cohort, planned))] == [late]


def test_nobody_is_sampled_while_somebody_writes(cohort, attempt):
    start_attempt(
        make_enrolment(cohort, make_user("l9@demo.example")), exam_of(attempt.enrolment), at=IN_WINDOW
    )

    assert sample_of(sittings_in(cohort, exam_of(attempt.enrolment))) == []


def test_what_the_platform_scored_alone_needs_no_moderator(cohort, attempt):
    attempt.items.update(marked_at=None, marked_by=None)

    assert sample_of(sittings_in(cohort, exam_of(attempt.enrolment))) == []


def test_the_note_reaches_nobody_of_another_cohort(attempt, second):
    agree(attempt, by=second, at=LATER, verdict="look_again", note="Again.")
    stranger = make_staff(Role.INSTRUCTOR, "stranger@demo.example")

    assert look_again_in(marking_scope(stranger), reader=stranger) == []
