"""What webinars hold about a person."""

from django.utils.translation import gettext_lazy as _

from content.base.holdings import Declared, Fate, Holding

HOLDINGS: list[Declared] = [
    Holding("learners.Attendance", "enrolment__user", _("Webinars"), Fate.DELETE),
]
