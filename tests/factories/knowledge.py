"""Words and readings of the knowledge base."""

from django.utils.text import slugify
from wagtail.models import Locale

from content.glossary.models import GlossaryTerm
from content.resources.models import OpenResource
from tests.factories.programme import make_principle


def make_term(
    term: str = "Interoperability",
    definition: str = "Systems work together.",
    *,
    principle: int | None = None,
) -> GlossaryTerm:
    return GlossaryTerm.objects.create(
        slug=slugify(term)[:80],
        term=term,
        definition=definition,
        principle=make_principle(principle) if principle else None,
        locale=Locale.get_default(),
    )


def make_reading(code: str = "a-report", **fields) -> OpenResource:
    usual = {
        "title": f"Reading {code}",
        "creator": "An office",
        "year": 2020,
        "record_type": "report",
        "language": "en",
        "keywords": ["standards"],
        "abstract": "What a register is.",
        "rights": "CC BY 4.0",
        "url": "https://example.org/report",
    }
    return OpenResource.objects.create(code=code, locale=Locale.get_default(), **(usual | fields))
