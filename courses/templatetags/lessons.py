"""What public pages ask about the programme and its lessons."""

from django import template

from courses.lessons.queries import lessons_of, lessons_touching, lessons_using, sample_lesson
from courses.lessons.showing import lesson_text
from courses.programme.queries import areas, programme_page

register = template.Library()
for tag in (areas, lesson_text, lessons_of, lessons_touching, lessons_using, programme_page, sample_lesson):
    register.simple_tag(tag)
