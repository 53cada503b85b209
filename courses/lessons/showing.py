"""A lesson as its readers see it: rendered parts, contents, principles, cases, sources."""

from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext as _

from content.glossary.linking import Entry, entries, link_first_uses
from content.principles.models import PrinciplePage
from courses.lessons.checking import minutes_to_study
from courses.lessons.models import LessonPage


@dataclass(frozen=True)
class Link:
    label: str
    url: str


@dataclass(frozen=True)
class Chip:
    number: int
    pillar: str
    name: str
    url: str


@dataclass(frozen=True)
class Source:
    title: str
    creator: str
    year: int | None
    url: str


@dataclass(frozen=True)
class LessonText:
    title: str
    minutes: int
    body: SafeString
    contents: tuple[Link, ...]
    chips: tuple[Chip, ...]
    cases: tuple[Link, ...]
    sources: tuple[Source, ...]
    discussion_prompt: str
    words: tuple[Entry, ...]
    """Terms of the glossary, in the order of their first use, which is a link to them."""


def lesson_text(page: LessonPage) -> LessonText:
    """Everything that a lesson page shows. Costs several queries: callers keep the result where the text is frozen."""
    html = "\n".join(block.render() for block in page.body)
    linked = link_first_uses(mark_safe(html), entries())  # noqa: S308 -- each block's template has escaped its values
    return LessonText(
        title=page.title,
        minutes=minutes_to_study(page.body),
        body=linked.html,
        contents=tuple(_contents(page)),
        chips=tuple(_chip(principle) for principle in principles_of(page)),
        cases=tuple(
            Link(link.case.title, link.case.url or "")
            for link in page.case_links.select_related("case")
            if link.case.live
        ),
        sources=tuple(_source(link.resource) for link in page.resource_links.select_related("resource")),
        discussion_prompt=page.discussion_prompt,
        words=linked.used,
    )


def principles_of(page: LessonPage) -> list[PrinciplePage]:
    """The main one first. One query for each page object, however often it is asked."""
    if not hasattr(page, "_campus_principles"):
        links = page.principle_links.select_related("principle")
        page._campus_principles = [link.principle for link in links]
    return page._campus_principles


def _contents(page: LessonPage):
    names = {"activity": _("Activity"), "check": _("Check yourself"), "apply": _("Apply at work")}
    for block in page.body:
        if block.block_type == "section":
            yield Link(block.value["heading"], f"#{slugify(block.value['heading'])}")
        elif block.block_type == "case":
            yield Link(_("Case"), "#case")
        elif block.block_type in names:
            yield Link(names[block.block_type], f"#{block.block_type}")


def _chip(principle) -> Chip:
    return Chip(principle.number, principle.pillar, principle.title, principle.url or "")


def _source(resource) -> Source:
    return Source(resource.title, resource.creator, resource.year, resource.url)
