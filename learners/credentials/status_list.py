"""The public list of what was revoked, one bit for each certificate (Bitstring Status List 1.0)."""

import base64
import gzip
import secrets
import zlib
from datetime import datetime
from itertools import chain

from django.conf import settings
from django.core.cache import cache
from django.db.models import Count, Max
from django.utils.translation import gettext as _

from content.base.errors import RuleError
from learners.credentials.issuer import issuer_did, method_of
from learners.credentials.kept import KeptPlace
from learners.credentials.linked_data import CREDENTIALS_V2
from learners.credentials.models import Certificate, SigningKey
from learners.credentials.proofs import moment, with_proof
from learners.credentials.signing import active_key, private_half

LENGTH = 131_072
"""The least that the standard allows, so that one bit hides among many."""
FRESH_SECONDS = 60
_TRIES = 200


class ListIsFull(RuleError):
    pass


def list_address() -> str:
    return f"{settings.SITE_ADDRESS}/verify/status/1"


def free_index() -> int:
    """A place by chance: the order of places tells nobody who was issued when."""
    for _try in range(_TRIES):
        index = secrets.randbelow(LENGTH)
        taken = Certificate.objects.filter(status_index=index), KeptPlace.objects.filter(status_index=index)
        if not any(places.exists() for places in taken):
            return index
    raise ListIsFull(_("The public status list is full. Ask the technical office to start another one."))


def status_entry(index: int) -> dict:
    return {
        "id": f"{list_address()}#{index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(index),
        "statusListCredential": list_address(),
    }


def status_list(*, at: datetime) -> dict:
    """Signed. The same as long as nothing was revoked and the key stays. Raises NoSigningKey."""
    key = active_key()
    revoked = Certificate.objects.filter(revoked_at__isnull=False, status_index__isnull=False)
    kept = KeptPlace.objects.filter(revoked_at__isnull=False)
    # An erasure moves a place from one table to the other: the sum and the latest stay.
    states = [places.aggregate(count=Count("pk"), latest=Max("revoked_at")) for places in (revoked, kept)]
    count = sum(state["count"] for state in states)
    latest = max((state["latest"].timestamp() for state in states if state["latest"]), default=None)
    name = f"status list {list_address()} {key.pk} {count} {latest}"
    name = "".join(letter if letter.isalnum() else "-" for letter in name)
    made = cache.get(name)
    if made is None:
        places = (each.values_list("status_index", flat=True) for each in (revoked, kept))
        made = _signed(encoded(chain(*places)), key=key, at=at)
        cache.set(name, made, 86_400)
    return made


def encoded(indexes) -> str:
    bits = bytearray(LENGTH // 8)
    for index in indexes:
        bits[index // 8] |= 0x80 >> (index % 8)  # the first bit is the leftmost one
    return "u" + base64.urlsafe_b64encode(gzip.compress(bytes(bits), mtime=0)).rstrip(b"=").decode()


def bit_of(encoded_list: str, index: int) -> bool:
    """Raises ValueError for all that is no list, or too short for this place."""
    text = encoded_list.removeprefix("u")
    raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    unpack = zlib.decompressobj(wbits=31)
    try:
        bits = unpack.decompress(raw, max_length=4_000_000)
    except zlib.error as error:
        raise ValueError("no gzip") from error
    if not 0 <= index < 8 * len(bits):
        raise ValueError("place outside of the list")
    return bool(bits[index // 8] & 0x80 >> (index % 8))


def _signed(bits: str, *, key: SigningKey, at: datetime) -> dict:
    address = list_address()
    document = {
        "@context": [CREDENTIALS_V2],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer_did(),
        "validFrom": moment(at),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": bits,
        },
    }
    return with_proof(document, private=private_half(key), method=method_of(key), at=at)
