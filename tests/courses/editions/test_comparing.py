from datetime import timedelta

import pytest

from courses.assessments.models import QuizPage
from courses.editions.comparing import changes_between, words_changed
from courses.editions.freezing import freeze
from courses.editions.plan import plan_of
from courses.lessons.models import LessonPage
from courses.questions.models import QuestionBank
from tests.factories.programme import (
    FROZEN_AT,
    LESSON_BODY,
    make_lesson,
    make_question,
    make_small_programme,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def first():
    return make_small_programme().edition


def again(first):
    policy = first.programme.award_policies.get(code="demo")
    at = FROZEN_AT + timedelta(days=1)
    return freeze(first.programme, policy=policy, label="Second", by=None, at=at)


def told(first) -> list[tuple[str, str, bool]]:
    changes = changes_between(plan_of(first.pk), plan_of(again(first).pk))
    return [(change.title, change.says, change.cosmetic) for change in changes]


def publish(**changed) -> None:
    page = LessonPage.objects.get(activity__code="M01-L01")
    for name, value in changed.items():
        setattr(page, name, value)
    page.save_revision().publish()


def test_the_same_programme_twice_has_no_differences(first):
    assert told(first) == []


def test_a_title_is_cosmetic(first):
    publish(title="Welcome")

    assert told(first) == [
        ("Welcome", "Its title was “Lesson M01-L01”.", True),
        ("Welcome", "Only the look of the text differs.", True),
    ]


def test_a_rewritten_text_matters(first):
    body = [*LESSON_BODY]
    body[2] = ("section", {"heading": "Three pillars", "text": "Everything else was written anew. " * 10})
    publish(body=body)

    [(title, says, cosmetic)] = told(first)
    assert (title, cosmetic) == ("Lesson M01-L01", False)
    assert says.endswith("per cent of its words differ.")


def test_another_week_matters(first):
    publish(week=3)

    assert ("Lesson M01-L01", "Moved from week 1 to week 3.", False) in told(first)


def test_what_is_not_required_any_more_matters(first):
    publish(required=False)

    assert ("Lesson M01-L01", "It is not required any more.", False) in told(first)


def test_new_and_gone_work_is_named(first):
    module = LessonPage.objects.first().get_parent().specific
    make_lesson(module, "M01-L09", week=2)
    LessonPage.objects.get(activity__code="M01-L01").unpublish()

    assert told(first) == [
        ("Lesson M01-L09", "New in this edition.", False),
        ("Lesson M01-L01", "Not in this edition any more.", False),
    ]


def test_a_new_question_matters(first):
    make_question(QuestionBank.objects.get(), "M01-Q99")

    assert told(first) == [("Quiz Q1", "1 questions are new or corrected, 0 are gone.", False)]


def test_another_weight_matters(first):
    first.programme.components.update(must_pass=True)
    first.programme.award_policies.get().rules.all().delete()

    assert told(first) == [
        ("Assessment scheme", "Weights or components differ.", False),
        ("Award policy", "The rules of the award differ.", False),
    ]


@pytest.mark.parametrize(
    ("before", "after", "percent"),
    [("a b c d", "a b c d", 0), ("a b c d", "a b c e", 25), ("a b", "c d", 100), ("a " * 300, "a " * 299, 1)],
)
def test_words_are_compared_in_their_order(before, after, percent):
    assert words_changed(before.split(), after.split()) == percent


def test_another_share_of_the_component_matters(first):
    page = QuizPage.objects.get()
    page.share = 3
    page.save_revision().publish()

    assert told(first) == [("Quiz Q1", "Its share of the component was 1 and is 3.", False)]
