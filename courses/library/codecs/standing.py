"""Ordinary pages of text: help, accessibility."""

from content.pages.models import StandardPage
from courses.library.codecs.base import Codec, home_page, latest, place_page


def _write_page(page: StandardPage | None, data: dict) -> StandardPage:
    page = latest(page) if page else StandardPage(slug=data["slug"])
    page.title = data["title"]
    page.body = [("text", data["text"])]
    return place_page(page, home_page(), live=True)


def _read_page(page: StandardPage) -> dict:
    page = latest(page)
    text = "\n\n".join(block.value for block in page.body if block.block_type == "text")
    return {"slug": page.slug, "title": page.title, "text": text}


PAGE = Codec(
    kind="page",
    file="pages",
    items=lambda library: [(page["slug"], page) for page in library.pages],
    existing=lambda: {page.slug: page for page in StandardPage.objects.order_by("path")},
    write=_write_page,
    read=_read_page,
)
