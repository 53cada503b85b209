"""A lesson as a record for machines. What is told of it is public, also where its text is for learners."""

from django.conf import settings
from django.utils.translation import gettext as _

from content.base.licences import licence_address
from content.base.metadata import Record
from courses.lessons.checking import minutes_to_study
from courses.lessons.models import LessonPage


def record_of_lesson(lesson: LessonPage, principles) -> Record:
    """principles: the pages of those it is about, the main one first."""
    moment = lesson.last_published_at
    return Record(
        kind="lesson",
        key=lesson.code,
        path=lesson.url or "",
        title=lesson.title,
        description=lesson.brief,
        creators=(settings.ISSUER_NAME,),
        publisher=settings.ISSUER_NAME,
        issued=moment.date().isoformat() if moment else "",
        languages=(settings.LANGUAGE_CODE,),
        principles=tuple(f"{each.number}. {each.title}" for each in principles),
        resource_type=_("lesson"),
        minutes=minutes_to_study(lesson.body),
        free=lesson.open_access,
        rights=str(lesson.get_licence_display()),
        rights_url=licence_address(lesson.licence),
    )
