import io
import unicodedata

import pikepdf
import pytest

from learners.credentials.models import Certificate
from learners.credentials.rendering import Altered, certificate_pdf, pdf_of, require_printable
from learners.enrolment.names import NotPrintable
from tests.learners.credentials.rows import make_certificate

FACTS = {
    "form": 1,
    "serial": "7F3K9-2QX4T-M8V1N-5H6CD-R0WYZ1",
    "name": "Ana Müller",
    "award": "Certificate of Advanced Study",
    "programme": "Certificate of Advanced Study (CAS) in Global E-Governance and Leadership",
    "classification": "Pass with merit",
    "hours": 300,
    "studied_from": "2026-03-02",
    "studied_to": "2026-08-30",
    "issued_on": "2026-09-02",
    "issuer": "Demonstration Institute of Digital Government",
    "signatories": ["Demo administrator", "Demo registrar"],
    "address": "https://campus.example.org/verify/7F3K9-2QX4T-M8V1N-5H6CD-R0WYZ1/",
}


def pdf_with(**facts):
    return pdf_of(FACTS | facts)


def opened(pdf):
    return pikepdf.open(io.BytesIO(pdf))


def test_same_facts_give_the_same_bytes():
    assert pdf_with() == pdf_with()


def test_other_facts_give_other_bytes():
    assert pdf_with() != pdf_with(name="Ana Muller")


def test_pdf_is_one_page_of_pdf_a_2a_and_pdf_ua_1():
    with opened(pdf_with()) as pdf:
        metadata = pdf.open_metadata()
        said = (metadata["pdfaid:part"], metadata["pdfaid:conformance"], metadata["pdfuaid:part"])
        title = metadata["dc:title"]
        pages = len(pdf.pages)

    assert (pages, said) == (1, ("2", "A", "1"))
    assert title == (
        "Certificate of Advanced Study, Certificate of Advanced Study (CAS) in Global E-Governance and Leadership: "
        "Ana Müller"
    )


def test_certificate_without_hours_is_printable():
    with opened(pdf_of({key: fact for key, fact in FACTS.items() if key != "hours"})) as pdf:
        assert len(pdf.pages) == 1


def test_certificate_of_a_demonstration_says_so_on_the_same_single_page():
    with opened(pdf_with(demo=True)) as demo, opened(pdf_with()) as real:
        titles = [str(pdf.open_metadata()["dc:title"]) for pdf in (demo, real)]
        pages = len(demo.pages)
        sizes = [len(list(_structure(pdf.Root.StructTreeRoot))) for pdf in (demo, real)]

    assert [title.endswith(": Ana Müller (Demonstration)") for title in titles] == [True, False]
    assert (pages, sizes[0] > sizes[1]) == (1, True)


@pytest.mark.django_db
def test_intact_certificate_is_printed(eligible, key):
    assert certificate_pdf(make_certificate(eligible)).startswith(b"%PDF-1.7")


@pytest.mark.django_db
@pytest.mark.parametrize("facts", [{"name": "Somebody else"}, {"serial": "00000"}, {"demo": True}])
def test_certificate_with_altered_facts_is_not_printed(eligible, key, facts):
    certificate = make_certificate(eligible)
    Certificate.objects.update(facts=certificate.facts | facts)
    certificate.refresh_from_db()

    with pytest.raises(Altered, match="The signature of this certificate does not match"):
        certificate_pdf(certificate)


@pytest.mark.django_db
def test_certificate_with_the_signed_facts_of_another_is_not_printed(eligible, key):
    certificate = make_certificate(eligible)
    certificate.serial = "00000-00000-00000-00000-000000"

    with pytest.raises(Altered):
        certificate_pdf(certificate)


def test_heading_is_tagged_so_that_a_screen_reader_finds_it():
    with opened(pdf_with()) as pdf:
        kinds = set(_structure(pdf.Root.StructTreeRoot))

    assert {"/H1", "/P", "/Link", "/Figure"} <= kinds


def _structure(node):
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from _structure(child)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield str(node["/S"])
        if "/K" in node:
            yield from _structure(node["/K"])


@pytest.mark.parametrize(
    "name",
    [
        "Amélie N’Diaye",
        "Nguyễn Thị Minh Khai",
        "Алексей Иванов",
        "Ελένη Παπαδοπούλου",
        "<b>Bold</b>",
        "#panic() $x$ *a* @ref",
        "Maria Alejandra de los Ángeles Fernández-Castellanos y Gutiérrez de la Concepción",
    ],
)
def test_names_that_the_built_in_font_covers_are_printable(name):
    require_printable(name)

    assert unicodedata.is_normalized("NFC", name)


@pytest.mark.parametrize("name", ["محمد بن سلمان", "王小明", "अनिता शर्मा"])
def test_names_of_other_scripts_are_printed_or_refused_by_the_character(name):
    """Which of the two depends on the fonts of the machine. A box instead of a letter is never an answer."""
    answer = _printed_or_refusal(name)

    assert answer.startswith(("%PDF-1.7", "The character “"))


def _printed_or_refusal(name):
    try:
        return pdf_with(name=name)[:8].decode()
    except NotPrintable as refusal:
        return str(refusal)


def test_character_without_a_glyph_is_named():
    with pytest.raises(NotPrintable) as refusal:
        require_printable("Ana \U0001f9ff")

    assert str(refusal.value) == (
        "The character “\U0001f9ff” in the certificate of Ana \U0001f9ff cannot be printed: "
        "this server has no font for it. Install the font and try again."
    )


@pytest.mark.parametrize("name", ["W" * 110, "WWWWWW " * 17])
def test_name_that_does_not_fit_is_refused(name):
    with pytest.raises(NotPrintable, match="is too long for one certificate page"):
        require_printable(name.strip())
