"""Everything that is published as a record, straight from the pages; and what is kept of it."""

from collections.abc import Iterator

from django.db.models import Prefetch

from content.base.metadata import Record
from content.casestudies.describing import record_of_case
from content.casestudies.models import CaseStudyPage, CaseStudyPrinciple
from content.resources.describing import record_of_reading
from content.resources.models import OpenResource
from courses.catalogue.models import CatalogueRecord
from courses.lessons.describing import record_of_lesson
from courses.lessons.models import LessonPage, LessonPrinciple

_CHUNK = 200


def published_records() -> Iterator[Record]:
    """Lessons, cases, readings. Memory does not grow with their number."""
    lessons = LessonPage.objects.live().select_related("activity").order_by("pk")
    for lesson in lessons.prefetch_related(_links(LessonPrinciple)).iterator(_CHUNK):
        yield record_of_lesson(lesson, [link.principle for link in lesson.principle_links.all()])
    cases = CaseStudyPage.objects.live().order_by("pk")
    for case in cases.prefetch_related(_links(CaseStudyPrinciple)).iterator(_CHUNK):
        yield record_of_case(case, [link.principle for link in case.principle_links.all()])
    for reading in OpenResource.objects.order_by("pk").iterator(_CHUNK):
        yield record_of_reading(reading)


def newest_records(count: int):
    return CatalogueRecord.objects.filter(deleted=False).order_by("-changed_at", "-pk")[:count]


def _links(model) -> Prefetch:
    return Prefetch("principle_links", model.objects.select_related("principle").order_by("sort_order", "pk"))
