"""Which lessons a search may name: those that the person may open now, no other one, not even as a count."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from courses.editions.plan import PlannedActivity
from courses.lessons.models import LessonPage
from learners.enrolment.queries import current_enrolment
from learners.progress.queries import progress_outline


@dataclass(frozen=True)
class OpenLessons:
    planned: dict[int, PlannedActivity]
    """Activity -> how it stands in the learner's own edition."""

    def pages(self):
        """Lessons that everybody may read, and those of the own edition that are open."""
        live = LessonPage.objects.live()
        return live.filter(open_access=True) | live.filter(activity__in=self.planned)

    def title_of(self, page: LessonPage) -> str:
        planned = self.planned.get(page.activity_id)
        return planned.title if planned else page.title

    def url_of(self, page: LessonPage) -> str:
        planned = self.planned.get(page.activity_id)
        return reverse("activity", args=[planned.code]) if planned else page.url or ""


def open_lessons(user, *, at: datetime) -> OpenLessons:
    enrolment = current_enrolment(user) if user.is_authenticated else None
    if enrolment is None or enrolment.cohort.published_at is None:
        return OpenLessons({})
    tasks = progress_outline(enrolment, at=at).tasks
    open_now = [task.planned for task in tasks if task.is_open and task.planned.kind == "lesson"]
    return OpenLessons({planned.activity_id: planned for planned in open_now})
