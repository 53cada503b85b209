"""The words of a mail: the institution's own or the usual ones, with names filled in."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from content.base.errors import RuleError
from learners.notices.kinds import BY_KEY, KINDS
from learners.notices.mail_kind import MailKind
from learners.notices.models import MailText

_NAME = re.compile(r"\{([^{}\n]{0,40})\}")


class UnknownName(RuleError):
    """The text names something that this mail does not know."""


@dataclass(frozen=True)
class Words:
    subject: str
    body: str


def words_of(kind: MailKind, values: dict[str, str]) -> Words:
    """The mail with its names filled in. A name without a value is left out with its line, if it stood alone there."""
    own = MailText.objects.filter(kind=kind.key).first()
    subject, body = (own.subject, own.body) if own else (kind.subject, kind.body)
    return filled_in(subject, body, values)


def filled_in(subject: str, body: str, values: dict[str, str]) -> Words:
    lines = [_filled(line, values) for line in body.splitlines() if not _is_empty(line, values)]
    return Words(_filled(subject, values).replace("\n", " "), "\n".join(lines).strip() + "\n")


def _is_empty(line: str, values: dict[str, str]) -> bool:
    alone = _NAME.fullmatch(line.strip())
    return alone is not None and not values.get(alone.group(1))


def _filled(text: str, values: dict[str, str]) -> str:
    return _NAME.sub(lambda found: values.get(found.group(1), ""), text)


def require_known_names(kind: MailKind, text: str) -> None:
    """Raises UnknownName: a mail with a name that nobody fills in must not be saved."""
    for name in _NAME.findall(text):
        if name not in kind.variables:
            known = ", ".join(f"{{{each}}}" for each in kind.variables)
            raise UnknownName(
                _("There is no {%(name)s} in this mail. Use: %(known)s.") % {"name": name, "known": known}
            )


def sync_mail_texts() -> int:
    """A row for each kind, and the newest words in each that nobody edited. How many changed."""
    changed = 0
    stored = {text.kind: text for text in MailText.objects.all()}
    for kind in KINDS:
        text = stored.get(kind.key) or MailText(kind=kind.key)
        if text.edited or (text.subject, text.body) == (kind.subject, kind.body):
            continue
        text.subject, text.body = kind.subject, kind.body
        text.save()
        changed += 1
    MailText.objects.exclude(kind__in=BY_KEY).filter(edited=False).delete()
    return changed
