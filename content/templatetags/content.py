"""What public pages ask about the knowledge base."""

from django import template

from content.base.licences import licence_address
from content.base.metadata import head_of
from content.casestudies.citing import citation_of, in_words
from content.casestudies.comparing import factors_of
from content.casestudies.describing import record_of_case
from content.casestudies.listing import case_list
from content.casestudies.queries import cases_touching, principles_of
from content.maturity.queries import published_sheet
from content.principles.queries import principles
from content.resources.describing import record_of_reading

register = template.Library()
for tag in (
    principles,
    cases_touching,
    principles_of,
    published_sheet,
    factors_of,
    case_list,
    licence_address,
):
    register.simple_tag(tag)


@register.simple_tag
def case_head(case, principles):
    return head_of(record_of_case(case, principles))


@register.simple_tag
def reading_head(reading):
    return head_of(record_of_reading(reading))


@register.simple_tag
def citation_in_words(case) -> str:
    return in_words(citation_of(case, url=case.full_url))


@register.simple_tag
def address_above(page, levels: int = 1) -> str:
    """Of the page that this one lies under, without asking the database for it."""
    parts = (page.url or "/").rstrip("/").split("/")
    return "/".join(parts[:-levels]) + "/"
