import random
import struct
import zipfile
from io import BytesIO

import pytest

from learners.enrolment.roster_reading import open_roster
from learners.enrolment.roster_tables import UnreadableRoster
from learners.enrolment.roster_xlsx import LIMITS
from tests.learners.enrolment.rosters import CORPUS, xlsx


@pytest.fixture
def opened(tmp_path):
    def opened(content: bytes | str):
        path = tmp_path / "list"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return open_roster(path)

    return opened


def lines(roster):
    return [(line.number, line.cells) for line in roster.lines]


def test_comma_and_utf8(opened):
    roster = opened("E-mail,Name\na@x.org,Zoë\n")

    assert (roster.read_as, roster.columns.places) == (
        "UTF-8, cells divided by comma",
        {"email": 0, "name": 1},
    )
    assert lines(roster) == [(2, ("a@x.org", "Zoë"))]


@pytest.mark.parametrize(
    "encoding, words",
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("cp1252", "Windows-1252 (a guess: check names with accents)"),
    ],
)
def test_encoding(opened, encoding, words):
    roster = opened("E-mail;Name\na@x.org;Zoë Müller\n".encode(encoding))

    assert roster.read_as == f"{words}, cells divided by semicolon"
    assert lines(roster) == [(2, ("a@x.org", "Zoë Müller"))]


@pytest.mark.parametrize(
    "delimiter, word", [(",", "comma"), (";", "semicolon"), ("\t", "tab"), ("|", "vertical bar")]
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiter_and_line_ends(opened, delimiter, word, end):
    text = end.join(
        ["Name;E-mail;Country".replace(";", delimiter), delimiter.join(["Ana", "a@x.org", "Peru"]), ""]
    )

    roster = opened(text)

    assert roster.read_as.endswith(f"divided by {word}")
    assert lines(roster) == [(2, ("Ana", "a@x.org", "Peru"))]


def test_delimiter_that_stands_in_the_names_of_columns(opened):
    roster = opened('E-mail;"Name, as printed";Country\na@x.org;"Lee, Ana";Peru\n')

    assert roster.read_as.endswith("semicolon")
    assert lines(roster) == [(2, ("a@x.org", "Lee, Ana", "Peru"))]


def test_line_that_tells_the_delimiter_is_skipped(opened):
    roster = opened("sep=;\nE-mail;Name\na@x.org;Ana\n")

    assert lines(roster) == [(3, ("a@x.org", "Ana"))]


def test_quoted_line_breaks_and_empty_lines_keep_the_numbers(opened):
    roster = opened('E-mail,Organisation\n\na@x.org,"Ministry\nof ""Digital"""\n,\nb@x.org,Office\n')

    assert lines(roster) == [(3, ("a@x.org", 'Ministry\nof "Digital"')), (6, ("b@x.org", "Office"))]


def test_quotation_mark_that_is_never_closed_costs_one_line(opened):
    roster = opened('E-mail,Name\na@x.org,"Ana\nb@x.org,Bo\nc@x.org,"Cy"\n')

    read = list(roster.lines)

    assert [(line.number, line.problem) for line in read] == [
        (2, "A quotation mark is not closed."),
        (3, ""),
        (4, ""),
    ]
    assert read[2].cells == ("c@x.org", "Cy")


def test_quotation_mark_that_closes_two_pages_below_costs_one_line(opened):
    middle = "".join(f"p{number}@x.org,Bo\n" for number in range(60))

    read = list(opened(f'E-mail,Name\na@x.org,"Ana\n{middle}z@x.org,Zoë"\n').lines)

    assert [line.number for line in read if line.problem] == [2]
    assert len(read) == 62


@pytest.mark.parametrize(
    "header, places",
    [
        ("Mail,Full name", {"email": 0, "name": 1}),
        ("EMAIL ADDRESS,First Name,last_name", {"email": 0, "first_name": 1, "last_name": 2}),
        (
            " e-mail ,Employer,Time-zone,Country,Shoe size",
            {"email": 0, "organisation": 1, "time_zone": 2, "country": 3},
        ),
        ("Organization,Email", {"organisation": 0, "email": 1}),
    ],
)
def test_columns_are_found_by_many_names(opened, header, places):
    assert opened(f"{header}\n").columns.places == places


def test_column_that_is_not_read_is_named(opened):
    assert opened("E-mail,Shoe size,,Name\n").columns.unread == ["Shoe size"]


def test_first_and_last_name_make_the_name(opened):
    roster = opened("E-mail,First name,Last name\na@x.org, Ana ,\nb@x.org,Bo,Lee\n")

    assert [roster.columns.values(line)["name"] for line in roster.lines] == ["Ana", "Bo Lee"]


@pytest.mark.parametrize(
    "content, sentence",
    [
        ("", "The file is empty. Choose the file with your list."),
        ("\n \n", "The file is empty. Choose the file with your list."),
        (
            "a@x.org,Ana\n",
            "No column is named E-mail. The first line must name the columns, for example: E-mail, Name.",
        ),
        ("E-mail,Mail\n", "Two columns say the same: “E-mail” and “Mail”. Remove one of them."),
        (
            "E-mail" + ",x" * 60 + "\n",
            "The file has more than 60 columns. Keep the columns that are needed: e-mail and name.",
        ),
        ('E-mail,"Name\n', "The first line cannot be read. A quotation mark is not closed."),
        ("%PDF-1.7", "The file is no table. Choose a CSV or XLSX file."),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            "The file is an old XLS file or has a password. Save it as XLSX or CSV without a password.",
        ),
        (
            b"PK\x03\x04 no archive",
            "The file is damaged or no spreadsheet. Save it again as XLSX or CSV and upload it.",
        ),
        (
            "E" * 200_000,
            "The first line is too long. It must name the columns, for example: E-mail, Name.",
        ),
    ],
)
def test_file_that_is_no_list(opened, content, sentence):
    with pytest.raises(UnreadableRoster) as refusal:
        opened(content)

    assert str(refusal.value) == sentence


def test_more_than_ten_thousand_rows(opened):
    roster = opened("E-mail\n" + "a@x.org\n" * 10_001)

    with pytest.raises(UnreadableRoster, match="The file has more than 10,000 rows"):
        list(roster.lines)


def test_xlsx_with_formulas_numbers_and_holes(opened):
    roster = opened(
        xlsx(["E-mail", "Name", "Organisation"], [], ["a@x.org", "=1+1", 12.0], ["b@x.org", True, 1.5])
    )

    assert roster.read_as == "XLSX, sheet “Sheet”"
    assert lines(roster) == [(3, ("a@x.org", "=1+1", "12")), (4, ("b@x.org", "TRUE", "1.5"))]


def archive(*entries: tuple[str, bytes], method=zipfile.ZIP_DEFLATED) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", method) as made:
        for name, data in entries:
            made.writestr(name, data)
    return file.getvalue()


BIG = "The file unpacks to far more than a list of people. Save the sheet alone, as CSV."
DAMAGED = "The file is damaged or no spreadsheet. Save it again as XLSX or CSV and upload it."


def _squeezed():
    return archive(("xl/sharedStrings.xml", b"a" * 2 * 1024 * 1024))


def _large():
    block = random.Random(1).randbytes(64 * 1024)
    return archive(("xl/sharedStrings.xml", block * (LIMITS.inflated // len(block) + 1)))


def _lying():
    """Says that its one entry is small."""
    data = bytearray(_squeezed())
    place = data.rfind(b"PK\x01\x02")
    struct.pack_into("<L", data, place + 24, 10)
    struct.pack_into("<L", data, 22, 10)
    return bytes(data)


@pytest.mark.parametrize(
    "content, sentence",
    [
        (_squeezed, BIG),
        (_large, BIG),
        (_lying, DAMAGED),
        (lambda: archive(*((f"{number}.xml", b"") for number in range(501))), BIG),
        (lambda: archive(("xl/workbook.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')), DAMAGED),
        (lambda: archive(("readme.txt", b"no workbook")), DAMAGED),
        (lambda: xlsx(["E-mail"])[:-30], DAMAGED),
    ],
    ids=["squeezed", "large", "lying", "entries", "entities", "no workbook", "cut off"],
)
def test_archive_that_is_not_harmless(opened, content, sentence):
    with pytest.raises(UnreadableRoster) as refusal:
        opened(content())

    assert str(refusal.value) == sentence


@pytest.mark.parametrize("reference", ["99999999999", "1048576"])
def test_sheet_with_a_cell_far_below(opened, reference):
    data = BytesIO(xlsx(["E-mail"], ["a@x.org"]))
    with zipfile.ZipFile(data) as old:
        entries = [(item.filename, old.read(item)) for item in old.infolist()]
    moved = [
        (
            name,
            text.replace(b'<row r="2"', f'<row r="{reference}"'.encode()).replace(
                b'r="A2"', f'r="A{reference}"'.encode()
            ),
        )
        for name, text in entries
    ]

    roster = opened(archive(*moved))

    with pytest.raises(UnreadableRoster, match="a cell below line 20,000"):
        list(roster.lines)


def needs(name: str):
    path = CORPUS / name
    if not path.is_file():
        pytest.skip("The published corpus is not on this machine.")
    return path


@pytest.mark.parametrize(
    "name, sentence",
    [
        ("roster-bomb.xlsx", BIG),
        ("bomb-overlap.zip", None),
        ("many-entries.zip", None),
        ("truncated.zip", DAMAGED),
        ("billion-laughs.xml", None),
        ("bomb-gzip-body.gz", "The file is no table. Choose a CSV or XLSX file."),
        ("pixelbomb-25k.png", "The file is no table. Choose a CSV or XLSX file."),
        ("essay.html", None),
    ],
)
def test_published_bombs_and_other_files(name, sentence):
    with pytest.raises(UnreadableRoster) as refusal:
        list(open_roster(needs(name)).lines)

    assert sentence in (None, str(refusal.value))


def test_published_messy_list_is_read_to_its_end():
    roster = open_roster(needs("roster-messy.csv"))

    assert roster.read_as == "UTF-8, cells divided by semicolon"
    assert [(line.number, line.problem) for line in roster.lines] == [
        (2, ""),
        (3, "A quotation mark is not closed."),
        (4, ""),
        (5, ""),
        (6, ""),
    ]
