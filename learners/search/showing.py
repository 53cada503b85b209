"""The results as the page shows them: a few of each kind, or all of one."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from learners.search.finding import KINDS, Hit, Results

FEW = 5


@dataclass(frozen=True)
class Facet:
    label: str
    count: int
    query: str
    chosen: bool


@dataclass(frozen=True)
class Part:
    label: str
    hits: list[Hit]
    count: int
    query: str
    """The address of all of them; empty when all stand here."""


@dataclass(frozen=True)
class Shown:
    parts: list[Part]
    kinds: list[Facet]
    principles: list[Facet]


def kind_labels() -> dict[str, str]:
    return {
        "lesson": _("Lessons"),
        "case": _("Cases"),
        "principle": _("Principles"),
        "term": _("Glossary"),
        "reading": _("Readings"),
    }


def shown(results: Results, words: str) -> Shown:
    asked = {"q": words, "kind": results.kind, "principle": results.principle or ""}
    labels = kind_labels()
    kinds = [
        Facet(labels[kind], count, _query(asked, kind=kind), kind == results.kind)
        for kind, count in results.kinds.items()
    ]
    principles = [
        Facet(f"{number}. {title}", count, _query(asked, principle=number), number == results.principle)
        for number, (title, count) in results.principles.items()
    ]
    whole = [Facet(_("Everything"), results.all, _query(asked, kind=""), not results.kind)]
    return Shown(list(_parts(results, asked, labels)), [*whole, *kinds], principles)


def _parts(results: Results, asked: dict, labels: dict[str, str]):
    for kind in KINDS:
        hits = [hit for hit in results.hits if hit.kind == kind]
        if not hits:
            continue
        few = hits if results.kind else hits[:FEW]
        more = _query(asked, kind=kind) if len(few) < len(hits) else ""
        yield Part(labels[kind], few, len(hits), more)


def _query(asked: dict, **changed) -> str:
    return urlencode({name: value for name, value in (asked | changed).items() if value != ""})
