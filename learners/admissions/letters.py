"""What a letter says before the person who decides has changed it. Plain text."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from learners.admissions.models import Application, Decision

Outcome = Decision.Outcome
_OPENING = _("Dear %(name)s,")
_CLOSING = _("%(office)s\n%(site)s")
_BODIES: dict[str, str | Promise] = {
    Outcome.OFFER: _(
        "We offer you a place in %(cohort)s of the programme %(site)s. The cohort starts on %(starts)s.\n\n"
        "Accept or decline the place by %(until)s (UTC). After that the place goes to another person.\n"
        "Your application page has both buttons: %(address)s"
    ),
    Outcome.WAITLIST: _(
        "Your application %(reference)s meets our requirements, but all places of %(cohort)s are taken or offered.\n\n"
        "You are on the waiting list. When a place becomes free, we offer it by this list and write to you at once.\n"
        "You need to do nothing. If you do not want to wait, withdraw on your application page: %(address)s"
    ),
    Outcome.REJECT: _(
        "Thank you for your application %(reference)s. We cannot offer you a place in %(cohort)s.\n\n"
        "[Write the reason in one or two sentences.]\n\n"
        "You can apply again to the next intake. Most of your answers will be filled in already."
    ),
    Outcome.ASK_MORE: _(
        "We read your application %(reference)s. One thing is missing before we can decide:\n\n"
        "[Name the document or the answer.]\n\n"
        "Add it on your application page and send the application again: %(address)s"
    ),
    Outcome.INTERVIEW: _(
        "We would like to talk with you about your application %(reference)s, online and for about 20 minutes.\n\n"
        "[Propose two times, each with the time zone.]\n\n"
        "Answer this letter with the time that suits you."
    ),
}
BRACKETS = ("[", "]")


def letter_for(application: Application, outcome: str, *, at: datetime) -> str:
    cohort = application.intake.cohort
    values = {
        "name": application.printed_name or application.user.name,
        "reference": application.reference,
        "cohort": cohort.title,
        "starts": date_format(cohort.starts_on, "j F Y"),
        "until": date_format(offer_end(application, at=at), "l j F Y, H:i"),
        "address": f"{settings.SITE_ADDRESS}/apply/{application.reference}/",
        "office": settings.ISSUER_NAME,
        "site": settings.SITE_NAME,
    }
    return "\n\n".join(str(part) % values for part in (_OPENING, _BODIES[outcome], _CLOSING))


def offer_end(application: Application, *, at: datetime) -> datetime:
    """The last moment of the last day for the answer, in UTC."""
    day = at + timedelta(days=application.intake.answer_days)
    return day.replace(hour=23, minute=59, second=0, microsecond=0)
