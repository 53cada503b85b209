import json
import re

import pytest

from content.base.metadata import Record, dublin_core, head_of, json_ld
from tests.factories.cases import make_library_case
from tests.factories.knowledge import make_reading
from tests.factories.programme import make_lesson, make_module, make_programme

WHOLE = Record(
    kind="lesson",
    key="M01-L01",
    path="/programme/m01/m01-l01/",
    title="A </script><b>title</b>",
    description='About "it" & more',
    creators=("An institute",),
    publisher="An institute",
    issued="2026-03-01",
    languages=("en",),
    keywords=("data",),
    principles=("1. Openness",),
    resource_type="lesson",
    rights="CC BY 4.0",
    rights_url="https://creativecommons.org/licenses/by/4.0/",
    minutes=25,
    free=False,
    links=("https://example.org/",),
)


def test_schema_org(settings):
    settings.SITE_ADDRESS = "https://campus.example"

    assert json_ld(WHOLE) == {
        "@context": "https://schema.org",
        "@type": ["CreativeWork", "LearningResource"],
        "@id": "https://campus.example/programme/m01/m01-l01/",
        "url": "https://campus.example/programme/m01/m01-l01/",
        "name": "A </script><b>title</b>",
        "description": 'About "it" & more',
        "author": [{"@type": "Organization", "name": "An institute"}],
        "publisher": {"@type": "Organization", "name": "An institute"},
        "datePublished": "2026-03-01",
        "inLanguage": ["en"],
        "keywords": ["data"],
        "learningResourceType": "lesson",
        "educationalLevel": "postgraduate",
        "timeRequired": "PT25M",
        "educationalAlignment": [
            {
                "@type": "AlignmentObject",
                "alignmentType": "educationalSubject",
                "educationalFramework": "OECD/LEGAL/0406",
                "targetName": "1. Openness",
            }
        ],
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "citation": ["https://example.org/"],
        "isAccessibleForFree": False,
    }


def test_dublin_core(settings):
    settings.SITE_ADDRESS = "https://campus.example"

    assert dublin_core(WHOLE) == [
        ("title", "A </script><b>title</b>"),
        ("creator", "An institute"),
        ("subject", "data"),
        ("subject", "1. Openness"),
        ("description", 'About "it" & more'),
        ("publisher", "An institute"),
        ("date", "2026-03-01"),
        ("type", "lesson"),
        ("format", "text/html"),
        ("identifier", "https://campus.example/programme/m01/m01-l01/"),
        ("language", "en"),
        ("relation", "https://example.org/"),
        ("rights", "CC BY 4.0"),
        ("rights", "https://creativecommons.org/licenses/by/4.0/"),
    ]


def block_of(html: str) -> dict:
    [block] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, flags=re.S)
    return json.loads(block)


def test_nothing_in_a_text_ends_the_block():
    head = head_of(WHOLE)

    assert block_of(head) == json_ld(WHOLE)
    assert head.count("</script>") == 1
    assert "<b>" not in head


@pytest.mark.django_db
def test_each_public_page_carries_both(client):
    case = make_library_case(principles=(2,))
    lesson = make_lesson(make_module(make_programme()), brief="What it is about.")
    make_reading()

    told = {}
    for address in (case.url, lesson.url, "/resources/a-report/"):
        html = client.get(address).content.decode()
        block = block_of(html)
        assert f'<meta name="DC.identifier" content="{block["url"]}">' in html
        told[address] = block["name"], block.get("license"), block["isAccessibleForFree"]

    licence = "https://creativecommons.org/licenses/by/4.0/"
    assert told == {
        case.url: ("Case a-portal", licence, True),
        lesson.url: ("Lesson M01-L01", licence, False),
        "/resources/a-report/": ("Reading a-report", None, True),
    }
