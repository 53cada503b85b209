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
    frozen: dict[int, PlannedActivity]
    """Number of the page -> the same, where the edition's text is not the one that is public now."""

    def pages(self):
        """Lessons that everybody may read, and those of the own edition that are open, as far as their text is the public one."""
        live = LessonPage.objects.live().exclude(pk__in=self.frozen)
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
        return OpenLessons({}, {})
    tasks = progress_outline(enrolment, at=at).tasks
    open_now = [task.planned for task in tasks if task.is_open and task.planned.kind == "lesson"]
    planned = {each.activity_id: each for each in open_now}
    return OpenLessons(planned, _frozen(planned))


def _frozen(planned: dict[int, PlannedActivity]) -> dict[int, PlannedActivity]:
    """One query. The index of the search holds what is public, not what a learner reads."""
    pages = LessonPage.objects.filter(activity__in=planned)
    return {
        pk: planned[activity_id]
        for pk, activity_id, live, revision_id in pages.values_list("pk", "activity", "live", "live_revision")
        if not live or revision_id != planned[activity_id].revision_id
    }
