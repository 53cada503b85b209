"""What completes a webinar: having been there, or an answer to its recording (specification 1.10, attendance)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from content.base.errors import RuleError
from courses.editions.plan import PlannedActivity
from learners.attendance.models import Attendance
from learners.enrolment.access import require_open
from learners.enrolment.models import Enrolment
from learners.events.recording import record
from learners.progress.completing import complete
from learners.submissions.inspecting import word_count

Way = Attendance.Way
FEWEST_OF_HUNDRED = 50
"""A response may be short, but half of what is asked for is the least."""
MOST_CHARACTERS = 10_000


class UnableToAttend(RuleError):
    """What the learner sent does not complete the webinar."""


def fewest_words(planned: PlannedActivity) -> int:
    return planned.rules["response_words"] * FEWEST_OF_HUNDRED // 100


@transaction.atomic
def attend(
    enrolment: Enrolment, planned: PlannedActivity, *, way: str, response: str, at: datetime
) -> Attendance:
    """Note it, and complete the webinar; a later one takes its place. Raises UnableToAttend, NotOpen."""
    require_open(enrolment, planned, at=at)
    response = response.replace("\r\n", "\n").strip()
    if Way(way) == Way.RECORDING:
        _require_response(planned, response)
    if len(response) > MOST_CHARACTERS:
        raise UnableToAttend(_("The text may have %s characters.") % f"{MOST_CHARACTERS:,}")
    values = {"way": way, "response": response, "saved_at": at}
    kept, _made = Attendance.objects.update_or_create(
        enrolment=enrolment, activity_id=planned.activity_id, defaults=values
    )
    complete(enrolment, planned, by=enrolment.user, at=at)
    data = {"way": way}
    record(
        "webinar.attended",
        enrolment=enrolment,
        activity_id=planned.activity_id,
        by=enrolment.user,
        at=at,
        data=data,
    )
    return kept


def _require_response(planned: PlannedActivity, response: str) -> None:
    count, fewest = word_count(response), fewest_words(planned)
    if count < fewest:
        raise UnableToAttend(
            _("Whoever watched the recording answers it in about %(asked)s words. Yours has %(count)s.")
            % {"asked": planned.rules["response_words"], "count": count}
        )


def attendance_of(enrolment: Enrolment, planned: PlannedActivity) -> Attendance | None:
    return Attendance.objects.filter(enrolment=enrolment, activity_id=planned.activity_id).first()
