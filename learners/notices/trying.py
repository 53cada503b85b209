"""A mail with its examples, to look at or to send to oneself before anybody else gets it."""

from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from learners.notices.mail_kind import MailKind
from learners.notices.wording import Words, filled_in


def example_of(kind: MailKind, *, subject: str, body: str) -> Words:
    return filled_in(subject, body, kind.variables)


def send_test(kind: MailKind, *, subject: str, body: str, to) -> Words:
    """At once and to this person only. It says that it is a test, and no Notice is kept."""
    words = example_of(kind, subject=subject, body=body)
    EmailMessage(subject=_("Test: %s") % words.subject, body=words.body, to=[to.email]).send()
    return words
