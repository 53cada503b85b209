from datetime import timedelta

import pytest
from django.utils.timezone import now

from courses.editions.freezing import freeze
from courses.editions.models import Edition
from courses.editions.plan import plan_of
from courses.lessons.models import LessonPage
from courses.programme.models import ModulePage, ProgrammePage
from learners.attempts.taking import start_attempt
from learners.enrolment.models import Enrolment
from learners.events.models import LearningEvent
from learners.grades.queries import current_grades
from learners.progress.completing import complete
from learners.progress.queries import progress_outline
from learners.upgrades.impact import impact_of
from learners.upgrades.moving import UnableToUpgrade, move_to_edition
from tests.factories.people import make_enrolment, make_user
from tests.factories.programme import FROZEN_AT, make_cohort, make_home, make_lesson, make_small_programme
from tests.learners.attempts.sheets import open_now
from tests.learners.credentials.rows import AT, make_eligible

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=1)


@pytest.fixture
def cohort():
    return make_small_programme()


@pytest.fixture
def office():
    return make_user("pa@demo.example", "Demo administrator")


def newer(cohort) -> Edition:
    programme = cohort.edition.programme
    policy = programme.award_policies.get(code="demo")
    return freeze(programme, policy=policy, label="Second", by=None, at=FROZEN_AT + timedelta(days=9))


def move(cohort, edition, office, seen=None):
    seen = impact_of(cohort, edition).digest if seen is None else seen
    return move_to_edition(cohort, edition, seen=seen, by=office, at=LATER)


def test_what_was_completed_and_marked_survives(cohort, office):
    learner = make_eligible(cohort, "Demo learner 01")
    grades = current_grades(learner).first
    edition = newer(cohort)

    move(cohort, edition, office)

    learner = Enrolment.objects.select_related("cohort", "user").get(pk=learner.pk)
    outline = progress_outline(learner, at=LATER)
    assert learner.cohort.edition == edition
    assert outline.completed == 2
    assert current_grades(learner).first == grades
    event = LearningEvent.objects.get(verb="edition.moved")
    assert (event.enrolment, event.by, event.data) == (learner, office, {"from": 1, "to": 2})


def test_the_impact_names_each_change_with_who_has_completed_it(cohort):
    learner = make_enrolment(cohort)
    lesson = plan_of(cohort.edition_id).activity("M01-L01")
    complete(learner, lesson, by=learner.user, at=AT)
    page = LessonPage.objects.get(activity__code="M01-L01")
    page.week = 2
    page.save_revision().publish()

    impact = impact_of(cohort, newer(cohort))

    assert [(line.change.says, line.completed) for line in impact.lines] == [
        ("Moved from week 1 to week 2.", 1),
        ("Only the look of the text differs.", 1),
    ]
    assert (impact.touched, impact.open_attempts) == ((), 0)


def test_whose_standing_would_change_is_named(cohort):
    learner = make_eligible(cohort, "Demo learner 01")
    rule = cohort.edition.programme.award_policies.get().rules.get(key="overall")
    rule.parameters = {"minimum": 101}
    rule.save()

    impact = impact_of(cohort, newer(cohort))

    assert [(touched.enrolment_id, touched.says, touched.lost) for touched in impact.touched] == [
        (
            learner.pk,
            "Does not meet all rules any more.",
            ("Not met any more: Overall mark of at least 50. 80 of 100, needed 101 (1 of 1 works graded).",),
        )
    ]


def test_a_rule_that_is_lost_is_named_of_who_is_on_the_way_too(cohort):
    """What somebody does not meet today is no news."""
    learner = make_enrolment(cohort)
    lessons = [each for each in plan_of(cohort.edition_id).activities if each.kind == "lesson"]
    for lesson in lessons:
        complete(learner, lesson, by=learner.user, at=AT)
    make_lesson(ModulePage.objects.get(code="M01"), "M01-L09")

    impact = impact_of(cohort, newer(cohort))

    assert [(touched.says, touched.lost) for touched in impact.touched] == [
        (
            "",
            (
                "Not met any more: At least 80 per cent of lessons of each module completed. "
                "Lessons completed, M01: 2 of 3. Needed: 80 per cent.",
            ),
        )
    ]


def test_a_new_rule_is_news_for_who_met_all(cohort):
    make_eligible(cohort, "Demo learner 01")
    make_enrolment(cohort, make_user("2@demo.example"))
    policy = cohort.edition.programme.award_policies.get()
    policy.rules.create(key="self_assessment", text="Self-assessment submitted", parameters={}, order=99)

    impact = impact_of(cohort, newer(cohort))

    assert [(touched.says, touched.lost) for touched in impact.touched] == [
        (
            "Does not meet all rules any more.",
            ("Not met any more: Self-assessment submitted. The edition has no self-assessment.",),
        )
    ]


def test_a_report_that_is_not_true_any_more_is_not_carried_out(cohort, office):
    edition = newer(cohort)
    seen = impact_of(cohort, edition).digest
    rule = cohort.edition.programme.award_policies.get().rules.get(key="overall")
    rule.parameters = {"minimum": 101}
    rule.save()
    third = newer(cohort)

    with pytest.raises(UnableToUpgrade, match="Something changed while you read the report"):
        move(cohort, third, office, seen=seen)
    cohort.refresh_from_db()
    assert cohort.edition.number == 1


def test_nobody_is_moved_during_a_quiz(cohort, office):
    learner = make_enrolment(cohort)
    quiz = plan_of(cohort.edition_id).activity("Q1")
    open_now(cohort, quiz)
    start_attempt(learner, quiz, at=now())

    with pytest.raises(UnableToUpgrade, match="1 quiz attempt is open"):
        move(cohort, newer(cohort), office)


def test_a_cohort_never_goes_back(cohort, office):
    first, second = cohort.edition, newer(cohort)
    moved = move(cohort, second, office)

    with pytest.raises(UnableToUpgrade, match="moves to a newer edition only"):
        move_to_edition(moved, first, seen="", by=office, at=LATER)


def test_another_programme_is_out_of_reach(cohort, office):
    other = make_home().add_child(
        instance=ProgrammePage(title="Other", slug="other", code="OTHER", award="Other")
    )
    edition = Edition.objects.create(programme=other, number=9, label="Other", frozen_at=AT)

    with pytest.raises(UnableToUpgrade, match="belongs to another programme"):
        move_to_edition(cohort, edition, seen="", by=office, at=LATER)


def test_other_cohorts_stay(cohort, office):
    twin = make_cohort(cohort.edition, "2026-b")

    move(cohort, newer(cohort), office)

    twin.refresh_from_db()
    assert twin.edition.number == 1


@pytest.mark.parametrize("learners", [1, 3])
def test_the_report_costs_the_same_for_one_and_for_three(cohort, learners, django_assert_max_num_queries):
    for number in range(learners):
        make_enrolment(cohort, make_user(f"l{number}@demo.example", f"Demo learner {number:02d}"))
    edition = newer(cohort)
    impact_of(cohort, edition)

    with django_assert_max_num_queries(14):
        impact_of(cohort, edition)
