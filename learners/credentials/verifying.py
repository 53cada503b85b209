"""Whether a certificate is good: an answer for strangers, without an account."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from learners.credentials.kept import RegisterEntry
from learners.credentials.models import Certificate
from learners.credentials.serials import read_serial
from learners.credentials.signing import is_signed_by


class Status(StrEnum):
    VALID = "valid"
    REVOKED = "revoked"
    REPLACED = "replaced"
    ALTERED = "altered"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Verdict:
    status: Status
    checked_at: datetime
    certificate: Certificate | None = None
    successor: str = ""
    """Serial of the certificate that took its place, if its holder shows it."""

    @property
    def facts(self) -> dict:
        """Only of a certificate whose signature fits: altered facts are not repeated."""
        return self.certificate.facts if self.certificate and self.status != Status.ALTERED else {}

    @property
    def is_closed(self) -> bool:
        """The holder shows nothing but the state."""
        return self.certificate is not None and self.certificate.page_closed_at is not None

    @property
    def award(self) -> str:
        return award_in_full(self.facts)

    @property
    def is_demo(self) -> bool:
        return bool(self.facts.get("demo"))

    @property
    def is_of_a_part(self) -> bool:
        """A statement or a record, which must never be taken for the certificate."""
        return "part" in self.facts

    @property
    def issued_on(self) -> date:
        return date.fromisoformat(self.facts["issued_on"])


def award_in_full(facts: dict) -> str:
    """The award with its programme, or with the part that it is about. Some programmes carry the award in their title."""
    award, programme = facts["award"], facts["programme"]
    if "part" in facts:
        return f"{award}: {facts['part']}"
    return programme if programme.startswith(award) else f"{award}: {programme}"


def verify(typed: str, *, at: datetime) -> Verdict:
    """The state of the certificate with this serial. One query; a second one where no certificate has it."""
    serial = read_serial(typed)
    certificate = (
        Certificate.objects.filter(serial=serial).select_related("key", "replaced_by").first()
        if serial
        else None
    )
    if certificate is None:
        return _from_the_register(serial, at)
    if not is_intact(certificate):
        return Verdict(Status.ALTERED, at, certificate)
    successor = getattr(certificate, "replaced_by", None)
    if successor:
        shown = "" if successor.page_closed_at else successor.serial
        return Verdict(Status.REPLACED, at, certificate, shown)
    if certificate.revoked_at:
        return Verdict(Status.REVOKED, at, certificate)
    return Verdict(Status.VALID, at, certificate)


def _from_the_register(serial: str | None, at: datetime) -> Verdict:
    """The holder is erased: the six fields are all that there is."""
    entry = RegisterEntry.objects.filter(serial=serial).first() if serial else None
    if entry is None:
        return Verdict(Status.UNKNOWN, at)
    facts = {
        "name": entry.name, "award": entry.title, "programme": entry.title, "serial": entry.serial,
        "issued_on": entry.issued_on.isoformat(), "classification": "" if entry.is_revoked else entry.result,
        "checksum": entry.checksum, "erased": True,
    }  # fmt: skip
    state = Status.REVOKED if entry.is_revoked else Status.VALID
    return Verdict(state, at, Certificate(serial=entry.serial, facts=facts))


def is_intact(certificate: Certificate) -> bool:
    """The signature fits, and the facts are those of this very serial."""
    signed = is_signed_by(certificate.facts, certificate.signature, key=certificate.key)
    return signed and certificate.facts.get("serial") == certificate.serial
