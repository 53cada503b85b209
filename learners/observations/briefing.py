"""What a learner reads on the page of a discussion or defence: task, room, rubric, how and when it is judged, the result."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.markdown import render_markdown
from courses.assessments.rulebook import ObservedRules
from courses.editions.plan import PlannedActivity, frozen_page, plan_of
from learners.enrolment.access import words, zone_of
from learners.enrolment.models import Enrolment
from learners.grades.queries import released_grades
from learners.observations.contributing import refusal_of
from learners.observations.models import Observation
from learners.observations.seats import Seat, seat_of
from learners.submissions.deadlines import TURNAROUND
from learners.submissions.feedback import Judged, judged_by


@dataclass(frozen=True)
class Result:
    counts: Decimal | None
    """The mark in the ledger; empty while it is withheld."""
    reason: str
    judged: tuple[Judged, ...]
    remarks: tuple[Observation, ...]


@dataclass(frozen=True)
class Briefing:
    seat: Seat
    brief: SafeString
    room_url: str
    component: str
    weight: int
    asked: str
    """Posts and replies, in words."""
    how: str
    """Who judges it, in one sentence."""
    due: str
    promised: str
    refusal: str
    """Why nothing can be told. Empty while it is possible."""
    result: Result | None

    @property
    def rules(self) -> ObservedRules:
        return self.seat.rules


def briefing_of(enrolment: Enrolment, planned: PlannedActivity, *, at: datetime) -> Briefing:
    seat, zone = seat_of(enrolment, planned), zone_of(enrolment)
    scheme = plan_of(enrolment.cohort.edition_id).scheme
    component = next((line for line in scheme if line["code"] == planned.component), {})
    return Briefing(
        seat=seat,
        brief=render_markdown(frozen_page(planned.revision_id).brief),
        room_url=enrolment.cohort.room_url,
        component=component.get("title", ""),
        weight=component.get("weight", 0),
        asked=_asked(seat.rules),
        how=_how(seat.rules),
        due=words(seat.dates.due_at, zone, at=at),
        promised=words(seat.dates.due_at + TURNAROUND, zone, day="j F", at=at).split(",")[0],
        refusal=refusal_of(seat),
        result=_result(seat),
    )


def _asked(rules: ObservedRules) -> str:
    parts = []
    if rules.posts:
        parts.append(
            ngettext("%(n)s post of your own", "%(n)s posts of your own", rules.posts) % {"n": rules.posts}
        )
    if rules.replies:
        parts.append(
            ngettext("%(n)s reply to others", "%(n)s replies to others", rules.replies) % {"n": rules.replies}
        )
    return _(" and ").join(parts)


def _how(rules: ObservedRules) -> str:
    if rules.is_before_panel:
        return _(
            "Two examiners judge you by the rubric, each alone. Up to ten points apart the mean counts; further apart they talk and agree."
        )
    return _("Your tutor or instructor reads what you wrote in the discussion and judges it by the rubric.")


def _result(seat: Seat) -> Result | None:
    """Nothing before the release."""
    if not seat.released:
        return None
    line = released_grades(seat.enrolment).first.get(seat.planned.activity_id)
    present = [each for each in seat.completed.values() if not each.absence]
    marks = sorted(present, key=lambda each: each.role)
    return Result(
        counts=line.points if line else None,
        reason=line.reason if line else "",
        judged=tuple(judged_by(seat.rules.criteria, marks)) if marks else (),
        remarks=tuple(each for each in marks if each.remark),
    )
