import json
from datetime import UTC, date, datetime

import pytest

from content.casestudies.citing import Citation, as_bibtex, as_csl, as_ris, citation_of, in_words
from content.casestudies.models import CaseStudyPage
from tests.factories.cases import make_library_case

CITED = Citation(
    "a-case",
    "50 % of {it} & more_",
    "An institute",
    date(2026, 3, 1),
    "Campus",
    "https://example.org/a/",
    "en",
)


def test_in_words():
    assert in_words(CITED) == "An institute (2026). 50 % of {it} & more_. Campus. https://example.org/a/"


def test_bibtex_escapes_what_means_something_there():
    assert as_bibtex(CITED) == (
        "@misc{a-case,\n"
        "  title = {{50 \\% of \\{it\\} \\& more\\_}},\n"
        "  author = {{An institute}},\n"
        "  howpublished = {Campus},\n"
        "  url = {https://example.org/a/},\n"
        "  langid = {en},\n"
        "  year = {2026},\n"
        "  date = {2026-03-01}\n"
        "}\n"
    )


def test_ris():
    assert as_ris(CITED).split("\r\n") == [
        "TY  - ELEC",
        "ID  - a-case",
        "TI  - 50 % of {it} & more_",
        "AU  - An institute",
        "PB  - Campus",
        "UR  - https://example.org/a/",
        "LA  - en",
        "PY  - 2026",
        "DA  - 2026/03/01/",
        "ER  - ",
        "",
    ]


def test_csl():
    [item] = json.loads(as_csl(CITED))

    assert item == {
        "id": "a-case",
        "type": "webpage",
        "title": "50 % of {it} & more_",
        "author": [{"literal": "An institute"}],
        "container-title": "Campus",
        "URL": "https://example.org/a/",
        "language": "en",
        "issued": {"date-parts": [[2026, 3, 1]]},
    }


@pytest.mark.django_db
def test_a_title_of_two_lines_cannot_begin_a_field_of_its_own(settings):
    settings.ISSUER_NAME, settings.SITE_NAME = "An institute", "Campus"
    case = make_library_case(title="One\nER  - ")
    CaseStudyPage.objects.update(last_published_at=datetime(2026, 3, 1, tzinfo=UTC))

    cited = citation_of(CaseStudyPage.objects.get(), url=case.full_url)

    assert cited == Citation(
        "a-portal", "One ER -", "An institute", date(2026, 3, 1), "Campus", case.full_url, "en"
    )
