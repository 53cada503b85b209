"""A record in the two formats of the provider: Dublin Core, and IEEE LOM."""

import re
from xml.etree.ElementTree import Element, SubElement, register_namespace

from content.base.metadata import Record, dublin_core

OAI = "http://www.openarchives.org/OAI/2.0/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
DC = "http://purl.org/dc/elements/1.1/"
LOM = "http://ltsc.ieee.org/xsd/LOM"
SCHEMAS = {
    "oai_dc": (OAI_DC, "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"),
    "lom": (LOM, "http://ltsc.ieee.org/xsd/lomv1.0/lom.xsd"),
}
for _prefix, _space in {"": OAI, "xsi": XSI, "oai_dc": OAI_DC, "dc": DC, "lom": LOM}.items():
    register_namespace(_prefix, _space)
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """Without the characters that XML 1.0 does not know."""
    return _NOT_XML.sub("", text)


def add(parent: Element, space: str, name: str, text: str = "", **attributes: str) -> Element:
    child = SubElement(parent, f"{{{space}}}{name}", attributes)
    if text:
        child.text = xml_text(text)
    return child


def add_metadata(parent: Element, record: Record, prefix: str) -> None:
    space, schema = SCHEMAS[prefix]
    root = add(parent, space, "dc" if prefix == "oai_dc" else "lom")
    root.set(f"{{{XSI}}}schemaLocation", f"{space} {schema}")
    if prefix == "oai_dc":
        for element, value in dublin_core(record):
            add(root, DC, element, value)
    else:
        _general(root, record)
        _life_cycle(root, record)
        _technical(root, record)
        _educational(root, record)
        _rights(root, record)


def _lom(parent: Element, name: str, text: str = "") -> Element:
    return add(parent, LOM, name, text)


def _string(parent: Element, name: str, text: str) -> None:
    if text:
        add(_lom(parent, name), LOM, "string", text, language="en")


def _value(parent: Element, name: str, value: str) -> None:
    inner = _lom(parent, name)
    _lom(inner, "source", "LOMv1.0")
    _lom(inner, "value", value)


def _general(root: Element, record: Record) -> None:
    general = _lom(root, "general")
    identifier = _lom(general, "identifier")
    _lom(identifier, "catalog", "URI")
    _lom(identifier, "entry", record.url)
    _string(general, "title", record.title)
    for language in record.languages:
        _lom(general, "language", language)
    _string(general, "description", record.description)
    for word in (*record.keywords, *record.principles):
        _string(general, "keyword", word)


def _life_cycle(root: Element, record: Record) -> None:
    cycle = _lom(root, "lifeCycle")
    people = [*(("author", name) for name in record.creators), ("publisher", record.publisher)]
    for role, name in people:
        if not name:
            continue
        contribute = _lom(cycle, "contribute")
        _value(contribute, "role", role)
        one_line = " ".join(name.split())
        _lom(contribute, "entity", f"BEGIN:VCARD\nVERSION:3.0\nFN:{one_line}\nORG:{one_line}\nEND:VCARD")
        if role == "publisher" and record.issued:
            _lom(_lom(contribute, "date"), "dateTime", record.issued)


def _technical(root: Element, record: Record) -> None:
    technical = _lom(root, "technical")
    _lom(technical, "format", "text/html")
    _lom(technical, "location", record.source_url or record.url)


def _educational(root: Element, record: Record) -> None:
    educational = _lom(root, "educational")
    _value(educational, "learningResourceType", "narrative text")
    _value(educational, "intendedEndUserRole", "learner")
    _value(educational, "context", "higher education")
    if record.minutes:
        _lom(_lom(educational, "typicalLearningTime"), "duration", f"PT{record.minutes}M")


def _rights(root: Element, record: Record) -> None:
    rights = _lom(root, "rights")
    _value(rights, "cost", "no")
    _value(rights, "copyrightAndOtherRestrictions", "yes")
    _string(rights, "description", " ".join(filter(None, (record.rights, record.rights_url))))
