"""What is found for some words: lessons, cases, principles, terms and readings, with counts by kind and by principle."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import QuerySet
from django.urls import reverse
from wagtail.search.backends import get_search_backend

from content.casestudies.models import CaseStudyPage, CaseStudyPrinciple
from content.glossary.models import GlossaryTerm
from content.principles.models import PrinciplePage
from content.resources.models import OpenResource
from courses.lessons.models import LessonPrinciple
from learners.search.frozen import has_words
from learners.search.opening import OpenLessons

KINDS = ("lesson", "case", "principle", "term", "reading")
MOST = 200
"""Of each kind. Who gets more adds a word."""


@dataclass(frozen=True)
class Hit:
    kind: str
    pk: int
    title: str
    url: str
    note: str
    principles: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Results:
    hits: list[Hit]
    """Of the chosen kind and principle, by kind, the best first."""
    kinds: dict[str, int]
    """Kind -> how many there are with the chosen principle."""
    principles: dict[int, tuple[str, int]]
    """Number -> title, and how many there are of the chosen kind."""
    kind: str
    principle: int | None

    @property
    def all(self) -> int:
        return sum(self.kinds.values())


def search(words: str, *, lessons: OpenLessons, kind: str = "", principle: str = "") -> Results:
    """kind and principle: facets; an unknown value is left out. The same number of queries for any words."""
    words = words.replace(
        '"', " "
    ).strip()  # Wagtail's query for SQLite takes a quotation mark for the end of a word
    hits = (
        []
        if not words
        else [
            *_lessons(words, lessons),
            *_cases(words),
            *_principles(words),
            *_terms(words),
            *_readings(words),
        ]
    )
    titles = _titles() if hits else {}
    hits = _with_principles(hits)
    chosen = kind if kind in KINDS else ""
    number = (
        int(principle) if principle.isascii() and principle.isdigit() and int(principle) in titles else None
    )
    of_principle = [hit for hit in hits if number is None or number in hit.principles]
    of_kind = [hit for hit in hits if chosen in ("", hit.kind)]
    kinds = Counter(hit.kind for hit in of_principle)
    numbers = Counter(each for hit in of_kind for each in hit.principles)
    return Results(
        hits=[hit for hit in of_principle if chosen in ("", hit.kind)],
        kinds={each: kinds[each] for each in KINDS if kinds[each]},
        principles={each: (titles[each], numbers[each]) for each in sorted(numbers) if each in titles},
        kind=chosen,
        principle=number,
    )


def _found(words: str, among: QuerySet):
    """By relevance. The filters of the query set stay: what it leaves out is neither found nor counted."""
    return get_search_backend().search(words, among)[:MOST]


def _lessons(words: str, lessons: OpenLessons) -> Iterable[Hit]:
    for page in _found(words, lessons.pages().defer_streamfields()):
        yield Hit("lesson", page.pk, lessons.title_of(page), lessons.url_of(page), "")
    for pk, planned in lessons.frozen.items():
        if has_words(planned, words):
            yield Hit("lesson", pk, planned.title, reverse("activity", args=[planned.code]), "")


def _cases(words: str) -> Iterable[Hit]:
    for page in _found(words, CaseStudyPage.objects.live().defer_streamfields()):
        yield Hit("case", page.pk, page.title, page.url or "", f"{page.country}, {page.years}")


def _principles(words: str) -> Iterable[Hit]:
    for page in _found(words, PrinciplePage.objects.live().defer_streamfields()):
        own = frozenset({page.number})
        yield Hit("principle", page.pk, f"{page.number}. {page.title}", page.url or "", "", own)


def _terms(words: str) -> Iterable[Hit]:
    glossary = reverse("glossary")
    for term in _found(words, GlossaryTerm.objects.select_related("principle")):
        own = frozenset({term.principle.number} if term.principle else ())
        yield Hit("term", term.pk, term.term, f"{glossary}#{term.slug}", term.definition, own)


def _readings(words: str) -> Iterable[Hit]:
    for each in _found(words, OpenResource.objects.all()):
        note = ", ".join(str(part) for part in (each.creator, each.year) if part)
        yield Hit("reading", each.pk, each.title, reverse("reading", args=[each.code]), note)


def _titles() -> dict[int, str]:
    return dict(PrinciplePage.objects.live().values_list("number", "title"))


def _with_principles(hits: list[Hit]) -> list[Hit]:
    """Lessons and cases name theirs in tables of their own. One query for each of the two."""
    numbers: dict[tuple[str, int], set[int]] = {}
    tables = (
        ("lesson", "lesson_id", LessonPrinciple.objects.all()),
        ("case", "case_id", CaseStudyPrinciple.objects.all()),
    )
    for kind, column, links in tables:
        pks = [hit.pk for hit in hits if hit.kind == kind]
        rows = links.filter(**{f"{column}__in": pks}).values_list(column, "principle__number")
        for pk, number in rows if pks else ():
            numbers.setdefault((kind, pk), set()).add(number)
    return [
        replace(hit, principles=hit.principles | frozenset(numbers.get((hit.kind, hit.pk), ())))
        for hit in hits
    ]
