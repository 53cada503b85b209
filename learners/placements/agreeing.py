"""Agreements (form IF-2): each version is one exact document, signed by learner, host and programme in one of three ways."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from content.base.private_files import PrivateFolder
from content.base.typesetting import MissingGlyph, typeset
from content.base.uploads import inspect
from learners.admissions.countries import country_name
from learners.placements.agreement_words import clauses_for
from learners.placements.course import last_day
from learners.placements.linking import revoke_links
from learners.placements.models import Mode, Placement
from learners.placements.moving import UnableToPlace, locked, move, require_text, tell
from learners.placements.papers import Agreement, Signature

FOLDER = PrivateFolder("agreements")
_TEMPLATE = Path(__file__).parent / "agreement.typ"
_State, _Party, _Way = Placement.State, Signature.Party, Signature.Way
PARTIES = tuple(_Party)


@dataclass(frozen=True)
class Terms:
    """What the programme office adds to the proposal, and what an amendment may change."""

    place: str
    starts_on: date
    ends_on: date
    hours: int
    task: str
    supervisor_name: str
    supervisor_function: str
    supervisor_email: str
    paid: bool
    pay: str
    insurance: str


def terms_of(placement: Placement) -> Terms:
    """As the newest version says, or as the learner has proposed."""
    newest = newest_agreement(placement)
    told = newest.facts.get("terms", {}) if newest else {}
    return Terms(
        place=told.get("place", placement.host.place if placement.host else ""),
        starts_on=placement.starts_on,
        ends_on=placement.ends_on,
        hours=placement.hours,
        task=placement.task,
        supervisor_name=placement.supervisor_name,
        supervisor_function=placement.supervisor_function,
        supervisor_email=placement.supervisor_email,
        paid=told.get("paid", False),
        pay=told.get("pay", ""),
        insurance=told.get("insurance", ""),
    )


def newest_agreement(placement: Placement) -> Agreement | None:
    """What is to be signed, or what holds."""
    return placement.agreements.filter(dropped_at=None).order_by("-number").first()


def consent_of(agreement: Agreement, party: str) -> str:
    """The sentence that a signature agrees to. It is kept with the signature."""
    return _(
        "I have read version %(number)s of the agreement and I sign it for this party: %(party)s. "
        "Check sum of the document: %(sum)s."
    ) % {"number": agreement.number, "party": _Party(party).label, "sum": agreement.sha256}


@transaction.atomic
def make_agreement(
    placement: Placement, terms: Terms, *, language: str = "en", by, at: datetime
) -> Agreement:
    """The first version, or a new one in place of one that not all have signed. Raises UnableToPlace."""
    placement = locked(placement)
    if placement.state != _State.AGREEMENT:
        raise UnableToPlace(_("The placement is: %s. Load the page again.") % placement.get_state_display())
    _require_terms(placement, terms)
    placement.agreements.filter(signed_at=None, dropped_at=None).update(dropped_at=at)
    _take_over(placement, terms)
    return _version(placement, terms, language, "", by=by, at=at)


@transaction.atomic
def amend_agreement(
    placement: Placement, terms: Terms, *, reason: str, language: str = "en", by, at: datetime
) -> Agreement:
    """A numbered version with signatures of its own; until all have signed, the version before it holds. Raises UnableToPlace."""
    placement = locked(placement)
    if placement.state not in (_State.PLANNING, _State.RUNNING, _State.INTERRUPTED) or placement.is_project:
        raise UnableToPlace(_("The placement is: %s. Load the page again.") % placement.get_state_display())
    reason = require_text(reason, _("Write why the agreement is amended."))
    _require_terms(placement, terms)
    placement.agreements.filter(signed_at=None, dropped_at=None).update(dropped_at=at)
    _change_supervisor(placement, terms, at=at)
    return _version(placement, terms, language, reason, by=by, at=at)


@transaction.atomic
def sign_in_account(
    agreement: Agreement, *, party: str, name: str, sha256: str, by, at: datetime
) -> Agreement:
    """By learner or programme, who are signed in. Raises UnableToPlace."""
    if party == _Party.HOST:
        raise UnableToPlace(_("The host signs by personal link, or on a page that is uploaded."))
    _require_name(name)
    return _sign(
        agreement, party, Signature(way=_Way.ACCOUNT, name=name.strip(), by=by), sha256=sha256, at=at
    )


@transaction.atomic
def sign_by_link(agreement: Agreement, *, name: str, sha256: str, at: datetime) -> Agreement:
    """By the supervisor, for the host. Raises UnableToPlace."""
    _require_name(name)
    return _sign(agreement, _Party.HOST, Signature(way=_Way.LINK, name=name.strip()), sha256=sha256, at=at)


@transaction.atomic
def upload_signed(
    agreement: Agreement, *, party: str, name: str, data: bytes, signed_pdf: bool, by, at: datetime
) -> Agreement:
    """A page signed by hand or a signed PDF. Raises UnableToPlace, NotAccepted."""
    if party == _Party.PROGRAMME:
        raise UnableToPlace(_("The programme signs signed in, so that it is known who signed."))
    _require_name(name)
    inspected = inspect(data)
    if signed_pdf and (inspected.content_type != "application/pdf" or b"/ByteRange" not in data):
        raise UnableToPlace(
            _("This file has no digital signature. Choose “Page signed by hand”, or the signed PDF.")
        )
    signature = Signature(
        way=_Way.PDF if signed_pdf else _Way.SCAN,
        name=name.strip(),
        by=by,
        stored_name=FOLDER.keep(inspected.data),
        content_type=inspected.content_type,
        file_sha256=hashlib.sha256(inspected.data).hexdigest(),
    )
    try:
        return _sign(agreement, party, signature, sha256=agreement.sha256, at=at)
    finally:
        if signature._state.adding:  # refused, or signed already: nothing names the file
            FOLDER.erase(signature.stored_name)


def missing_parties(agreement: Agreement | None) -> list[str]:
    """Who has not signed, in the order of signing: the programme last. All three without a document."""
    if agreement is None:
        return list(PARTIES)
    signed = set(agreement.signatures.values_list("party", flat=True))
    return [party for party in PARTIES if party not in signed]


def document_of(agreement: Agreement) -> bytes | None:
    """Exactly what was signed; nothing when it is deleted."""
    return FOLDER.read(agreement.stored_name)


def _sign(agreement: Agreement, party: str, signature: Signature, *, sha256: str, at: datetime) -> Agreement:
    placement = locked(agreement.placement)  # two signatures at once come one after the other
    agreement = placement.agreements.get(pk=agreement.pk)
    if agreement.dropped_at or sha256 != agreement.sha256:
        raise UnableToPlace(_("There is a newer version of the agreement. Read and sign that one."))
    if not placement.is_open:
        raise UnableToPlace(
            _("The placement is: %s. Nothing is to be signed.") % placement.get_state_display()
        )
    missing = missing_parties(agreement)
    if party not in missing:
        return agreement
    if party == _Party.PROGRAMME and len(missing) > 1:
        raise UnableToPlace(_("The programme signs last, when learner and host have signed."))
    signature.agreement, signature.party, signature.sha256, signature.signed_at = agreement, party, sha256, at
    signature.consent = consent_of(agreement, party)
    signature.save(force_insert=True)
    tell("placement.signed", placement, by=signature.by, at=at, party=party, number=agreement.number)
    return _complete(placement, agreement, by=signature.by, at=at) if missing == [party] else agreement


def _complete(placement: Placement, agreement: Agreement, *, by, at: datetime) -> Agreement:
    """All have signed: the version holds. With the first one the plan is next."""
    agreement.signed_at = at
    agreement.save(update_fields=["signed_at"])
    if placement.signed_at is None:
        move(placement, "sign")
        placement.signed_at = at
    else:
        _take_over(placement, _terms_in(agreement))
    placement.save()
    tell("placement.agreed", placement, by=by, at=at, number=agreement.number)
    return agreement


def _take_over(placement: Placement, terms: Terms) -> None:
    placement.starts_on, placement.ends_on, placement.hours = terms.starts_on, terms.ends_on, terms.hours
    placement.task = terms.task
    placement.supervisor_name, placement.supervisor_function = (
        terms.supervisor_name,
        terms.supervisor_function,
    )
    placement.supervisor_email = terms.supervisor_email.strip().lower()
    placement.save()


def _change_supervisor(placement: Placement, terms: Terms, *, at: datetime) -> None:
    """At once, not with the last signature: the old one has gone, and the new one signs. The old links open nothing."""
    email = terms.supervisor_email.strip().lower()
    if email != placement.supervisor_email:
        revoke_links(placement, at=at)
    placement.supervisor_name, placement.supervisor_function = (
        terms.supervisor_name,
        terms.supervisor_function,
    )
    placement.supervisor_email = email
    placement.save(update_fields=["supervisor_name", "supervisor_function", "supervisor_email"])


def _version(
    placement: Placement, terms: Terms, language: str, reason: str, *, by, at: datetime
) -> Agreement:
    number = placement.agreements.count() + 1
    facts = _facts(placement, terms, language, reason, number, at)
    try:
        pdf = typeset(_TEMPLATE, facts)
    except MissingGlyph as error:
        raise UnableToPlace(
            _("The character “%s” cannot be printed: this server has no font for it. Write it another way.")
            % error.args[0]
        ) from error
    agreement = Agreement.objects.create(
        placement=placement,
        number=number,
        facts=facts | {"terms": _plain(terms)},
        reason=reason,
        stored_name=FOLDER.keep(pdf),
        sha256=hashlib.sha256(pdf).hexdigest(),
        made_at=at,
        made_by=by,
    )
    tell("placement.agreement_made", placement, by=by, at=at, number=number)
    return agreement


def _plain(terms: Terms) -> dict:
    told = dict(vars(terms))
    return told | {"starts_on": terms.starts_on.isoformat(), "ends_on": terms.ends_on.isoformat()}


def _terms_in(agreement: Agreement) -> Terms:
    told = agreement.facts["terms"]
    days = {name: date.fromisoformat(told[name]) for name in ("starts_on", "ends_on")}
    return Terms(**(told | days))


def _facts(placement: Placement, terms: Terms, language: str, reason: str, number: int, at: datetime) -> dict:
    """Everything that the document says. The same facts give the same bytes."""
    host, learner = placement.host, placement.internship.enrolment.user
    assert host is not None  # noqa: S101 -- a project has no agreement
    values = {
        "hours": str(terms.hours), "programme": settings.SITE_NAME, "host": host.name, "learner": learner.name,
        "supervisor": terms.supervisor_name,
    }  # fmt: skip
    with override(language):
        parties = [
            (_("Learner"), learner.name),
            (_("Host"), f"{host.name}, {host.place}, {country_name(host.country)}"),
            (_("Supervisor"), f"{terms.supervisor_name}, {terms.supervisor_function}"),
            (_("Programme"), settings.SITE_NAME),
        ]
        frame = [
            (_("From"), date_format(terms.starts_on, "j F Y")),
            (_("Until"), date_format(terms.ends_on, "j F Y")),
            (_("Hours"), str(terms.hours)),
            (_("Place"), terms.place or host.place),
            (_("Mode"), str(Mode(placement.mode).label)),
            (_("Pay or compensation"), terms.pay if terms.paid else _("None")),
            (_("Insurance"), terms.insurance),
        ]
        parts = [
            {"title": _("Parties"), "rows": parties},
            {"title": _("Dates, hours, place"), "rows": frame},
            {"title": _("Task"), "text": terms.task},
            *clauses_for(host.sector, language, values),
        ]
        return {
            "title": _("Placement agreement"),
            "reference": _("Placement %(id)s, version %(number)s") % {"id": placement.pk, "number": number},
            "learner": learner.name, "programme": settings.SITE_NAME, "language": language, "reason": reason,
            "made_on": at.date().isoformat(), "made": date_format(at, "j F Y"), "parts": parts,
            "signatories": [str(party.label) for party in PARTIES],
        }  # fmt: skip


def _require_terms(placement: Placement, terms: Terms) -> None:
    require_text(terms.task, _("Describe the task."))
    require_text(terms.insurance, _("Write who insures the learner, or that nobody does."))
    if terms.paid and not terms.pay.strip():
        raise UnableToPlace(_("Write how much is paid."))
    if not 1 <= terms.hours <= 120:
        raise UnableToPlace(_("Enter between 1 and 120 hours."))
    require_text(terms.supervisor_name, _("Enter the name of the supervisor."))
    require_text(terms.supervisor_email, _("Enter the supervisor's e-mail address."))
    learner = placement.internship.enrolment.user
    if terms.supervisor_email.strip().lower() == learner.email.lower():
        raise UnableToPlace(_("The learner cannot be the supervisor. Name another person at the host."))
    _require_dates(placement, terms)


def _require_dates(placement: Placement, terms: Terms) -> None:
    last = last_day(placement.internship.enrolment, placement.internship.extra_weeks)
    if terms.ends_on <= terms.starts_on:
        raise UnableToPlace(_("The last day has to come after the first one."))
    if terms.ends_on > last:
        raise UnableToPlace(
            _("The placement has to end by %s, the last day of the programme.") % date_format(last, "j F Y")
        )


def _require_name(name: str) -> None:
    require_text(name, _("Type your full name as a signature."))
