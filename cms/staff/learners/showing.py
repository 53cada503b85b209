"""A learner's record as the desk shows it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import cached_property

from cms.accounts.models import User
from cms.staff.learners.doors import reaches
from cms.staff.team.doors import gives_roles
from courses.cohorts.queries import other_cohorts
from courses.editions.plan import plan_of
from learners.admissions.models import Application
from learners.calendar.feed import deadlines
from learners.credentials.eligibility import Standing as AwardStanding
from learners.credentials.eligibility import award_standing
from learners.credentials.models import Certificate
from learners.credentials.queries import latest_certificate
from learners.enrolment.models import Accommodation, CohortMove, Enrolment, Extension, Outstanding
from learners.enrolment.outstanding import outstanding_of
from learners.enrolment.queries import extensions_of
from learners.events.models import LearningEvent
from learners.events.telling import sentence
from learners.grades.queries import Grades, current_grades, released_grades
from learners.grades.results import ResultLine, result_lines
from learners.notices.models import Notice
from learners.progress.queries import Outline, Task, progress_outline
from learners.progress.silence import Level, days_silent, level_of
from learners.submissions.standing import Standing, unreleased_of

TIMELINE = 40
"""So many of the latest events are shown."""


@dataclass(frozen=True)
class Moment:
    at: datetime
    text: str
    by: str


@dataclass
class Record:
    """What a member of staff may see of one learner at one moment."""

    enrolment: Enrolment
    viewer: User
    at: datetime

    @cached_property
    def outline(self) -> Outline:
        return progress_outline(self.enrolment, at=self.at)

    @cached_property
    def works(self) -> list[Task]:
        return deadlines(self.outline)

    @cached_property
    def open_works(self) -> list[Task]:
        return [task for task in self.works if task.dates.opens_at <= self.at]

    @cached_property
    def later_works(self) -> list[Task]:
        return [task for task in self.works if task.dates.opens_at > self.at]

    @cached_property
    def grades(self) -> Grades:
        """Marks that are not released are seen only by those who may read them."""
        read = current_grades if self._may("read_unreleased_grade") else released_grades
        return read(self.enrolment)

    @cached_property
    def standing(self) -> AwardStanding:
        return award_standing(self.enrolment, outline=self.outline, grades=self.grades)

    @cached_property
    def lines(self) -> list[ResultLine]:
        return result_lines(plan_of(self.enrolment.cohort.edition_id), self.grades)

    @cached_property
    def marked_lines(self) -> list[ResultLine]:
        return [line for line in self.lines if line.mark is not None or line.withheld or line.resit]

    @cached_property
    def timeline(self) -> list[Moment]:
        events = LearningEvent.objects.filter(enrolment=self.enrolment).select_related("activity", "by")
        titles: dict[int | None, str] = {
            each.activity_id: each.title for each in plan_of(self.enrolment.cohort.edition_id).activities
        }
        return [
            Moment(
                event.at,
                sentence(event, titles.get(event.activity_id, "")),
                event.by.name if event.by else "",
            )
            for event in events.order_by("-at", "-pk")[:TIMELINE]
        ]

    @cached_property
    def days_silent(self) -> int:
        own = LearningEvent.objects.filter(enrolment=self.enrolment, by=self.enrolment.user)
        last = own.order_by("-at").values_list("at", flat=True).first()
        return days_silent(self.enrolment, last, at=self.at)

    @property
    def level(self) -> Level | None:
        return level_of(self.days_silent)

    @cached_property
    def extensions(self) -> list[Extension]:
        return extensions_of(self.enrolment)

    @cached_property
    def outstanding(self) -> list[Outstanding]:
        return outstanding_of(self.enrolment)

    @property
    def shows_outstanding(self) -> bool:
        """Money and papers are the office's business, not the teachers'."""
        return self._may("check_eligibility")

    @cached_property
    def accommodation(self) -> Accommodation | None:
        return Accommodation.objects.filter(enrolment=self.enrolment).first()

    @cached_property
    def moves(self) -> list[CohortMove]:
        moves = self.enrolment.moves.select_related("from_cohort", "to_cohort", "moved_by")
        return list(moves.order_by("-moved_at", "-pk"))

    @cached_property
    def going_along(self) -> list[Standing]:
        """Work without a released mark: after a move the new cohort marks it."""
        return unreleased_of(self.enrolment)

    @cached_property
    def lost_by_moving(self) -> list[tuple[str, str]]:
        """Cohort and work, where the edition of the cohort does not have the work: nobody would mark it there."""
        if not self.going_along:
            return []
        return [
            (cohort.code, each.planned.title)
            for cohort in other_cohorts(self.enrolment.cohort)
            for each in self.going_along
            if plan_of(cohort.edition_id).by_activity(each.planned.activity_id) is None
        ]

    @cached_property
    def notices(self) -> list[Notice]:
        sent = Notice.objects.filter(user=self.enrolment.user_id)
        return list(sent.order_by("-sent_at", "-pk")[:TIMELINE])

    @cached_property
    def consents(self) -> list[Application]:
        """The applications in which the person agreed to the use of the own data, the latest first."""
        sent = Application.objects.filter(user=self.enrolment.user_id, consent_at__isnull=False)
        return list(sent.order_by("-consent_at", "-pk"))

    @cached_property
    def certificate(self) -> Certificate | None:
        return latest_certificate(self.enrolment)

    def _may(self, action: str) -> bool:
        return reaches(self.viewer, action, self.enrolment)

    @property
    def shows_contact(self) -> bool:
        return self._may("read_contact_data")

    @property
    def shows_health_reason(self) -> bool:
        return self._may("read_accommodation_reason")

    @property
    def may_extend(self) -> bool:
        return self._may("grant_extension")

    @property
    def may_resit(self) -> bool:
        """A component is below its minimum with all its marks there. Whether a resit is left, its page says."""
        parts = self.standing.result.components
        failed = any(part.complete and not part.reached and part.kind != "quiz" for part in parts)
        return failed and self.may_extend

    @property
    def may_enrol(self) -> bool:
        return self._may("enrol_learner")

    @property
    def may_open_account(self) -> bool:
        return gives_roles(self.viewer) and self.viewer.pk != self.enrolment.user_id

    @property
    def may_flag(self) -> bool:
        return self._may("enter_grade")

    @property
    def shows_transcript(self) -> bool:
        return self._may("download_certificate")

    @property
    def shows_grades(self) -> bool:
        return self._may("read_released_grade")
