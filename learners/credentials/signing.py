"""Signs facts, and tells whether a signature fits."""

import base64
import hashlib
import json
import os
import secrets
from datetime import datetime
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from django.conf import settings
from django.utils.translation import gettext as _

from content.base.errors import RuleError
from learners.audit.chaining import audit
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
    return private_half(key).sign(canonical(facts)).hex()


def private_half(key: SigningKey) -> Ed25519PrivateKey:
    """Raises NoSigningKey if the file cannot be opened with this installation's secret."""
    return Ed25519PrivateKey.from_private_bytes(unsealed(_private_file(key.code)))


def is_signed_by(facts: dict, signature: str, *, key: SigningKey) -> bool:
    try:
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key.public_key))
        public.verify(bytes.fromhex(signature), canonical(facts))
    except (InvalidSignature, ValueError):
        return False
    return True


def make_signing_key(*, at: datetime) -> SigningKey:
    """A new key: the private half, sealed, into the keys folder; the public half into the register."""
    private = Ed25519PrivateKey.generate()
    code = f"{at:%Y%m%d}-{secrets.token_hex(4)}"
    seal(_private_file(code), private.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption()))
    public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()
    key = SigningKey.objects.create(code=code, public_key=public, created_at=at)
    audit("key.made", at=at, about=f"key {code}")
    return key


def seal(file: Path, secret: bytes) -> None:
    """A new file, encrypted, readable by its owner only. Raises FileExistsError rather than write over a key."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    descriptor = os.open(made, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as handle:
            handle.write(_cipher().encrypt(secret))
        os.link(made, file)  # whole or not at all, and never over another
    finally:
        made.unlink()


def unsealed(file: Path) -> bytes:
    """Keys that were made before files were encrypted are read too: plain hexadecimal figures."""
    content = file.read_bytes()
    try:
        if len(content) == 64:
            return bytes.fromhex(content.decode("ascii"))
        return _cipher().decrypt(content)
    except (InvalidToken, ValueError) as error:
        raise NoSigningKey(
            _("The key “%s” cannot be opened. Set CAMPUS_KEYS_SECRET to the secret with which it was made.")
            % file.stem
        ) from error


def _cipher() -> Fernet:
    secret = settings.KEYS_SECRET or settings.SECRET_KEY
    derived = HKDF(SHA256(), length=32, salt=None, info=b"campus keys of certificates")
    return Fernet(base64.urlsafe_b64encode(derived.derive(secret.encode())))


def _private_file(code: str) -> Path:
    return Path(settings.KEYS_FOLDER) / f"{code}.key"
