"""What the office does for somebody whose device is lost: ends all sessions, takes the lost second step away."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.accounts.models import User
from cms.accounts.roles import GROUPS, Role
from content.base.errors import RuleError
from learners.audit.chaining import audit
from learners.events.recording import record

ABOVE = (GROUPS[Role.ADMINISTRATOR], GROUPS[Role.REGISTRAR])
"""Their second step is taken away on the machine only: whoever could do it here would come to their rights."""


class UnableToEnd(RuleError):
    """Nobody does this to the own account, and not everybody to every account."""


@transaction.atomic
def end_sessions(person: User, *, reason: str, by, at: datetime) -> User:
    """It holds from the next request on, on every device. The person gets a mail. Raises UnableToEnd."""
    _refuse_own(person, by)
    _sign_out(person, at)
    _tell("account.sessions_ended", person, reason, by=by, at=at)
    return person


@transaction.atomic
def remove_second_step(person: User, *, reason: str, by, at: datetime) -> User:
    """App, passkeys and recovery codes, and all sessions. by: None is the operator on the machine. Raises UnableToEnd."""
    _refuse_own(person, by)
    if by is not None and (person.is_superuser or person.groups.filter(name__in=ABOVE).exists()):
        raise UnableToEnd(
            _(
                "The second step of administrators, registrars and superusers is taken away by the technical office."
            )
        )
    factors = Authenticator.objects.filter(user=person)
    if not factors.exists():
        raise UnableToEnd(_("%s has no second step.") % person.name)
    factors.delete()
    _sign_out(person, at)
    _tell("account.second_step_removed", person, reason, by=by, at=at)
    return person


def _refuse_own(person: User, by) -> None:
    if by is not None and by.pk == person.pk:
        raise UnableToEnd(_("Nobody decides about the own account here. Ask a colleague."))


def _sign_out(person: User, at: datetime) -> None:
    person.signed_out_at = at
    person.save(update_fields=["signed_out_at"])
    UserSession.objects.filter(user=person).delete()


def _tell(verb: str, person: User, reason: str, *, by, at: datetime) -> None:
    log(instance=person, action=f"campus.{verb.partition('.')[2]}", user=by, timestamp=at, title=person.name)
    record(verb, by=by, at=at, data={"user": person.pk, "reason": reason})
    audit(verb, at=at, by=by, person=person, data={"reason": reason})
