"""The permanent register of awards: six fields of each, read from the signed facts."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from learners.credentials.kept import RegisterEntry
from learners.credentials.models import Certificate
from learners.credentials.signing import checksum
from learners.credentials.verifying import award_in_full
from learners.enrolment.sheets import Cell


def register_rows() -> list[list[Cell]]:
    """A head and a row for each award that was ever issued, the oldest first. Demonstrations are left out."""
    head: list[Cell] = [_("Name"), _("Award"), _("Date"), _("Serial number"), _("Result"), _("Checksum")]
    issued = Certificate.objects.order_by("issued_at", "pk")
    rows = [_row(each) for each in issued if not each.facts.get("demo")]
    return [
        head,
        *sorted((*rows, *map(_kept_row, RegisterEntry.objects.order_by("pk"))), key=lambda row: str(row[2])),
    ]


def _kept_row(entry: RegisterEntry) -> list[Cell]:
    """Of somebody who is erased."""
    figures = entry.checksum[:16].upper()
    return [
        entry.name,
        entry.title,
        entry.issued_on.isoformat(),
        entry.serial,
        entry.result,
        " ".join(figures[place : place + 4] for place in range(0, 16, 4)),
    ]


def _row(certificate: Certificate) -> list[Cell]:
    facts = certificate.facts
    return [
        facts["name"],
        award_in_full(facts),
        facts["issued_on"],
        certificate.serial,
        _result(certificate),
        checksum(facts),
    ]


def _result(certificate: Certificate) -> str:
    """The classification, and that it does not hold any more."""
    said = certificate.facts["classification"]
    if certificate.revoked_at is None:
        return said
    revoked = _("revoked on %s") % date_format(certificate.revoked_at, "j F Y")
    return f"{said}; {revoked}" if said else revoked
