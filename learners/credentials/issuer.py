"""Who issues: the office that somebody asks, and the address under which its keys are published (did:web)."""

from email.utils import parseaddr
from urllib.parse import quote, urlsplit

from django.conf import settings

from learners.credentials.linked_data import DID, MULTIKEY
from learners.credentials.models import SigningKey
from learners.credentials.multikeys import multikey


def issuer_address() -> str:
    """The bare address, also where the settings say “Campus <office@example.org>”."""
    return parseaddr(settings.OFFICE_EMAIL or settings.DEFAULT_FROM_EMAIL)[1]


def issuer_did() -> str:
    """did:web of the site: its document stands at /.well-known/did.json. A port is written as %3A."""
    return f"did:web:{quote(urlsplit(settings.SITE_ADDRESS).netloc, safe='')}"


def method_of(key: SigningKey) -> str:
    """Where the public half of the key is found."""
    return f"{issuer_did()}#{multikey(key.public_key)}"


def did_document() -> dict:
    """Every key that ever signed, also the retired ones: what they signed stays good. One query."""
    did = issuer_did()
    keys = list(SigningKey.objects.order_by("pk"))
    return {
        "@context": [DID, MULTIKEY],
        "id": did,
        "verificationMethod": [
            {
                "id": method_of(key),
                "type": "Multikey",
                "controller": did,
                "publicKeyMultibase": multikey(key.public_key),
            }
            for key in keys
        ],
        "assertionMethod": [method_of(key) for key in keys],
    }
