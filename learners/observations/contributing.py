"""What a learner may tell about the own part in a discussion, for whoever judges it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from content.base.errors import RuleError
from courses.editions.plan import PlannedActivity
from learners.enrolment.access import require_open
from learners.enrolment.models import Enrolment
from learners.events.recording import record
from learners.observations.models import Contribution
from learners.observations.seats import Seat, seat_of
from learners.progress.completing import complete
from learners.submissions.handing_in import new_code
from learners.submissions.inspecting import word_count
from learners.submissions.models import Work

MOST_WORDS = 300
MOST_CHARACTERS = 6000
"""For links, which have no words."""


class UnableToContribute(RuleError):
    """The text cannot be kept."""


@transaction.atomic
def save_contribution(
    enrolment: Enrolment, planned: PlannedActivity, *, text: str, at: datetime
) -> Contribution:
    """Keep it; a later one takes its place. It completes the discussion. Raises UnableToContribute, NotOpen."""
    require_open(enrolment, planned, at=at)
    place = Enrolment.objects.select_for_update(no_key=True).get(pk=enrolment.pk)
    text = text.replace("\r\n", "\n").strip()
    if place.state != Enrolment.State.ACTIVE:
        raise UnableToContribute(_("Your place in this cohort is not active, so you cannot write here."))
    if refusal := refusal_of(seat_of(enrolment, planned)):
        raise UnableToContribute(refusal)
    _require_length(text)
    work, _made = Work.objects.get_or_create(
        enrolment=enrolment, activity_id=planned.activity_id, defaults={"code": new_code()}
    )
    values = {"text": text, "saved_at": at}
    kept, _made = Contribution.objects.update_or_create(work=work, defaults=values)
    complete(enrolment, planned, by=enrolment.user, at=at)
    data = {"words": word_count(text)}
    record(
        "discussion.told",
        enrolment=enrolment,
        activity_id=planned.activity_id,
        by=enrolment.user,
        at=at,
        data=data,
    )
    return kept


def refusal_of(seat: Seat) -> str:
    """Why nothing can be told any more. Empty while it is possible."""
    if seat.rules.is_before_panel:
        return _("A defence is spoken. There is nothing to write here.")
    if seat.released or seat.completed:
        return _("Your part is judged already, so nothing can be added.")
    return ""


def _require_length(text: str) -> None:
    if not text:
        raise UnableToContribute(_("Write what you contributed, or paste the links of your posts."))
    if len(text) > MOST_CHARACTERS:
        raise UnableToContribute(_("The text may have %s characters.") % f"{MOST_CHARACTERS:,}")
    if (count := word_count(text)) > MOST_WORDS:
        raise UnableToContribute(
            _("Your text has %(count)s words. It may have %(most)s.") % {"count": count, "most": MOST_WORDS}
        )
