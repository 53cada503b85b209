"""What mails hold about a person."""

from django.utils.translation import gettext_lazy as _

from content.base.holdings import Declared, Fate, Holding

HOLDINGS: list[Declared] = [
    Holding("learners.Notice", "user", _("Mails that were sent to you"), Fate.DELETE),
    Holding("learners.StoppedMail", "user", _("Mails that you stopped"), Fate.DELETE),
]
