"""Which mails a person does not want. Receipts and decisions always come; planned mails can be stopped with one click."""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from learners.notices.kinds import BY_KEY
from learners.notices.mail_kind import MailKind
from learners.notices.models import StoppedMail

_SALT = "learners.notices.stop"


def stop_headers(address: str) -> dict[str, str]:
    """For mail programs that show a button (RFC 8058)."""
    return {"List-Unsubscribe": f"<{address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def stop_address(user, kind: MailKind) -> str:
    """It needs no sign-in and holds for ever: mails are read years later."""
    token = Signer(salt=_SALT).sign_object([user.pk, kind.key])
    return settings.SITE_ADDRESS + reverse("stop_mails", args=[token])


def read_token(token: str) -> tuple[int, MailKind] | None:
    """Nothing for a token that is not ours, or of a kind that cannot be stopped."""
    try:
        user_id, key = Signer(salt=_SALT).unsign_object(token)
    except (BadSignature, ValueError):
        return None
    kind = BY_KEY.get(key)
    return (user_id, kind) if kind and not kind.receipt else None


def is_stopped(user, kind: MailKind) -> bool:
    return not kind.receipt and StoppedMail.objects.filter(user=user, kind=kind.key).exists()


def stop(user_id: int, kind: MailKind) -> None:
    """Stopped already is the same result."""
    StoppedMail.objects.get_or_create(user_id=user_id, kind=kind.key)


def start_again(user_id: int, kind: MailKind) -> None:
    StoppedMail.objects.filter(user_id=user_id, kind=kind.key).delete()
