import gzip
from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile

from cms.accounts.models import User
from learners.enrolment.importing import confirm_roster
from learners.enrolment.models import Enrolment, RosterImport
from learners.enrolment.roster_work import work_on
from learners.events.delivering import deliver_all_open
from learners.events.models import Delivery
from tests.cms.staff.awards.pages import told
from tests.factories.people import make_enrolment, make_user
from tests.factories.programme import make_cohort
from tests.learners.enrolment.rosters import (
    AT,
    CORPUS,
    HEADER,
    LATER,
    administrator,
    many,
    read,
    received,
    verdicts,
)
from tests.pages import text_of

pytestmark = pytest.mark.django_db
IMPORT = "/staff/cohorts/2026-a/people/import/"


def send(browser, content: str | bytes, *, name: str = "people.csv", **options):
    data = content.encode() if isinstance(content, str) else content
    return browser.post(IMPORT, {"file": SimpleUploadedFile(name, data)}, **options)


def mixed(cohort) -> str:
    make_enrolment(cohort, make_user("known@x.org", "Known"))
    make_enrolment(cohort, make_user("changed@x.org", "Changed"))
    return HEADER + "known@x.org,Known,,,\nchanged@x.org,Changed,Peru,,\nnew@x.org,New,,,\nbad@,Bad,,,\n"


def test_file_leads_to_its_preview_with_the_errors_first(cohort, staff):
    response = send(staff, mixed(cohort), follow=True)

    roster = RosterImport.objects.get()
    page = text_of(response)
    assert response.redirect_chain == [(f"{IMPORT}{roster.pk}/", 302)]
    assert "<h1>Check 4 rows</h1>" in page
    assert (
        "<strong>2 rows can be imported:</strong> 1 new, 1 changed. 1 known without change, 1 to correct."
        in page
    )
    assert "Import 2 valid rows" in page
    assert [(str(tab.label), tab.count, tab.current) for tab in response.context["tabs"]] == [
        ("To correct", 1, True),
        ("New", 1, False),
        ("Changed", 1, False),
        ("Known", 1, False),
    ]
    assert "<b>E-mail:</b> “bad@” has no domain. Correct it in the file, or leave the row out." in page
    assert "people.csv, read as UTF-8, cells divided by comma." in page
    assert not User.objects.filter(email="new@x.org").exists()


def test_pasted_rows_are_read_like_a_file(cohort, staff):
    response = staff.post(IMPORT, {"rows": "E-mail\tName\nana@x.org\tAna\n"}, follow=True)

    assert "Pasted rows, read as UTF-8, cells divided by tab." in text_of(response)
    assert verdicts(RosterImport.objects.get()) == {2: "new"}


def test_changed_rows_show_what_changes(cohort, staff):
    roster = read(cohort, mixed(cohort))

    page = text_of(staff.get(f"{IMPORT}{roster.pk}/?show=changed"))

    assert "<b>Country:</b> – becomes Peru" in page


def test_columns_that_are_not_read_are_named(cohort, staff):
    roster = read(cohort, "E-mail,Name,Shoe size\na@x.org,Ana,42\n")

    assert "Columns that are not read: Shoe size." in text_of(staff.get(f"{IMPORT}{roster.pk}/"))


def test_too_few_places_are_told_before_the_decision(cohort, staff):
    cohort.capacity = 1
    cohort.save()
    roster = read(cohort, many(3))

    assert "Rows that need a place: 3. Free places: 1." in text_of(staff.get(f"{IMPORT}{roster.pk}/"))


def test_confirm_imports_a_small_file_at_once(cohort, staff):
    roster = read(cohort, mixed(cohort))

    response = staff.post(f"{IMPORT}{roster.pk}/confirm/", follow=True)

    assert response.redirect_chain == [(f"{IMPORT}{roster.pk}/", 302)]
    assert "<h1>2 rows imported</h1>" in text_of(response)
    assert "Not imported: 0 refused, 1 to correct." in text_of(response)
    assert Enrolment.objects.filter(user__email="new@x.org", enrolled_by=administrator()).exists()


def test_result_counts_the_mails_that_have_gone_out(cohort, staff):
    make_enrolment(
        cohort, make_user("known@demo.example", "Known")
    )  # has a mail of its own, not of this import
    roster = read(cohort, many(3))
    first = text_of(staff.post(f"{IMPORT}{roster.pk}/confirm/", follow=True))

    deliver_all_open(at=LATER, limit=2)
    between = text_of(staff.get(f"{IMPORT}{roster.pk}/"))
    deliver_all_open(at=LATER)
    last = text_of(staff.get(f"{IMPORT}{roster.pk}/"))

    assert "0 of 3 mails are sent" in first
    assert '<progress value="2" max="3"' in between
    assert "<p>3 of 3 mails are sent.</p>" in last
    assert len(mail.outbox) == 3


def test_only_who_has_left_before_comes_back(cohort, staff):
    gone = make_enrolment(cohort, make_user("gone@demo.example", "Gone"), state="withdrawn")
    Enrolment.objects.filter(pk=gone.pk).update(enrolled_at=AT - timedelta(days=30))
    roster = read(cohort, HEADER + "gone@demo.example,Gone,,,\nnew@demo.example,New,,,\n")
    before = text_of(staff.get(f"{IMPORT}{roster.pk}/"))

    after = text_of(staff.post(f"{IMPORT}{roster.pk}/confirm/", follow=True))

    assert "<h1>2 rows imported</h1>" in after
    assert [page.count("Withdrew before, and comes back.") for page in (before, after)] == [1, 1]


def test_mail_that_could_not_be_sent_is_told(cohort, staff):
    roster = read(cohort, many(2))
    staff.post(f"{IMPORT}{roster.pk}/confirm/")
    Delivery.objects.filter(pk=Delivery.objects.earliest("pk").pk).update(state=Delivery.State.PARKED)
    deliver_all_open(at=LATER)

    page = text_of(staff.get(f"{IMPORT}{roster.pk}/"))

    assert "<p>1 of 2 mails are sent.</p>" in page
    assert "1 mail could not be sent. Write to this person another way." in page


def test_confirm_without_a_valid_row_says_so(cohort, staff):
    roster = read(cohort, HEADER + "bad@,Bad,,,\n")

    response = staff.post(f"{IMPORT}{roster.pk}/confirm/", follow=True)

    assert told(response) == ["No row of this file can be imported. Correct the file and upload it again."]
    assert "Import 0" not in text_of(response)


def test_refused_rows_stand_first_in_the_result(cohort, staff):
    cohort.capacity = 1
    cohort.save()
    roster = read(cohort, many(2))

    page = text_of(staff.post(f"{IMPORT}{roster.pk}/confirm/", follow=True))

    assert "<h1>1 row imported</h1>" in page
    assert "Cohort 2026-a has no place left: all 1 places are taken or offered." in page
    assert ("Refused (1)" in page, "New (1)" in page) == (True, True)
    assert "Download 1 row that was not imported" in page
    rows = staff.get(f"{IMPORT}{roster.pk}/rows-to-correct.csv").content.decode()
    assert "person.00001@demo.example" in rows
    assert "person.00000@demo.example" not in rows


@pytest.mark.parametrize(
    "data, sentence",
    [
        ({}, "Choose a file, or paste rows."),
        ({"rows": " \n"}, "Choose a file, or paste rows."),
        (
            {"rows": "Ana"},
            "No column is named E-mail. The first line must name the columns, for example: E-mail, Name.",
        ),
        ({"file": SimpleUploadedFile("x.csv", b"")}, "The file is empty. Choose the file with your list."),
        ({"rows": "x" * 500_001}, "Ensure this value has at most 500000 characters (it has 500001)."),
    ],
)
def test_what_is_no_list_comes_back_with_a_sentence(cohort, staff, data, sentence):
    response = staff.post(IMPORT, data)

    assert response.status_code == 422
    assert "There is a problem" in text_of(response)
    assert sentence in text_of(response)
    assert not RosterImport.objects.exists()


def test_pasted_rows_are_kept_in_the_form(cohort, staff):
    assert "Ana, Lee</textarea>" in text_of(staff.post(IMPORT, {"rows": "Ana, Lee"}))


def test_published_bomb_is_refused_with_a_sentence(cohort, staff):
    path = CORPUS / "roster-bomb.xlsx"
    if not path.is_file():
        pytest.skip("The published corpus is not on this machine.")

    response = send(staff, path.read_bytes(), name="roster.xlsx")

    assert response.status_code == 422
    assert "The file unpacks to far more than a list of people." in text_of(response)


def test_large_file_is_read_in_the_background(cohort, staff, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=False) as callbacks:
        response = send(staff, many(4_500), follow=True)

    page = response.content.decode()
    assert '<meta http-equiv="refresh" content="5">' in page
    assert "people.csv: reading begins in a moment" in text_of(response)
    for callback in callbacks:
        callback()
    assert "<h1>Check 4500 rows</h1>" in text_of(staff.get(response.redirect_chain[0][0]))


def test_progress_of_an_import_survives_a_reload(cohort, staff):
    cohort.capacity = 500
    cohort.save()
    roster = read(cohort, many(120))
    confirm_roster(roster, by=administrator(), at=LATER)
    work_on(roster.pk, at=LATER, steps=1)

    pages = [text_of(staff.get(f"{IMPORT}{roster.pk}/")) for _reload in range(2)]

    assert ["people.csv: 50 of 120 rows are done" in page for page in pages] == [True, True]
    assert ["Drop this file" in page for page in pages] == [False, False]


def test_failed_file_says_why(cohort, staff):
    roster = received(cohort, HEADER)
    RosterImport.objects.filter(pk=roster.pk).update(
        state="failed", error="The file has more than 10,000 rows."
    )

    page = text_of(staff.get(f"{IMPORT}{roster.pk}/"))

    assert "people.csv: The file has more than 10,000 rows." in page
    assert "Nobody was enrolled by it." in page


def test_drop(cohort, staff):
    roster = read(cohort, many(2))

    response = staff.post(f"{IMPORT}{roster.pk}/drop/", follow=True)

    assert told(response) == ["The file is dropped. Nobody was enrolled."]
    assert "This file was dropped" in text_of(staff.get(f"{IMPORT}{roster.pk}/"))


def test_drop_of_what_is_imported_is_refused(cohort, staff):
    roster = read(cohort, many(1))
    staff.post(f"{IMPORT}{roster.pk}/confirm/")

    response = staff.post(f"{IMPORT}{roster.pk}/drop/", follow=True)

    assert told(response) == ["This file is: imported. Upload it again to begin anew."]


def test_rows_are_left_out_and_taken_in_again(cohort, staff):
    roster = read(cohort, many(3))

    left = staff.post(f"{IMPORT}{roster.pk}/leave-out/", {"line": ["2", "3", "x", "99999999"]}, follow=True)
    assert "Import 1 valid row<" in text_of(left)
    back = staff.post(f"{IMPORT}{roster.pk}/leave-out/", {"line": "2", "take_back": ""}, follow=True)
    assert "Import 2 valid rows" in text_of(back)
    assert verdicts(roster) == {2: "new", 3: "left", 4: "new"}


def test_no_row_chosen_says_so(cohort, staff):
    roster = read(cohort, many(1))

    assert told(staff.post(f"{IMPORT}{roster.pk}/leave-out/", follow=True)) == ["Choose at least one row."]


def test_choosing_after_the_import_is_refused(cohort, staff):
    roster = read(cohort, many(1))
    staff.post(f"{IMPORT}{roster.pk}/confirm/")

    response = staff.post(f"{IMPORT}{roster.pk}/leave-out/", {"line": "2"}, follow=True)

    assert told(response) == ["This file is: imported. Upload it again to begin anew."]


@pytest.mark.parametrize("deed", ["confirm", "drop", "leave-out"])
def test_deed_by_get_leads_to_the_file_and_does_nothing(cohort, staff, deed):
    roster = read(cohort, many(1))

    response = staff.get(f"{IMPORT}{roster.pk}/{deed}/")

    assert (response.status_code, response["Location"]) == (302, f"{IMPORT}{roster.pk}/")
    roster.refresh_from_db()
    assert (roster.state, verdicts(roster)) == ("ready", {2: "new"})


@pytest.mark.parametrize("end", ["", "confirm/", "drop/", "leave-out/", "rows-to-correct.csv"])
def test_file_of_another_cohort_does_not_exist(cohort, staff, end):
    roster = read(make_cohort(cohort.edition, "2026-b"), many(1))
    ask = staff.get if end in ("", "rows-to-correct.csv") else staff.post

    assert ask(f"{IMPORT}{roster.pk}/{end}").status_code == 404
    roster.refresh_from_db()
    assert roster.state == "ready"


def test_files_to_download(cohort, staff):
    roster = read(cohort, mixed(cohort))

    template, rows = staff.get(f"{IMPORT}template.csv"), staff.get(f"{IMPORT}{roster.pk}/rows-to-correct.csv")

    assert template.content.decode("utf-8-sig").startswith("E-mail,Name,Country,Organisation,Time zone\r\n")
    assert rows["Content-Disposition"] == 'attachment; filename="2026-a-to-correct.csv"'
    assert 'bad@,Bad,,,,5,"E-mail: “bad@” has no domain. ' in rows.content.decode()


@pytest.mark.parametrize("show", ["", "?show=new", "?show=known", "?show=changed", "?show=nonsense"])
def test_preview_costs_the_same_for_one_and_for_three(cohort, staff, show, django_assert_num_queries):
    rosters = [read(cohort, f"{HEADER}{rows}") for rows in (_rows(cohort, "a", 1), _rows(cohort, "b", 3))]
    staff.get(f"{IMPORT}{rosters[0].pk}/{show}")

    for roster in rosters:
        with django_assert_num_queries(10):
            staff.get(f"{IMPORT}{roster.pk}/{show}")


def _rows(cohort, letter: str, count: int) -> str:
    rows = ""
    for number in range(count):
        word = f"{letter}{number}"
        make_enrolment(cohort, make_user(f"{word}@x.org", "Ana"))
        make_enrolment(cohort, make_user(f"c{word}@x.org", "Ana"))
        rows += f"{word}@x.org,Ana,,,\nc{word}@x.org,Ana,Peru,,\nn{word}@x.org,Ana,,,\nb{word}@,Ana,,,\n"
    return rows


def test_fifty_rows_fit_the_budget(cohort, staff):
    roster = read(cohort, many(60) + "".join(f"bad{number}@,Bad,,,Nairobi\n" for number in range(60)))

    for show in ("bad", "new"):
        response = staff.get(f"{IMPORT}{roster.pk}/?show={show}")
        assert len(response.context["page_obj"]) == 50
        assert len(gzip.compress(response.content, 6)) < 20_000


def test_text_of_a_file_is_shown_as_text(cohort, staff):
    vector = "<script>alert(1)</script>"
    roster = read(cohort, f"E-mail,Name,{vector}\na@x.org,{vector},x\n{vector},Bad,x\n", name=f"{vector}.csv")

    pages = [staff.get(f"{IMPORT}{roster.pk}/?show={show}").content.decode() for show in ("new", "bad")]

    assert [("<script>alert" in page, "&lt;script&gt;alert" in page) for page in pages] == [(False, True)] * 2
