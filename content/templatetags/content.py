"""What public pages ask about the knowledge base."""

from django import template

from content.casestudies.queries import cases_touching, published_cases
from content.maturity.queries import published_sheet
from content.principles.queries import principles

register = template.Library()
register.simple_tag(principles)
register.simple_tag(published_cases)
register.simple_tag(cases_touching)
register.simple_tag(published_sheet)
