"""Erases a person: the award register stays, rows that figures need stay under a pseudonym, everything else goes."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.contrib.auth import SESSION_KEY, get_user_model
from django.contrib.sessions.models import Session
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from content.base.holdings import Fate, Holding, KeptFile
from learners.audit.chaining import audit
from learners.audit.models import Tombstone
from learners.credentials.keeping import keep_register_of
from learners.privacy.registry import holdings, rows_of
from learners.privacy.tombstones import person_under, put_tombstone, stones, write_missing_lines

PSEUDONYM = "Erased person {}"


@transaction.atomic
def erase(user, *, proposed_by: int | None, approved_by: int | None, at: datetime) -> Tombstone:
    """Whether it may be done, others have asked (asking.py). All or nothing; files and mail after the rows.

    The tombstone comes first: it is what the triggers of the append-only tables want to see.
    """
    user = get_user_model()._default_manager.select_for_update().get(pk=user.pk)
    address = user.email
    stone = put_tombstone(user, proposed_by=proposed_by, approved_by=approved_by, at=at)
    keep_register_of(user)
    files = [file for holding in holdings() for file in _files(holding, user)]
    for holding in holdings():
        _carry_out(holding, user, at)
    _end_sessions(user)
    _become_nobody(user)
    audit(
        "erasure.carried_out", at=at, person=user, about=f"tombstone {stone.pk}",
        by=get_user_model()._default_manager.filter(pk__in=[approved_by]).first(),
    )  # fmt: skip
    transaction.on_commit(partial(_after_the_rows, files, address))
    return stone


def erase_again(*, at: datetime) -> int:
    """After a backup was restored: whoever came back with it is erased as before. Safe to run twice."""
    write_missing_lines()
    again = 0
    for stone in list(stones()):
        user = person_under(stone)
        if user is not None:
            erase(user, proposed_by=stone.proposed_by, approved_by=stone.approved_by, at=at)
            again += 1
    return again


def _files(holding: Holding, user) -> Iterable[tuple[KeptFile, str]]:
    for kept in holding.files:
        names = rows_of(holding, user).exclude(**{kept.column: ""}).values_list(kept.column, flat=True)
        yield from ((kept, name) for name in names)


def _carry_out(holding: Holding, user, at: datetime) -> None:
    rows = rows_of(holding, user)
    if holding.fate == Fate.EMPTY:
        stamp = {"erased_at": at} if holding.model == "learners.AuditDetail" else {}
        rows.update(**holding.empty, **stamp)
    elif holding.fate == Fate.DELETE:
        for row in rows.order_by("-pk"):  # the later ones first: they may point at earlier ones
            row.delete()


def _become_nobody(user) -> None:
    user.email, user.name = f"erased-{user.pk}@erased.invalid", PSEUDONYM.format(user.pk)
    user.password = "!" + get_random_string(40)
    user.is_active = user.is_staff = user.is_superuser = False
    user.last_login = None
    user.save()
    user.groups.clear()
    user.user_permissions.clear()


def _end_sessions(user) -> None:
    """Through the store, which forgets its cached copies too."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for session in Session.objects.iterator():
        if session.get_decoded().get(SESSION_KEY) == str(user.pk):
            store(session.session_key).delete()


def _after_the_rows(files: list[tuple[KeptFile, str]], address: str) -> None:
    write_missing_lines()
    for kept, name in files:
        kept.folder.erase(name)
    _tell(address)
    _forget_mail_files(address)


def _tell(address: str) -> None:
    """The last mail. It goes without a row: a row would keep the address."""
    text = _(
        "Your account and your data are erased. If you hold an award, its entry in the register of awards stays: "
        "name, award, date, serial number, result, checksum."
    )
    EmailMessage(subject=_("You are erased"), body=text + "\n", to=[address]).send(fail_silently=True)


def _forget_mail_files(address: str) -> None:
    """Where mails are written into files instead of being sent, those files are ours too."""
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    if not folder or "filebased" not in settings.MAIL_THROUGH:
        return
    for file in Path(folder).glob("*.log"):
        if address.encode() in file.read_bytes():
            file.unlink(missing_ok=True)
