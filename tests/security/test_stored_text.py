"""Text that people write can do nothing on the pages that show it."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils.timezone import now

from cms.accounts.models import User
from content.casestudies.models import CaseStudyPage
from content.markdown import render_markdown
from courses.editions.plan import plan_of
from courses.questions.models import Choice, Question
from learners.attempts.closing import submit_attempt
from learners.attempts.taking import start_attempt
from learners.credentials.issuing import propose_award
from learners.credentials.signing import make_signing_key
from learners.enrolment.models import LearnerProfile
from tests.cms.editor import make_case
from tests.factories.knowledge import make_reading, make_term
from tests.factories.programme import (
    make_bank,
    make_cohort,
    make_edition,
    make_lesson,
    make_module,
    make_programme,
    make_quiz,
)
from tests.learners.attempts.sheets import open_now
from tests.learners.credentials.rows import (
    AT,
    administrator,
    make_certificate,
    make_eligible,
    registrar,
)

PUBLISHED_CORPUS = Path(settings.BASE_DIR).parent / "shared" / "trust" / "corpus" / "text-xss-open.jsonl"
OWN = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</title><script>alert(1)</script>",
    '"><svg onload=alert(1)>',
    "' autofocus onfocus=alert(1) x='",
    '<a href="java\tscript:alert(1)">x</a>',
    "[x](javascript:alert(1))",
    "![x](javascript:alert(1))",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<style>*{background:url(//evil.example)}</style><base href=//evil.example>",
    "</textarea><details open ontoggle=alert(1)>",
    '{{ 7|add:7 }}{% debug %}<math><mi xlink:href="data:x,<script>alert(1)</script>">',
]
ADDRESSES = ("href", "src", "action", "formaction", "xlink:href", "srcdoc", "data", "poster")
OUR_SCRIPTS = ("/static/campus/", "/static/mfa/js/", "/static/account/js/")
DATA_TYPES = ("application/json", "application/ld+json")
DEADLY_TAGS = ("iframe", "object", "embed", "base", "math")


class Danger(HTMLParser):
    """Notes every part of a page that a browser would carry out."""

    def __init__(self, page: str):
        super().__init__()
        self.found: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        is_data = values.get("type") in DATA_TYPES and "src" not in values
        if tag == "script" and not is_data and not (values.get("src") or "").startswith(OUR_SCRIPTS):
            self.found.append(self.get_starttag_text())
        if tag in DEADLY_TAGS or (tag == "meta" and "http-equiv" in values):
            self.found.append(self.get_starttag_text())
        for name, value in attributes:
            # As a browser reads it: blanks before it and line breaks anywhere do not count.
            scheme = re.sub(r"[\t\r\n]", "", value or "").lstrip("\0 ").lower()
            runs = name in ADDRESSES and scheme.startswith(("javascript:", "vbscript:", "data:text"))
            if name.startswith("on") or name == "style" or runs:
                self.found.append(self.get_starttag_text())


def dangers(page: str) -> list[str]:
    return Danger(page).found


def published_vectors() -> list[str]:
    if not PUBLISHED_CORPUS.is_file():
        return []
    return [json.loads(line)["input"] for line in PUBLISHED_CORPUS.read_text(encoding="utf-8").splitlines()]


def test_the_danger_is_seen_where_there_is_one():
    harmful = [
        "<script src=//x></script>",
        "<p onclick=x>",
        "<a href=' JavaScript:x'>",
        "<iframe>",
        "<p style=x>",
    ]

    assert [len(dangers(page)) for page in harmful] == [1, 1, 1, 1, 1]
    assert dangers('<p class="on">onclick=1 <a href="/learn/">javascript:</a></p>') == []


@pytest.mark.parametrize("text", OWN)
def test_markdown_lets_nothing_run(text):
    assert dangers(render_markdown(text)) == []


def test_markdown_lets_nothing_run_of_the_published_vectors():
    if not published_vectors():
        pytest.skip("The published vectors are not on this machine.")

    running = {text: found for text in published_vectors() if (found := dangers(render_markdown(text)))}

    assert running == {}


@pytest.mark.parametrize("text", OWN)
def test_cleaning_twice_changes_nothing(text):
    once = render_markdown(text)

    assert dangers(render_markdown(once)) == []


# Where text of people stands: in a lesson, in a question, in a case, in the name and the work of a learner.


@pytest.fixture
def pages(db, settings, tmp_path):
    """Every page that shows what people wrote, with all of it in each field."""
    settings.KEYS_FOLDER = tmp_path / "keys"
    make_signing_key(at=AT)
    vectors = " ".join([*OWN, *published_vectors()])
    enrolment = _world(vectors)
    call_command("update_index", verbosity=0)
    case = CaseStudyPage.objects.get()
    certificate = enrolment.certificates.get()
    learner, staff, stranger = Client(), Client(), Client()
    learner.force_login(enrolment.user)
    staff.force_login(registrar())
    asked = {
        learner: [
            "/learn/",
            "/learn/programme/",
            "/learn/modules/M01/",
            "/learn/M01-L01/",
            "/learn/results/",
            "/learn/Q1/",
            "/learn/Q1/attempt/2/",
            "/learn/Q1/attempt/2/1/",
            "/learn/Q1/attempt/2/check/",
            "/learn/Q1/attempt/1/review/",
        ],
        staff: [
            "/staff/",
            "/staff/awards/2026-a/",
            "/staff/awards/2026-a/?name=%3Cscript%3Ealert(1)%3C/script%3E&show=x",
            f"/staff/awards/2026-a/{enrolment.pk}/",
            "/staff/awards/2026-a/approve/",
        ],
        stranger: [
            "/programme/",
            "/programme/m01/",
            "/programme/m01/m01-l01/",
            case.url,
            "/cases/",
            "/glossary/",
            "/glossary/?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
            "/resources/",
            "/resources/a-report/",
            "/search/?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
            "/search/?q=alert",
            "/cases/?region=%3Cscript%3Ealert(1)%3C/script%3E",
            f"/cases/compare/?one={case.slug}",
            f"/verify/{certificate.serial}/",
            "/verify/%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E/",
            "/verify/?serial=%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
            "/nothing/%3Cscript%3Ealert(1)%3C/script%3E/",
            "/account/login/?next=javascript:alert(1)",
        ],
    }
    return {address: browser.get(address) for browser, addresses in asked.items() for address in addresses}


def _world(text):
    module = make_module(make_programme())
    body = [
        ("situation", {"text": text}),
        ("objectives", {"items": [text]}),
        ("section", {"heading": text[:200], "text": text}),
        ("drawing", {"name": "drawing", "svg": text, "alternative": text, "caption": text}),
        ("case", {"case": None, "question": text, "text": text}),
        ("activity", {"minutes": 8, "text": text}),
        ("apply", {"text": text}),
    ]
    lesson = make_lesson(module, title=text[:200], discussion_prompt=text, open_access=True)
    lesson.body = body
    lesson.save_revision().publish()
    _publish_case(text)
    make_reading(title=text[:300], creator=text[:250], abstract=text)
    make_term(text[:100], text)
    make_quiz(module, make_bank(), introduction=text)
    Question.objects.update(**fitting(Question, text, "stem", "explanation"))
    Choice.objects.update(**fitting(Choice, text, "text", "explanation"))
    cohort = make_cohort(make_edition(module.get_parent().specific))
    planned = plan_of(cohort.edition_id).activity("Q1")
    open_now(cohort, planned)
    holder, waiting = make_eligible(cohort), make_eligible(cohort, "Demo learner 08")
    make_certificate(holder)
    propose_award(waiting, by=administrator(), at=AT)
    submit_attempt(start_attempt(holder, planned, at=now()), by=holder.user, at=now())
    start_attempt(holder, planned, at=now())
    User.objects.filter(enrolments__cohort=cohort).update(**fitting(User, text, "name"))
    LearnerProfile.objects.update(**fitting(LearnerProfile, text, "printed_name", "organisation", "country"))
    return holder


def fitting(model, text: str, *names: str) -> dict[str, str]:
    """The text in each field, as much as the field takes."""
    return {name: text[: model._meta.get_field(name).max_length] for name in names}


def _publish_case(text):
    case = make_case()
    for name, value in fitting(CaseStudyPage, text, "title", "facts", "organisation", "country").items():
        setattr(case, name, value)
    case.verification = CaseStudyPage.Verification.VERIFIED
    case.save_revision().publish()


def test_no_page_carries_out_what_people_wrote(pages):
    running = {
        address: dangers(response.content.decode())
        for address, response in pages.items()
        if dangers(response.content.decode())
    }

    assert running == {}


def test_the_text_really_stands_on_those_pages(pages):
    shown = {address for address, response in pages.items() if "alert(1)" in response.content.decode()}

    assert {
        "/learn/",
        "/learn/M01-L01/",
        "/learn/Q1/attempt/2/1/",
        "/staff/awards/2026-a/",
        "/programme/m01/m01-l01/",
    } <= shown
