"""A link for a quarter of an hour, by which a wallet fetches a certificate (VC API: interaction address and exchange).

Whoever has the link can fetch, as with the file itself. It needs no row: time and certificate are signed in it.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.translation import gettext as _

from content.base.errors import RuleError
from learners.credentials.issued_files import issued_file
from learners.credentials.linked_data import CREDENTIALS_V2
from learners.credentials.models import Certificate, IssuedFile
from learners.credentials.rendering import require_handed_out

OPEN_FOR = timedelta(minutes=15)
_signer = Signer(salt="certificate for a wallet")


class LinkOver(RuleError):
    """It was a good link once."""


class NoFile(RuleError):
    """Issued before certificates were made for wallets too."""


@dataclass(frozen=True)
class Offer:
    address: str
    """For the wallet: to scan or to open. iuv says to wallets that it is an address of this kind."""
    until: datetime


def offer_of(certificate: Certificate, *, at: datetime) -> Offer:
    """Raises Altered or Revoked, NoFile."""
    require_handed_out(certificate)
    _badge_of(certificate)
    until = at + OPEN_FOR
    path = reverse("wallet_offer", args=[_key(certificate, until)])
    return Offer(f"{settings.SITE_ADDRESS}{path}?iuv=1", until)


def _key(certificate: Certificate, until: datetime) -> str:
    # No colon: some programs cut an address there.
    return _signer.sign(f"{certificate.pk}.{int(until.timestamp())}").replace(":", ".")


def certificate_for(key: str, *, at: datetime) -> Certificate | None:
    """Nobody's for a key that we never gave. Raises LinkOver, Altered or Revoked."""
    try:
        number, until = _signer.unsign(":".join(key.rsplit(".", 1))).split(".")
    except BadSignature:
        return None
    if at > datetime.fromtimestamp(int(until), UTC):
        raise LinkOver(_("This link is over. Its holder can make a new one under Results."))
    certificate = Certificate.objects.filter(pk=int(number)).first()
    if certificate:
        require_handed_out(certificate)
    return certificate


def protocols(key: str) -> dict:
    """How a wallet can go on from here: there is one way."""
    return {"protocols": {"vcapi": f"{settings.SITE_ADDRESS}{reverse('wallet_exchange', args=[key])}"}}


def presented(certificate: Certificate) -> dict:
    """The answer that ends the exchange: the certificate, and no question."""
    badge = json.loads(_badge_of(certificate))
    presentation = {"@context": [CREDENTIALS_V2], "type": ["VerifiablePresentation"]}
    return {"verifiablePresentation": presentation | {"verifiableCredential": [badge]}}


def _badge_of(certificate: Certificate) -> bytes:
    badge = issued_file(certificate, IssuedFile.Kind.JSON)
    if badge is None:
        raise NoFile(_("This certificate is older than the form that wallets take. It has a PDF only."))
    return badge
