"""Sends each mail once for each event and person."""

import hashlib
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from learners.events.models import LearningEvent
from learners.notices.kinds import BY_VERB, KINDS
from learners.notices.models import Notice
from learners.notices.stopping import is_stopped, stop_address, stop_headers
from learners.notices.values import recipient_of, values_of
from learners.notices.wording import words_of

MOST_A_WEEK = 3
"""Planned mails to one person in any seven days."""
WEEK = timedelta(days=7)


def send_notice(event: LearningEvent, *, at: datetime) -> None:
    """Receiver of every event that has a kind of mail. Runs inside the delivery's transaction: no mail without its row."""
    kind = BY_VERB[event.verb]
    user = recipient_of(event)
    text = words_of(kind, values_of(event, at=at))
    held = not kind.receipt and (is_stopped(user, kind) or _had_enough(user, at))
    notice, fresh = Notice.objects.get_or_create(
        event=event,
        user=user,
        kind=kind.key,
        defaults={
            "message_id": message_id(event),
            "subject": text.subject,
            "sent_at": None if held else at,
        },
    )
    if fresh and not held:
        body, headers = text.body, {"Message-ID": notice.message_id}
        if not kind.receipt:
            address = stop_address(user, kind)
            headers |= stop_headers(address)
            body += "\n" + _("No more mails of this kind: %s") % address + "\n"
        EmailMessage(subject=text.subject, body=body, to=[user.email], headers=headers).send()


def _had_enough(user, at: datetime) -> bool:
    planned = [kind.key for kind in KINDS if not kind.receipt]
    return Notice.objects.filter(user=user, kind__in=planned, sent_at__gt=at - WEEK).count() >= MOST_A_WEEK


def message_id(event: LearningEvent) -> str:
    """Made from the event alone: a second sending after a crash carries the same, so mail programs show one."""
    host = settings.SITE_ADDRESS.split("://")[-1].split(":")[0]
    return f"<event-{event.pk}-{hashlib.sha256(event.verb.encode()).hexdigest()[:12]}@{host}>"
