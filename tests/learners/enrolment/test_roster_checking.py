import json

import pytest

from learners.enrolment.countries import COUNTRIES, country_named
from learners.enrolment.roster_checking import check_line
from learners.enrolment.roster_columns import columns_of
from learners.enrolment.roster_tables import Line
from tests.learners.enrolment.rosters import CORPUS

COLUMNS = columns_of(["E-mail", "Name", "Country", "Organisation", "Time zone"])


def checked(**cells):
    names = ("email", "name", "country", "organisation", "time_zone")
    given = {"email": "a@x.org"} | cells
    return check_line(Line(2, tuple(given.get(name, "") for name in names)), COLUMNS)


def told(result) -> list[str]:
    return [f"{problem.cell}: {problem.says} {problem.fix}" for problem in result.problems.values()]


def test_good_line_is_tidied():
    result = checked(
        email=" Ana.LEE@X.org ",
        name=" Ana\u00a0 Lee\u200b ",
        country="cote d'ivoire",
        organisation="Ministry\r\nof  State",
        time_zone="africa/abidjan",
    )

    assert result.problems == {}
    assert result.values == {
        "email": "ana.lee@x.org",
        "name": "Ana Lee",
        "country": "Côte d’Ivoire",
        "organisation": "Ministry of State",
        "time_zone": "Africa/Abidjan",
    }


def test_empty_cells_are_no_problem():
    assert checked().problems == {}


@pytest.mark.parametrize(
    "address, sentence",
    [
        ("", "The e-mail address is missing. Enter the address, or leave the row out."),
        ("learner07@", "“learner07@” has no domain. Correct it in the file, or leave the row out."),
        ("learner07", "“learner07” has no @ sign. Correct it in the file, or leave the row out."),
        ("a@x", "“a@x” is no e-mail address. Correct it in the file, or leave the row out."),
        (
            '"eve victim"@x.org',
            '“"eve victim"@x.org” is no e-mail address. Correct it in the file, or leave the row out.',
        ),
        (
            "a@x.org, b@x.org",
            "“a@x.org, b@x.org” is more than one address. Write each person on a line of their own.",
        ),
        (
            "eve@x.org\r\nBcc: v@x.org",
            "“eve@x.org␍␊Bcc: v@x.org” holds a line break or another hidden character. Type the address again, on one line.",
        ),
        (
            "eve@ex\u0430mple.org",
            "“eve@ex\u0430mple.org” has the letter “\u0430”, which is not one from a to z. Type the address again with plain letters.",
        ),
        (
            "a\ufffd@x.org",
            "“a\ufffd@x.org” has a character that cannot be read. Save the file as UTF-8 and upload it again.",
        ),
        ("a@x.org" + "x" * 1000, "The cell has 1,007 characters. The limit is 1,000. Shorten the cell."),
    ],
)
def test_address(address, sentence):
    result = checked(email=address)

    assert told(result) == [f"E-mail: {sentence}"]
    assert result.values["email"] == ""


@pytest.mark.parametrize(
    "cells, sentence",
    [
        (
            {"name": "\0nul"},
            "Name: The name has a hidden character (U+0000). Enter the name again without it.",
        ),
        (
            {"name": "Anna\u202egnp.exe"},
            "Name: The name has a hidden character (U+202E). Enter the name again without it.",
        ),
        ({"name": "A" * 121}, "Name: The name has 121 characters. A certificate has room for 120."),
        ({"country": "Kenia"}, "Country: “Kenia” is no country that we know. Write “Kenya”."),
        (
            {"country": "Atlantis"},
            "Country: “Atlantis” is no country that we know. Write the country in English, for example Kenya.",
        ),
        (
            {"time_zone": "Nairobi"},
            "Time zone: “Nairobi” is no time zone that we know. Write “Africa/Nairobi”.",
        ),
        (
            {"time_zone": "America/Sao Paolo"},
            "Time zone: “America/Sao Paolo” is no time zone that we know. Write “America/Sao_Paulo”.",
        ),
        (
            {"time_zone": "UTC+3"},
            "Time zone: “UTC+3” is no time zone that we know. Write a region and a city, for example Africa/Nairobi.",
        ),
        (
            {"organisation": "x" * 201},
            "Organisation: The cell has 201 characters. The limit is 200. Shorten the cell.",
        ),
        ({"organisation": "a\x07b"}, "Organisation: “a␇b” holds a hidden character. Type the cell again."),
    ],
)
def test_other_cells(cells, sentence):
    assert told(checked(**cells)) == [sentence]


def test_every_bad_cell_is_told_at_once():
    assert len(checked(email="x", country="x", time_zone="x").problems) == 3


def test_more_cells_than_columns():
    result = check_line(Line(2, ("a@x.org", "Lee", "Ana")), columns_of(["E-mail", "Name"]))

    assert told(result) == [
        "Line: The line has 3 cells, and the first line names 2 columns. "
        "Put a cell that holds the delimiter into quotation marks."
    ]


def test_more_cells_that_are_empty_do_not_matter():
    assert check_line(Line(2, ("a@x.org", "Ana", "", " ")), columns_of(["E-mail", "Name"])).problems == {}


@pytest.mark.parametrize(
    "text, name",
    [
        ("KE", "Kenya"),
        ("viet nam", "Viet Nam"),
        ("Vietnam", "Viet Nam"),
        ("Trinidad & Tobago", "Trinidad and Tobago"),
        ("U.S.A.", "United States"),
        ("", None),
        ("Utopia", None),
    ],
)
def test_country(text, name):
    assert country_named(text) == name


def test_there_are_249_countries_and_territories():
    assert len(COUNTRIES) == 249


def published(name: str) -> list[dict]:
    path = CORPUS / name
    if not path.is_file():
        pytest.skip("The published corpus is not on this machine.")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_published_addresses():
    taken = {
        case["email"]: checked(email=case["email"]).values["email"] for case in published("emails-open.jsonl")
    }

    assert {email for email in taken.values() if email} == {"eve@example.org", "eve+tag@example.org"}
    assert taken["EVE@EXAMPLE.ORG"] == "eve@example.org"


def test_published_names():
    cases = published("names-open.jsonl")

    outcome = {case["id"]: checked(name=case["name"]) for case in cases}

    refused = {key for key, result in outcome.items() if result.problems}
    assert refused == {case["id"] for case in cases if case["want"] == "reject"}
    kept = {case["id"]: case["name"] for case in cases if case["want"] in ("render", "flag")}
    assert {key: outcome[key].values["name"] for key in kept} == kept
