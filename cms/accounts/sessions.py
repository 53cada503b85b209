"""How long a sign-in lasts: counted from the sign-in itself, and from the last thing that the person did."""

import time
from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _

from cms.accounts.roles import is_staff_member
from content.base.errors import note_refusal

HOUR = 3600
EVERY = 600
"""Seconds. Activity is noted once in so many, so that a page costs no write."""
_BEGUN, _SEEN = "campus_begun", "campus_seen"


@dataclass(frozen=True)
class Lifetime:
    whole: int
    """Seconds from the sign-in, whatever the person does."""
    idle: int
    """Seconds without a request."""


STAFF = Lifetime(whole=12 * HOUR, idle=2 * HOUR)
"""They read and decide about others, often at a desk that others pass."""
OTHERS = Lifetime(whole=7 * 24 * HOUR, idle=settings.SESSION_COOKIE_AGE)
"""They study on phones, with pauses, and an exam may be a long one. What they see is their own."""

_WORDS = {
    "whole": _("You were signed out, because your sign-in has ended. Sign in again to continue."),
    "idle": _("You were signed out, because you were away for some time. Sign in again to continue."),
}


def lifetime_of(user) -> Lifetime:
    return STAFF if is_staff_member(user) else OTHERS


@receiver(user_logged_in)
def begin(sender, request, user, **_told) -> None:
    """Every way in comes here: password, code, passkey, an organisation's provider."""
    request.session[_BEGUN] = request.session[_SEEN] = int(time.time())


def what_is_over(session, user, *, moment: float) -> str:
    """`whole`, `idle`, or nothing. A session of before this was counted begins now."""
    whole, idle = (moment - session.get(name, moment) for name in (_BEGUN, _SEEN))
    if whole < STAFF.whole and idle < STAFF.idle:
        return ""  # within the shorter limits nobody's roles need be read
    life = lifetime_of(user)
    if whole >= life.whole:
        return "whole"
    return "idle" if idle >= life.idle else ""


def limited(get_response):
    """Middleware. A session that is over is signed out before the page is asked; the doors then lead to the sign-in."""

    def middleware(request):
        if request.user.is_authenticated:
            moment = time.time()
            if over := what_is_over(request.session, request.user, moment=moment):
                note_refusal("session", over=over)
                logout(request)
                messages.info(request, _WORDS[over])
            else:
                _note_activity(request.session, int(moment))
        return get_response(request)

    return middleware


def _note_activity(session, moment: int) -> None:
    if moment - session.get(_SEEN, 0) >= EVERY:
        session[_SEEN] = moment
        session.setdefault(_BEGUN, moment)
