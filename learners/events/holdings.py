"""What the log of events holds about a person."""

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from content.base.holdings import Declared, Fate, Holding
from learners.events.models import Delivery, LearningEvent

_NOT_YET = ("grade.recorded", "work.marked", "quiz.answer_marked", "exam.moderated", "integrity.flagged")
"""Work of staff whose outcome is shown from the table that holds it, once it is released."""


def _events(user) -> QuerySet[LearningEvent]:
    """Of the person's places and applications, of the person, and what the person did without a place."""
    applications = list(
        get_user_model()
        ._default_manager.filter(pk=user.pk, applications__isnull=False)
        .values_list("applications", flat=True)
    )
    own = Q(enrolment__user=user) | Q(enrolment=None, by=user) | Q(enrolment=None, data__user=user.pk)
    return LearningEvent.objects.filter(own | Q(enrolment=None, data__application__in=applications))


HOLDINGS: list[Declared] = [
    Holding(
        "learners.Delivery", "", _("Messages on their way"), Fate.DELETE,
        secret={"last_error": "A message of the machine, for the technical office."},
        rows=lambda user: Delivery.objects.filter(event__in=_events(user)),
    ),
    Holding(
        "learners.LearningEvent", "", _("What happened"), Fate.EMPTY, {"data": {}}, shown=~Q(verb__in=_NOT_YET),
        rows=_events, why="Days of study are counted from it.",
    ),
]  # fmt: skip
