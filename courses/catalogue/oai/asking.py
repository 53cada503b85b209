"""What a harvester asks (OAI-PMH 2.0): verbs, their arguments, dates and tokens; and the errors of the protocol."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core import signing
from django.utils.dateparse import parse_date

from courses.catalogue.models import CatalogueRecord

FORMATS = ("oai_dc", "lom")
SETS = {"lessons": "lesson", "cases": "case", "readings": "reading"}
_LIST = ({"metadataPrefix"}, {"from", "until", "set"}, True)
VERBS: dict[str, tuple[set[str], set[str], bool]] = {
    "Identify": (set(), set(), False),
    "ListMetadataFormats": (set(), {"identifier"}, False),
    "ListSets": (set(), set(), True),
    "GetRecord": ({"identifier", "metadataPrefix"}, set(), False),
    "ListIdentifiers": _LIST,
    "ListRecords": _LIST,
}
"""Verb -> the arguments that it needs, those that it may have, and whether it takes a resumption token."""
_SALT = "oai-pmh"
_SECOND = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class ProtocolError(Exception):
    """One of the error codes of the protocol, with a sentence."""

    def __init__(self, code: str, message: str):
        super().__init__(message)
        self.code, self.message = code, message


@dataclass(frozen=True)
class Range:
    """Which records a list has, and after which one it goes on."""

    prefix: str
    kind: str = ""
    since: datetime | None = None
    before: datetime | None = None
    """Exclusive."""
    after: tuple[datetime, int] | None = None
    cursor: int = 0


def read_arguments(given: Mapping[str, Sequence[str]]) -> tuple[str, dict[str, str]]:
    """The verb and its arguments. Raises ProtocolError."""
    verbs = given.get("verb", [])
    if len(verbs) != 1 or verbs[0] not in VERBS:
        raise ProtocolError("badVerb", "Give one verb of OAI-PMH 2.0.")
    verb = verbs[0]
    arguments = {name: values[0] for name, values in given.items() if name != "verb"}
    if repeated := [name for name, values in given.items() if len(values) > 1]:
        raise ProtocolError("badArgument", f"Given more than once: {', '.join(repeated)}.")
    _check(verb, set(arguments))
    return verb, arguments


def _check(verb: str, names: set[str]) -> None:
    needed, allowed, takes_token = VERBS[verb]
    if takes_token and "resumptionToken" in names:
        if names != {"resumptionToken"}:
            raise ProtocolError("badArgument", "A resumption token stands alone.")
        return
    if missing := needed - names:
        raise ProtocolError("badArgument", f"Missing: {', '.join(sorted(missing))}.")
    if unknown := names - needed - allowed:
        raise ProtocolError("badArgument", f"Not an argument of {verb}: {', '.join(sorted(unknown))}.")


def read_range(verb: str, arguments: Mapping[str, str]) -> Range:
    """Raises ProtocolError."""
    if "resumptionToken" in arguments:
        return _resumed(verb, arguments["resumptionToken"])
    check_format(arguments["metadataPrefix"])
    wanted = arguments.get("set", "")
    if wanted and wanted not in SETS:
        raise ProtocolError("noRecordsMatch", "There is no such set.")
    since, until = arguments.get("from"), arguments.get("until")
    if since and until and len(since) != len(until):
        raise ProtocolError("badArgument", "from and until have the same granularity.")
    first, last = (_moment(value) if value is not None else None for value in (since, until))
    if first and last and first > last:
        raise ProtocolError("badArgument", "from is later than until.")
    step = timedelta(days=1) if until and len(until) == 10 else timedelta(seconds=1)
    return Range(arguments["metadataPrefix"], SETS.get(wanted, ""), first, last + step if last else None)


def check_format(prefix: str) -> None:
    if prefix not in FORMATS:
        raise ProtocolError("cannotDisseminateFormat", f"The formats are {' and '.join(FORMATS)}.")


def _moment(text: str) -> datetime:
    """A day or a second in UTC."""
    try:
        if _SECOND.fullmatch(text):
            return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S%z")
        day = parse_date(text) if _DAY.fullmatch(text) else None
        if day and day.year < 9999:  # the day after is still a date
            return datetime(day.year, day.month, day.day, tzinfo=UTC)
    except ValueError:
        pass
    raise ProtocolError("badArgument", "A date is YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ.")


def token_of(verb: str, asked: Range, last: CatalogueRecord, cursor: int) -> str:
    """Everything that the next page needs. The server keeps nothing of a harvest."""
    moments = [each.isoformat() if each else "" for each in (asked.since, asked.before, last.changed_at)]
    return signing.dumps([verb, asked.prefix, asked.kind, *moments, last.pk, cursor], salt=_SALT)


def _resumed(verb: str, token: str) -> Range:
    refusal = ProtocolError("badResumptionToken", "The resumption token is not one of this list.")
    try:
        told = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        raise refusal from None
    if told[0] != verb:
        raise refusal
    since, before, after = (datetime.fromisoformat(text) if text else None for text in told[3:6])
    assert after is not None  # noqa: S101 -- every token that we sign has it
    return Range(told[1], told[2], since, before, (after, told[6]), told[7])
