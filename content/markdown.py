"""How text becomes HTML. The only place where it does."""

import nh3
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from markdown import Markdown

_TAGS = {
    "a", "abbr", "blockquote", "br", "code", "dd", "del", "dfn", "dl", "dt", "em", "h2", "h3", "h4", "hr", "li", "ol",
    "p", "pre", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "th": {"scope"}, "abbr": {"title"}, "ol": {"start"}}
_SCHEMES = {"http", "https", "mailto"}
_EXTENSIONS = ["tables", "sane_lists", "smarty"]


def clean_html(html: str) -> SafeString:
    """The HTML less everything that is not on the allow-list: scripts, styles, frames, images, event handlers."""
    cleaned = nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel="noopener",
        generic_attribute_prefixes=set(),
    )
    return mark_safe(cleaned)  # noqa: S308 -- cleaned one line above


def render_markdown(text: str) -> SafeString:
    html = Markdown(extensions=_EXTENSIONS, output_format="html").convert(text)
    html = html.replace("<th>", '<th scope="col">').replace("<th style", '<th scope="col" style')
    return _scrolling_tables(clean_html(html))


def _scrolling_tables(html: SafeString) -> SafeString:
    """A wide table scrolls by itself, also with the keyboard; the page never scrolls sideways."""
    name = escape(_("Table"))
    opening = f'<div class="table-wrap" role="region" tabindex="0" aria-label="{name}"><table>'
    return mark_safe(html.replace("<table>", opening).replace("</table>", "</table></div>"))  # noqa: S308 -- it was cleaned
