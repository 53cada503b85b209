"""Tags of the site's shell: the one stylesheet, the one script, moments in a person's own zone."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.timezone import now

from cms.look import CSS
from learners.admissions.queries import next_intake, open_intake
from learners.credentials.issuer import issuer_address
from learners.enrolment.access import words

register = template.Library()
_STYLE = mark_safe(f"<style>{CSS}</style>")  # noqa: S308 -- our own file


@register.simple_tag
def campus_css():
    """The whole stylesheet in the page: a second request would cost more than its 4 kB."""
    return _STYLE


@register.simple_tag
def campus_js():
    return format_html('<script src="{}" defer></script>', static("campus/campus.js"))


@register.filter
def in_zone(moment, zone: str) -> str:
    """The moment in words with the zone named; nothing for no moment."""
    return words(moment, zone or "UTC") if moment else ""


@register.simple_tag
def intake_open():
    """The intake in which people can apply today, or nothing."""
    return open_intake(at=now())


@register.simple_tag
def intake_next():
    """The intake that opens next, or nothing."""
    return next_intake(at=now())


@register.simple_tag
def office_address() -> str:
    return issuer_address()
