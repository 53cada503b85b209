"""Which lessons use a principle or a case."""

from courses.lessons.models import LessonPage


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
