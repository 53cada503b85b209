"""What public pages ask about the programme and its lessons."""

from django import template

from content.base.metadata import head_of
from courses.lessons.describing import record_of_lesson
from courses.lessons.queries import lessons_of, lessons_touching, lessons_using, sample_lesson
from courses.lessons.showing import lesson_text, principles_of
from courses.programme.queries import areas, programme_page

register = template.Library()
for tag in (areas, lessons_of, lessons_touching, lessons_using, programme_page, sample_lesson):
    register.simple_tag(tag)


@register.filter
def first_line(text: str) -> str:
    """The heading of a question: a case has its title there, a short question is its heading."""
    return text.strip().partition("\n")[0]


@register.filter
def after_first_line(text: str) -> str:
    return text.strip().partition("\n")[2].strip()


@register.simple_tag(name="lesson_text")
def text_once(lesson):
    """The page shows it in two places; it is made once."""
    if not hasattr(lesson, "_campus_text"):
        lesson._campus_text = lesson_text(lesson)
    return lesson._campus_text


@register.simple_tag
def lesson_head(lesson):
    """Nothing of the text: a lesson that is for learners is told of by its brief."""
    return head_of(record_of_lesson(lesson, principles_of(lesson)))


@register.filter
def module_code(lesson) -> str:
    """Of the module it stands in, without asking for that page."""
    return lesson.code.partition("-")[0]
