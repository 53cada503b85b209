"""Which lessons use a principle or a case, and which principles some lessons are about."""

from collections.abc import Collection

from content.principles.models import PrinciplePage
from courses.lessons.models import LessonPage, LessonPrinciple


def lessons_touching(principle):
    """Published lessons on this principle, in the order of study."""
    return _published(LessonPage.objects.filter(principle_links__principle=principle))


def lessons_using(case):
    return _published(LessonPage.objects.filter(case_links__case=case))


def _published(lessons):
    return lessons.live().select_related("activity").order_by("week", "path")


def lessons_of(module):
    return _published(LessonPage.objects.child_of(module))


def sample_lesson() -> LessonPage | None:
    """The first lesson that is open to everybody."""
    return _published(LessonPage.objects.filter(open_access=True)).first()


def principles_of_lessons(activity_ids: Collection[int]) -> list[PrinciplePage]:
    """The principles that these lessons are about, by number. One query."""
    links = LessonPrinciple.objects.filter(lesson__activity__in=activity_ids)
    return list(PrinciplePage.objects.filter(pk__in=links.values("principle")).order_by("number", "pk"))


def principle_numbers(activity_ids: Collection[int]) -> dict[int, set[int]]:
    """Of each lesson (by activity) the numbers of its principles. One query."""
    links = LessonPrinciple.objects.filter(lesson__activity__in=activity_ids)
    numbers: dict[int, set[int]] = {}
    for activity_id, number in links.values_list("lesson__activity_id", "principle__number"):
        numbers.setdefault(activity_id, set()).add(number)
    return numbers
