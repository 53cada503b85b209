import pytest
from django.db.models import ProtectedError

from courses.editions.freezing import UnableToFreeze, freeze
from courses.editions.plan import frozen_page, plan_of
from courses.editions.texts import frozen_lesson
from courses.lessons.models import LessonPage
from courses.programme.models import AssessmentComponent
from courses.questions.models import Question
from tests.factories.programme import (
    FROZEN_AT,
    make_bank,
    make_edition,
    make_lesson,
    make_module,
    make_programme,
    make_question,
    make_quiz,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return make_programme()


def test_an_edition_holds_what_is_published_in_the_order_of_study(programme):
    module = make_module(programme)
    make_lesson(module, "M01-L02", week=2)
    make_lesson(module, "M01-L01", week=1)
    make_lesson(module, "M01-L03", week=1, live=False)
    make_quiz(module, make_bank())

    plan = plan_of(make_edition(programme).pk)

    codes = [(planned.code, planned.kind, planned.week, planned.component) for planned in plan.activities]
    assert codes == [("M01-L01", "lesson", 1, ""), ("M01-L02", "lesson", 2, ""), ("Q1", "quiz", 2, "QZ")]


def test_the_policy_and_the_scheme_are_frozen_by_value(programme):
    make_lesson(make_module(programme))
    edition = make_edition(programme)

    programme.components.all().delete()
    programme.award_policies.all().delete()

    plan = plan_of(edition.pk)
    assert [line["code"] for line in plan.scheme] == ["QZ"]
    assert [rule["key"] for rule in plan.award_policy["rules"]] == ["enrolled", "lessons", "overall"]


def test_a_later_edit_does_not_reach_the_edition(programme):
    lesson = make_lesson(make_module(programme), title="As it was")
    planned = plan_of(make_edition(programme).pk).activity("M01-L01")

    lesson.title = "As it is now"
    lesson.body = [("section", {"heading": "New", "text": "New text."})]
    lesson.save_revision().publish()

    assert LessonPage.objects.get().title == "As it is now"
    assert (planned.title, frozen_lesson(planned).title) == ("As it was", "As it was")
    assert "New text." not in frozen_lesson(planned).article


def test_a_draft_after_publishing_is_not_frozen(programme):
    lesson = make_lesson(make_module(programme), title="Published")
    lesson.title = "Draft"
    lesson.save_revision()

    planned = plan_of(make_edition(programme).pk).activity("M01-L01")

    assert (planned.title, frozen_page(planned.revision_id).title) == ("Published", "Published")


def test_freezing_again_gives_the_next_number(programme):
    make_lesson(make_module(programme))

    numbers = [make_edition(programme).number, make_edition(programme).number]

    assert numbers == [1, 2]


def test_the_questions_of_a_quiz_are_frozen_by_version_and_locked(programme):
    bank = make_bank(count=3)
    old = bank.questions.order_by("code").first()
    newer = make_question(bank, "M01-Q99")
    Question.objects.filter(pk=newer.pk).update(replaces=old, code=old.code, version=2)
    make_quiz(make_module(programme), bank)

    row = make_edition(programme).activities.get()

    held = set(row.questions.values_list("question_id", flat=True))
    assert held == set(bank.questions.exclude(pk=old.pk).values_list("pk", flat=True))
    assert set(Question.objects.filter(pk__in=held).values_list("locked_at", flat=True)) == {FROZEN_AT}


def test_nothing_published_cannot_be_frozen(programme):
    make_lesson(make_module(programme), live=False)

    with pytest.raises(UnableToFreeze, match="No lesson is published yet"):
        make_edition(programme)


def test_a_bank_with_too_few_questions_cannot_be_frozen(programme):
    make_quiz(make_module(programme), make_bank(count=2), count=3)

    with pytest.raises(UnableToFreeze, match="The quiz Q1 draws 3 questions, its bank has 2"):
        freeze(programme, policy=programme.award_policies.get(), label="x", by=None, at=FROZEN_AT)


def test_a_frozen_revision_cannot_be_deleted(programme):
    lesson = make_lesson(make_module(programme))
    make_edition(programme)

    with pytest.raises(ProtectedError):
        lesson.live_revision.delete()


def test_a_warm_plan_costs_no_query(programme, django_assert_num_queries):
    make_lesson(make_module(programme))
    edition = make_edition(programme)
    planned = plan_of(edition.pk).activity("M01-L01")
    frozen_lesson(planned)

    with django_assert_num_queries(0):
        plan_of(edition.pk).activity("M01-L01")
        frozen_lesson(planned)


@pytest.mark.parametrize("weight", [90, 100])
def test_weights_that_do_not_sum_to_100_cannot_be_frozen(programme, weight):
    make_lesson(make_module(programme))
    AssessmentComponent.objects.create(
        programme=programme, code="EX", title="Exam", kind="exam", weight=weight
    )

    with pytest.raises(UnableToFreeze, match=f"sum to {100 + weight}. They have to sum to 100."):
        make_edition(programme)


def test_work_for_a_component_that_the_scheme_does_not_have_cannot_be_frozen(programme):
    make_quiz(make_module(programme), make_bank())
    programme.components.update(code="EX")

    with pytest.raises(UnableToFreeze, match="“Quiz Q1” counts for the component QZ, which"):
        make_edition(programme)
