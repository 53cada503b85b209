from io import BytesIO

import pikepdf
import pytest
import time_machine
from pypdf import PdfReader

from learners.selfassessment.assessing import save_sheet, start_assessment
from learners.selfassessment.inviting import invite, send_answers
from learners.selfassessment.models import Assessment
from learners.selfassessment.queries import owner_of, respondent_by_link
from tests.factories.maturity import answers_of, make_sheet
from tests.factories.people import make_user
from tests.factories.programme import IN_WEEK_1

pytestmark = pytest.mark.django_db


@pytest.fixture
def run() -> Assessment:
    for number in range(1, 6):
        make_sheet(number)
    run = start_assessment(make_user(), administration="Ministère <#strong[x]> Ağ", at=IN_WEEK_1)
    for number in range(1, 5):
        answer(owner_of(run), number, "21", "11", "00")
    return run


def answer(respondent, number: int, *signs: str) -> None:
    save_sheet(respondent, number, answers=answers_of(number, *signs), notes={}, sequence=1, at=IN_WEEK_1)


def download(client, run):
    client.force_login(run.owner)
    with time_machine.travel(IN_WEEK_1, tick=False):
        return client.get(f"/assess/{run.pk}/result.pdf")


def text_of(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


def test_the_result_is_a_tagged_pdf_with_all_that_the_page_says(client, run):
    response = download(client, run)

    words = text_of(response.content)
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert response["Content-Disposition"] == 'attachment; filename="self-assessment.pdf"'
    assert "Ministère <#strong[x]> Ağ" in words  # nothing of a name is carried out
    for said in (
        "1. Principle 1 Early",
        "4. Principle 4",
        "Practice early of P1",
        "Not sent yet.",
        "not OECD material",
    ):
        assert said in words
    with pikepdf.open(BytesIO(response.content)) as pdf:
        assert str(pdf.Root.Lang) == "en"
        assert pdf.Root.MarkInfo.Marked is True or bool(pdf.Root.MarkInfo.Marked)
        assert b"pdfuaid" in pdf.Root.Metadata.read_bytes()


def test_the_same_result_is_the_same_file(client, run):
    assert download(client, run).content == download(client, run).content


def test_a_run_without_answers_has_a_paper_too(client, run):
    empty = start_assessment(run.owner, administration="Ministry", at=IN_WEEK_1)

    assert "Nothing is answered yet." in text_of(download(client, empty).content)


def test_nobody_is_seen_in_it_one_by_one(client, run):
    person = respondent_by_link(invite(run, label="Finance department", at=IN_WEEK_1), at=IN_WEEK_1)
    answer(person, 1, "00", "22", "22")
    send_answers(person, consent=True, at=IN_WEEK_1)

    assert "Finance department" not in text_of(download(client, run).content)


@pytest.mark.parametrize("name", ["\ue0fe", "\U0003fffd"])
def test_a_character_without_a_font_is_told_in_words(client, run, name):
    Assessment.objects.filter(pk=run.pk).update(administration=name)
    client.force_login(run.owner)

    page = client.get(f"/assess/{run.pk}/result.pdf", follow=True).content.decode()

    assert "A PDF cannot be made: this server has no font for a character in it." in page
