"""The registry of hosts: who is in it, which two are the same, what they offer."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from difflib import SequenceMatcher

from django.db import transaction
from django.utils.translation import gettext as _

from learners.admissions.countries import COUNTRIES
from learners.events.recording import record
from learners.placements.models import OPEN, Host, HostContact, HostOffer, Placement
from learners.placements.moving import UnableToPlace, require_text

LIKE = 0.86
"""From this similarity of names on, two hosts of a country are probably one."""
_LEGAL_FORMS = frozenset(
    "the of for and de la le du des el los las ltd limited inc llc plc gmbh ag sa sarl spa bv co corp company ngo".split()  # noqa: SIM905
)


@dataclass(frozen=True)
class HostFacts:
    name: str
    sector: str
    country: str
    place: str = ""


def key_of(name: str) -> str:
    """“The Ministry of Health, Ltd.” and “Ministry Health” have one key."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    words = [word for word in re.split(r"[\W_]+", plain) if word]
    return " ".join(word for word in words if word not in _LEGAL_FORMS) or " ".join(words)


def duplicates_of(name: str, country: str, *, but: int = 0) -> list[Host]:
    """Hosts of the same country with the same or a very similar name, the most similar first."""
    key = key_of(name)
    hosts = Host.objects.filter(country=country, merged_into=None).exclude(pk=but).order_by("pk")
    likeness = {host: _likeness(key, host.key) for host in hosts}
    return sorted((host for host in likeness if likeness[host] >= LIKE), key=lambda host: -likeness[host])


def _likeness(one: str, other: str) -> float:
    if one == other:
        return 1.0
    return SequenceMatcher(None, " ".join(sorted(one.split())), " ".join(sorted(other.split()))).ratio()


def host_for(facts: HostFacts, *, by, at: datetime) -> Host:
    """The host with exactly this name, or a new proposed one. Raises UnableToPlace."""
    _require_facts(facts)
    known = Host.objects.filter(country=facts.country, key=key_of(facts.name), merged_into=None)
    if host := known.order_by("pk").first():
        if host.state == Host.State.CLOSED:
            raise UnableToPlace(_("%s takes no learners at present. Name another host.") % host.name)
        return host
    return _create(facts, Host.State.PROPOSED, by=by, at=at)


@transaction.atomic
def register_host(facts: HostFacts, *, by, at: datetime, distinct: bool = False) -> Host:
    """A host that staff put into the registry, approved. Raises UnableToPlace, also for a probable duplicate.

    distinct: somebody has looked and says that it is another organisation.
    """
    _require_facts(facts)
    like = duplicates_of(facts.name, facts.country)
    if like and not distinct:
        names = ", ".join(host.name for host in like)
        raise UnableToPlace(
            _("A similar host is registered: %s. Use it, or say that this is another one.") % names
        )
    return _create(facts, Host.State.APPROVED, by=by, at=at)


@transaction.atomic
def change_host(
    host: Host, facts: HostFacts, *, capacity: int, notes: str, state: str, by, at: datetime
) -> Host:
    """Raises UnableToPlace."""
    _require_facts(facts)
    if host.merged_into_id:
        raise UnableToPlace(_("This host was merged into another one. Change that one."))
    if capacity < 1:
        raise UnableToPlace(_("Enter a capacity of 1 or more. A host that takes nobody is closed."))
    host.name, host.key = facts.name.strip(), key_of(facts.name)
    host.sector, host.country, host.place = facts.sector, facts.country, facts.place.strip()
    host.capacity, host.notes, host.state = capacity, notes.strip(), Host.State(state)
    host.save()
    record("host.changed", by=by, at=at, data={"host": host.pk, "state": host.state})
    return host


@transaction.atomic
def merge_hosts(host: Host, into: Host, *, by, at: datetime) -> Host:
    """Bring the placements, contacts and offers of one host to another, and close it. Raises UnableToPlace."""
    if host.pk == into.pk or into.merged_into_id or host.merged_into_id:
        raise UnableToPlace(_("Choose two hosts that are both in the registry."))
    rows = {each.pk: each for each in Host.objects.select_for_update().filter(pk__in=(host.pk, into.pk))}
    host, into = rows[host.pk], rows[into.pk]
    both = Placement.objects.filter(host=host, state__in=OPEN).values("internship")
    if Placement.objects.filter(host=into, state__in=OPEN, internship__in=both).exists():
        raise UnableToPlace(_("A learner has open placements at both. End one of them first."))
    Placement.objects.filter(host=host).update(host=into)
    HostOffer.objects.filter(host=host).update(host=into)
    known = into.contacts.values("email")
    HostContact.objects.filter(host=host).exclude(email__in=known).update(host=into)
    host.merged_into, host.state = into, Host.State.CLOSED
    host.save(update_fields=["merged_into", "state"])
    record("host.merged", by=by, at=at, data={"host": host.pk, "into": into.pk})
    return into


@transaction.atomic
def publish_offer(
    host: Host, *, title: str, task: str, mode: str, places: int, open_until_on: date, by, at: datetime
) -> HostOffer:
    """A task for which learners may apply. Raises UnableToPlace."""
    if host.state != Host.State.APPROVED:
        raise UnableToPlace(_("Approve the host first."))
    if open_until_on < at.date():
        raise UnableToPlace(_("Enter a day in the future."))
    if not 1 <= places <= host.capacity:
        raise UnableToPlace(_("Enter between 1 and %s places, the capacity of the host.") % host.capacity)
    return HostOffer.objects.create(
        host=host,
        title=require_text(title, _("Enter a title.")),
        task=require_text(task, _("Describe the task.")),
        mode=mode,
        places=places,
        open_until_on=open_until_on,
        published_at=at,
        published_by=by,
    )


def close_offer(offer: HostOffer, *, at: datetime) -> None:
    """Closed already is the same result."""
    HostOffer.objects.filter(pk=offer.pk, closed_at=None).update(closed_at=at)


def keep_contact(host: Host, *, name: str, function: str, email: str) -> HostContact:
    """Among the host's contacts; the newest name and function hold."""
    values = {"name": name, "function": function}
    return HostContact.objects.update_or_create(host=host, email=email, defaults=values)[0]


def free_places(host: Host) -> int:
    """By its capacity, with the placements that are approved and not over."""
    taken = host.placements.filter(
        state__in=[state for state in OPEN if state not in ("proposed", "returned")]
    )
    return max(0, host.capacity - taken.count())


def _create(facts: HostFacts, state: str, *, by, at: datetime) -> Host:
    host = Host.objects.create(
        name=facts.name.strip(),
        key=key_of(facts.name),
        sector=facts.sector,
        country=facts.country,
        place=facts.place.strip(),
        state=state,
        proposed_at=at,
        proposed_by=by,
    )
    record("host.registered", by=by, at=at, data={"host": host.pk, "state": state})
    return host


def _require_facts(facts: HostFacts) -> None:
    require_text(facts.name, _("Enter the name of the host."))
    if not key_of(facts.name):
        raise UnableToPlace(_("Enter a name with letters."))
    if facts.country not in COUNTRIES:
        raise UnableToPlace(_("Choose the country of the host."))
