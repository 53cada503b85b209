"""No export of the site holds a live formula, whatever people wrote. The exports are found by asking every address."""

import csv
import logging
import re
from io import BytesIO, StringIO

import openpyxl
import pytest
from django.apps import apps
from django.db import DatabaseError, transaction
from django.http import HttpResponse  # noqa: TID251 -- a file that no view of ours made
from wagtail.models import Page

from learners.enrolment.sheets import XLSX_TYPE, csv_file
from tests.learners.enrolment.rosters import read
from tests.security.asking import browsers, taken_back
from tests.security.doors import OPENED, PEOPLE, doors
from tests.security.frames import address_of, furnish, rows
from tests.security.test_script_in_text import is_for_people

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the file of a picture open when it has made a smaller one of it.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
PAYLOADS = [
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1", "＝1+1", "＋1", "－1", "＠A1",
    '=HYPERLINK("http://127.0.0.1:18099","x")', "=cmd|' /C calc'!A0", " =1+1",
]  # fmt: skip
LIVE = re.compile(r"[\s]*[=+\-@\t\r＝＋－＠]")
NUMBER = re.compile(r"-?\d+([.,]\d+)?%?$")


def poison() -> None:
    """One payload in each field of text of each row, and the next one in the next row."""
    for model in [*apps.get_models(), Page]:
        if model._meta.app_label not in (
            "cms",
            "content",
            "courses",
            "learners",
            "wagtailcore",
            "wagtailsearchpromotions",
        ):
            continue
        for column in filter(is_for_people, model._meta.local_fields):
            for place, pk in enumerate(model.objects.order_by("pk").values_list("pk", flat=True)):
                payload = PAYLOADS[(place + column.creation_counter) % len(PAYLOADS)][: column.max_length]
                try:
                    with transaction.atomic():
                        model.objects.filter(pk=pk).update(**{column.name: payload})
                except DatabaseError:
                    continue


def live_cells(response) -> list[str]:
    body = response.getvalue()
    if response["Content-Type"] == XLSX_TYPE:
        book = openpyxl.load_workbook(BytesIO(body))
        return [
            str(cell.value)
            for sheet in book
            for row in sheet.iter_rows()
            for cell in row
            if cell.data_type == "f"
        ]
    cells = [cell for row in csv.reader(StringIO(body.decode("utf-8-sig"), newline="")) for cell in row]
    return [cell for cell in cells if LIVE.match(cell) and not NUMBER.match(cell)]


@pytest.fixture
def exports(world) -> dict[str, list[str]]:
    """The live cells of each file for a spreadsheet, by its address."""
    logging.disable(logging.ERROR)
    things = furnish(world)
    asked = [
        ("superuser", "get", f"{address_of(route, world, things)}?export={form}", {})
        for route, who in rows().items()
        if route.startswith("admin/") and "superuser" in who and not route.endswith(("/results/", "$"))
        for form in ("csv", "xlsx")
    ]
    for door in doors(world):
        for person in [person for person in PEOPLE if door.answer_to(person) == OPENED][-1:]:
            asked.append((person, door.method, door.address, door.data))
            asked.append((person, door.method, door.address.replace("export/csv", "export/xlsx"), door.data))
    poison()
    everybody, found = browsers(world), {}
    for person, method, address, data in asked:
        with taken_back():
            response = getattr(everybody[person], method)(address, data if method == "post" else None)
            if response.headers.get("Content-Type", "").startswith(("text/csv", XLSX_TYPE)):
                found[address] = live_cells(response)
    logging.disable(logging.NOTSET)
    return found


def test_no_export_holds_a_live_formula(exports):
    assert {address: cells for address, cells in exports.items() if cells} == {}
    assert {re.sub(r"\d+", "N", address) for address in exports if not address.startswith("/admin/")} == {
        "/data/cases.csv",
        "/staff/awards/N-a/minutes/N.csv",
        "/staff/awards/register.csv",
        "/staff/cohorts/N-a/people/export/csv/",
        "/staff/cohorts/N-a/people/export/xlsx/",
        "/staff/cohorts/N-a/people/import/N/rows-to-correct.csv",
        "/staff/cohorts/N-a/people/import/template.csv",
        "/staff/gradebook/N-a/export/csv/",
        "/staff/gradebook/N-a/export/xlsx/",
    }


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_live_formula_would_be_seen(payload):
    file = BytesIO()
    book = openpyxl.Workbook()
    book.active.append([payload])
    book.save(file)
    text = StringIO()
    csv.writer(text).writerow([payload])

    assert live_cells(HttpResponse(text.getvalue(), content_type="text/csv")) == [payload]
    assert live_cells(HttpResponse(file.getvalue(), content_type=XLSX_TYPE)) == [
        payload
    ] * payload.startswith("=")


def test_what_is_neutralised_comes_back_as_it_was(world):
    """Out in a CSV file and in again through the list of people: the name is the one that was written."""
    for payload in PAYLOADS:
        name = " ".join(payload.split())
        written = csv_file([("E-mail", "Name"), ("a@demo.example", name)])
        roster = read(world.learner.cohort, written)

        assert roster.rows.get().name == name
