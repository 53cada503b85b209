"""What a harvester is answered (OAI-PMH 2.0), page by page, from the kept records."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, tostring

from django.conf import settings
from django.db.models import Min, Q, QuerySet

from courses.catalogue.models import CatalogueRecord
from courses.catalogue.noting import record_of
from courses.catalogue.oai.asking import (
    FORMATS,
    SETS,
    ProtocolError,
    Range,
    check_format,
    read_arguments,
    read_range,
    token_of,
)
from courses.catalogue.oai.formats import OAI, SCHEMAS, XSI, add, add_metadata, xml_text

PAGE = 100
_SET_OF = {kind: name for name, kind in SETS.items()}


def answer(given: Mapping[str, Sequence[str]], *, base_url: str, mail: str, at: datetime) -> bytes:
    """The whole document, also for a request that is wrong: the protocol has errors of its own."""
    root = Element(f"{{{OAI}}}OAI-PMH")
    root.set(f"{{{XSI}}}schemaLocation", f"{OAI} http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd")
    add(root, OAI, "responseDate", stamp(at))
    asked = add(root, OAI, "request", base_url)
    try:
        verb, arguments = read_arguments(given)
        part = Element(f"{{{OAI}}}{verb}")
        _PARTS[verb](part, arguments, base_url=base_url, mail=mail)
    except ProtocolError as error:
        add(root, OAI, "error", error.message, code=error.code)
        if error.code in ("badVerb", "badArgument"):
            return _document(root)  # then the request is not repeated in attributes
    else:
        root.append(part)
    for name, values in given.items():
        asked.set(name, xml_text(values[0]))
    return _document(root)


def _document(root: Element) -> bytes:
    return tostring(root, encoding="UTF-8", xml_declaration=True)


def stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def identifier_of(row: CatalogueRecord) -> str:
    return f"{_namespace()}{row.kind}/{row.key}"


def _namespace() -> str:
    return f"oai:{urlsplit(settings.SITE_ADDRESS).hostname}:"


def _row(identifier: str) -> CatalogueRecord:
    kind, _slash, key = identifier.removeprefix(_namespace()).partition("/")
    row = None
    if identifier.startswith(_namespace()) and "\0" not in key:
        row = CatalogueRecord.objects.filter(kind=kind, key=key).first()
    if row is None:
        raise ProtocolError("idDoesNotExist", "There is no such record.")
    return row


def _identify(part: Element, _arguments, *, base_url: str, mail: str) -> None:
    first = CatalogueRecord.objects.aggregate(first=Min("changed_at"))["first"]
    facts = {
        "repositoryName": settings.SITE_NAME,
        "baseURL": base_url,
        "protocolVersion": "2.0",
        "adminEmail": mail,
        "earliestDatestamp": stamp(first) if first else "1970-01-01T00:00:00Z",
        "deletedRecord": "persistent",
        "granularity": "YYYY-MM-DDThh:mm:ssZ",
        "compression": "gzip",
    }
    for name, value in facts.items():
        add(part, OAI, name, value)


def _formats(part: Element, arguments, **_site) -> None:
    if "identifier" in arguments:
        _row(arguments["identifier"])
    for prefix in FORMATS:
        inner = add(part, OAI, "metadataFormat")
        space, schema = SCHEMAS[prefix]
        for name, value in (("metadataPrefix", prefix), ("schema", schema), ("metadataNamespace", space)):
            add(inner, OAI, name, value)


def _sets(part: Element, arguments, **_site) -> None:
    if "resumptionToken" in arguments:
        raise ProtocolError("badResumptionToken", "All sets stand in one list.")
    for name in SETS:
        inner = add(part, OAI, "set")
        add(inner, OAI, "setSpec", name)
        add(inner, OAI, "setName", name.capitalize())


def _record(part: Element, arguments, **_site) -> None:
    check_format(arguments["metadataPrefix"])
    _add_record(part, _row(arguments["identifier"]), arguments["metadataPrefix"])


def _identifiers(part: Element, arguments, **_site) -> None:
    _list("ListIdentifiers", part, arguments, lambda row, _prefix: _add_header(part, row))


def _records(part: Element, arguments, **_site) -> None:
    _list("ListRecords", part, arguments, lambda row, prefix: _add_record(part, row, prefix))


def _list(verb: str, part: Element, arguments, write) -> None:
    """One page, and the token of the next one. Two queries; the database gives no more rows than the page has."""
    asked = read_range(verb, arguments)
    rows = _fitting(asked)
    size = rows.count()
    page = list(_after(rows, asked).order_by("changed_at", "pk")[: PAGE + 1])
    if not page:
        raise ProtocolError("noRecordsMatch", "No record fits.")
    for row in page[:PAGE]:
        write(row, asked.prefix)
    more = len(page) > PAGE
    if more or asked.after:
        token = token_of(verb, asked, page[PAGE - 1], asked.cursor + PAGE) if more else ""
        position = {"completeListSize": str(size), "cursor": str(asked.cursor)}
        add(part, OAI, "resumptionToken", token, **position)


def _fitting(asked: Range) -> QuerySet[CatalogueRecord]:
    rows = CatalogueRecord.objects.all()
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.since:
        rows = rows.filter(changed_at__gte=asked.since)
    if asked.before:
        rows = rows.filter(changed_at__lt=asked.before)
    return rows


def _after(rows: QuerySet[CatalogueRecord], asked: Range) -> QuerySet[CatalogueRecord]:
    """What changes during a harvest moves to the end, so it is met again and never missed."""
    if asked.after is None:
        return rows
    moment, pk = asked.after
    return rows.filter(Q(changed_at__gt=moment) | Q(changed_at=moment, pk__gt=pk))


def _add_header(parent: Element, row: CatalogueRecord) -> None:
    header = add(parent, OAI, "header", **({"status": "deleted"} if row.deleted else {}))
    add(header, OAI, "identifier", identifier_of(row))
    add(header, OAI, "datestamp", stamp(row.changed_at))
    add(header, OAI, "setSpec", _SET_OF[row.kind])


def _add_record(parent: Element, row: CatalogueRecord, prefix: str) -> None:
    record = add(parent, OAI, "record")
    _add_header(record, row)
    if not row.deleted:
        add_metadata(add(record, OAI, "metadata"), record_of(row), prefix)


_PARTS: dict[str, Callable[..., None]] = {
    "Identify": _identify,
    "ListMetadataFormats": _formats,
    "ListSets": _sets,
    "GetRecord": _record,
    "ListIdentifiers": _identifiers,
    "ListRecords": _records,
}
