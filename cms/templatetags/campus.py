"""Tags of the site's shell: the one stylesheet, the one script, moments in a person's own zone, words in one line."""

import re

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe
from django.utils.timezone import now

from cms.look import ANSWER_CSS, CSS
from learners.admissions.queries import is_full, next_intake, open_intakes
from learners.credentials.issuer import issuer_address
from learners.dashboard.weeks import duration
from learners.enrolment.access import words

register = template.Library()
register.simple_tag(duration)
register.simple_tag(is_full)
_SHORT_WITH_HYPHEN = re.compile(r"(?<![\w-])(?=[\w-]{3,20}(?![\w-]))\w+(?:-\w+)+")
_STYLE = mark_safe(f"<style>{CSS}</style>")  # noqa: S308 -- our own file
_ANSWER_STYLE = mark_safe(f"<style>{ANSWER_CSS}</style>")  # noqa: S308 -- the same file


@register.simple_tag
def site_name() -> str:
    """Also where a page of trouble is made without any context."""
    return settings.SITE_NAME


@register.simple_tag
def campus_css():
    """The whole stylesheet in the page: a second request would cost more than its 4 kB."""
    return _STYLE


@register.simple_tag
def answer_css():
    """What of it the small answers for strangers need."""
    return _ANSWER_STYLE


@register.simple_tag
def campus_js():
    return format_html('<script src="{}" defer></script>', static("campus/campus.js"))


@register.filter
def in_zone(moment, zone: str) -> str:
    """The moment in words with the zone named, and the year if it is not the present one; nothing for no moment."""
    return words(moment, zone or "UTC", at=now()) if moment else ""


@register.filter
def in_zone_with_year(moment, zone: str) -> str:
    """The same for lists that reach into another year."""
    return words(moment, zone, day="l j F Y") if moment else ""


@register.filter
def whole_words(text: str) -> str:
    """A short word with a hyphen, such as E-Governance, stays in one line."""
    html = _SHORT_WITH_HYPHEN.sub(r'<span class="whole">\g<0></span>', conditional_escape(text))
    return mark_safe(html)  # noqa: S308 -- it was escaped one line above


@register.simple_tag
def intakes_open():
    """The intakes in which people can apply today, the one that closes first at the beginning."""
    return list(open_intakes(at=now()))


@register.simple_tag
def intake_next():
    """The intake that opens next, or nothing."""
    return next_intake(at=now())


@register.simple_tag
def office_address() -> str:
    return issuer_address()
