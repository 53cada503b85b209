"""What is told of an open educational resource to machines: one record, as schema.org/LRMI, as Dublin Core, in a page's head."""

import json
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

FRAMEWORK = "OECD/LEGAL/0406"
LEVEL = "postgraduate"
_UNSAFE = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@dataclass(frozen=True)
class Record:
    """Everything is plain and fits into JSON, so that it can be kept."""

    kind: str
    """lesson, case or reading."""
    key: str
    """Unique in its kind: the code of a lesson or reading, the slug of a case."""
    path: str
    """Of its page on this site, from the first slash."""
    title: str
    description: str = ""
    creators: tuple[str, ...] = ()
    publisher: str = ""
    issued: str = ""
    """A day, a month or a year."""
    languages: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    principles: tuple[str, ...] = ()
    """In words: “1. Openness, …”."""
    resource_type: str = ""
    """For example lesson, case study, report."""
    rights: str = ""
    rights_url: str = ""
    source_url: str = ""
    """Where the thing itself stands when it is not on this site."""
    minutes: int | None = None
    free: bool = True
    """Everybody may read it in full, without an account."""
    links: tuple[str, ...] = field(default=())
    """What it refers to."""

    @property
    def url(self) -> str:
        return f"{settings.SITE_ADDRESS}{self.path}"


def dublin_core(record: Record) -> list[tuple[str, str]]:
    """Element and value, in the order of the fifteen elements; empty values are left out."""
    rows = [
        ("title", record.title),
        *(("creator", creator) for creator in record.creators),
        *(("subject", subject) for subject in (*record.keywords, *record.principles)),
        ("description", record.description),
        ("publisher", record.publisher),
        ("date", record.issued),
        ("type", record.resource_type),
        ("format", "text/html"),
        ("identifier", record.url),
        ("source", record.source_url),
        *(("language", language) for language in record.languages),
        *(("relation", link) for link in record.links),
        ("rights", record.rights),
        ("rights", record.rights_url),
    ]
    return [(element, value) for element, value in rows if value]


def json_ld(record: Record) -> dict:
    """schema.org with the terms of LRMI."""
    told = {
        "@context": "https://schema.org",
        "@type": ["CreativeWork", "LearningResource"],
        "@id": record.url,
        "url": record.url,
        "name": record.title,
        "description": record.description,
        "author": [{"@type": "Organization", "name": name} for name in record.creators],
        "publisher": {"@type": "Organization", "name": record.publisher} if record.publisher else None,
        "datePublished": record.issued,
        "inLanguage": list(record.languages),
        "keywords": list(record.keywords),
        "learningResourceType": record.resource_type,
        "educationalLevel": LEVEL,
        "timeRequired": f"PT{record.minutes}M" if record.minutes else None,
        "educationalAlignment": [_alignment(principle) for principle in record.principles],
        "license": record.rights_url,
        "sameAs": record.source_url,
        "citation": list(record.links),
        "isAccessibleForFree": record.free,
    }
    return {key: value for key, value in told.items() if value not in (None, "", [])}


def head_of(record: Record) -> SafeString:
    """For the head of its page. A data block is never carried out, so the content policy lets it stand."""
    metas = format_html_join("\n", '<meta name="DC.{}" content="{}">', dublin_core(record))
    data = json.dumps(json_ld(record), ensure_ascii=False).translate(_UNSAFE)
    return format_html(
        '<link rel="schema.DC" href="http://purl.org/dc/elements/1.1/">\n{}\n<script type="application/ld+json">{}</script>',
        metas,
        mark_safe(data),  # noqa: S308 -- without <, > and & nothing ends the block
    )


def _alignment(principle: str) -> dict:
    return {
        "@type": "AlignmentObject",
        "alignmentType": "educationalSubject",
        "educationalFramework": FRAMEWORK,
        "targetName": principle,
    }
