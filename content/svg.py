"""Which drawings are allowed. They stand inside the page, so nothing in them may act, load or set a colour."""

import re
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

MOST_BYTES = 3000
WIDTH = 320
_SPACE = "{http://www.w3.org/2000/svg}"
_ELEMENTS = {"svg", "g", "path", "line", "polyline", "polygon", "rect", "circle", "ellipse", "text", "tspan"}
_ATTRIBUTES = {
    "viewBox", "d", "points", "x", "y", "dx", "dy", "x1", "x2", "y1", "y2", "cx", "cy", "r", "rx", "ry", "width", "height",
    "fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-opacity", "font-size", "font-weight",
    "text-anchor", "transform",
}  # fmt: skip
_COLOURS = {"none", "currentColor"}
_START = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 '
_VALUE = re.compile(r"[\w\s.,%()+-]*\Z")


def drawing_problems(source: str) -> list[str]:
    """Why a drawing is refused, each as a full sentence; an empty list if it may be shown."""
    if len(source.encode()) > MOST_BYTES:
        return [_("The drawing is larger than %(limit)s bytes.") % {"limit": MOST_BYTES}]
    # Document types, comments and CDATA are where XML and HTML read the same text differently.
    if "<!" in source or "<?" in source:
        return [_("The drawing has a comment, a document type or an instruction. Leave it out.")]
    if not source.startswith(_START):
        return [_("The drawing does not start with “%(start)s”.") % {"start": _START}]
    try:
        root = fromstring(source)
    except (ParseError, DefusedXmlException) as error:
        return [_("The drawing cannot be read: %(reason)s.") % {"reason": error}]
    problems = [problem for element in root.iter() for problem in _element_problems(element)]
    if root.get("fill") != "currentColor":
        problems.append(_("The drawing takes its colour from the text: set fill to currentColor on top."))
    return problems


def _element_problems(element: Element) -> list[str]:
    name = element.tag.removeprefix(_SPACE)
    if not element.tag.startswith(_SPACE) or name not in _ELEMENTS:
        return [_("The element “%(name)s” is not allowed in a drawing.") % {"name": name}]
    return [
        _("The attribute “%(name)s” with the value “%(value)s” is not allowed in a drawing.")
        % {"name": key, "value": value}
        for key, value in element.attrib.items()
        if not _is_allowed(key, value)
    ]


def _is_allowed(key: str, value: str) -> bool:
    if key in ("fill", "stroke"):
        return value in _COLOURS
    return key in _ATTRIBUTES and "url" not in value and bool(_VALUE.match(value))


def drawing_html(source: str, *, alternative: str) -> SafeString:
    """The drawing as one image with its text; the text alone if the drawing may not be shown."""
    if drawing_problems(source):
        return escape(alternative)
    labelled = f'<svg role="img" aria-label="{escape(alternative)}"'
    return mark_safe(labelled + source.strip().removeprefix("<svg"))  # noqa: S308 -- checked two lines above
