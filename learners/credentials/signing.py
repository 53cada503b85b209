"""Signs facts, and tells whether a signature fits."""

import hashlib
import json
import os
import secrets
from datetime import datetime
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from django.conf import settings
from django.utils.translation import gettext as _

from content.base.errors import RuleError
from learners.credentials.models import SigningKey


class NoSigningKey(RuleError):
    pass


def canonical(facts: dict) -> bytes:
    """The one form in which facts are signed: sorted keys, no spaces, UTF-8."""
    return json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def checksum(facts: dict) -> str:
    """Printed on the certificate, so that paper and register can be compared: 16 figures of the SHA-256."""
    figures = hashlib.sha256(canonical(facts)).hexdigest()[:16].upper()
    return " ".join(figures[place : place + 4] for place in range(0, 16, 4))


def active_key() -> SigningKey:
    """The newest key that is not retired. Raises NoSigningKey if there is none, or its private half is gone."""
    key = SigningKey.objects.filter(retired_at=None).order_by("-created_at", "-pk").first()
    if key is None or not _private_file(key.code).is_file():
        raise NoSigningKey(_("There is no key to sign with. Run “manage.py make_signing_key” and try again."))
    return key


def sign(facts: dict, *, key: SigningKey) -> str:
    """The Ed25519 signature as hexadecimal figures."""
    private = Ed25519PrivateKey.from_private_bytes(
        bytes.fromhex(_private_file(key.code).read_text(encoding="ascii"))
    )
    return private.sign(canonical(facts)).hex()


def is_signed_by(facts: dict, signature: str, *, key: SigningKey) -> bool:
    try:
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key.public_key))
        public.verify(bytes.fromhex(signature), canonical(facts))
    except (InvalidSignature, ValueError):
        return False
    return True


def make_signing_key(*, at: datetime) -> SigningKey:
    """A new key: the private half into the keys folder, readable by its owner only, the public half into the register."""
    private = Ed25519PrivateKey.generate()
    code = f"{at:%Y%m%d}-{secrets.token_hex(4)}"
    file = _private_file(code)
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as handle:
        handle.write(private.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption()).hex())
    public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()
    return SigningKey.objects.create(code=code, public_key=public, created_at=at)


def _private_file(code: str) -> Path:
    return Path(settings.KEYS_FOLDER) / f"{code}.key"
