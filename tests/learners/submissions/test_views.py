from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from learners.submissions.models import Draft, Submission, WorkFile
from tests.learners.submissions.files import docx, pdf
from tests.learners.submissions.rows import TEXT, due, in_week_2, make_handed_in, make_learner
from tests.pages import text_of

PAGE, SAVE, CHECK = "/learn/AS1/", "/learn/AS1/work/save/", "/learn/AS1/work/check/"
JSON = {"Accept": "application/json"}


@pytest.fixture(autouse=True)
def clock(cohort):
    with time_machine.travel(in_week_2(cohort), tick=False) as clock:
        yield clock


@pytest.fixture
def browser(learner):
    return browser_of(learner)


def browser_of(enrolment) -> Client:
    browser = Client()
    browser.force_login(enrolment.user)
    return browser


def form(**changes) -> dict:
    return {
        "text": TEXT,
        "uses_tools": "no",
        "tools": "",
        "purpose": "",
        "extent": "",
        "sequence": "1",
    } | changes


def upload(data: bytes, name: str = "My work.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "image/png")


def test_from_the_task_to_the_receipt_without_script(browser):
    page = text_of(browser.get(PAGE))
    sent = browser.post(SAVE, form(uploads=[upload(docx()), upload(pdf(), "b.pdf")], go="check"))
    check = text_of(browser.get(CHECK))
    handed_in = browser.post(CHECK, {"sequence": str(Draft.objects.get().sequence)})
    receipt = text_of(browser.get(handed_in["Location"]))

    assert "Judge <strong>one</strong> project that you know well" in page
    assert "450 to 550 words" in page
    assert "culprit" not in page + check + receipt, "only markers read the marking notes"
    assert "Criterion 1 (30 %)" in page
    assert sent["Location"] == CHECK
    assert "My work.docx" in check
    assert "14 words. That is 436 fewer than asked for." in check
    assert "The words of PDF files are not counted. Count them yourself." in check
    assert handed_in["Location"] == "/learn/AS1/work/receipt/1/"
    assert Submission.objects.get().sha256 in receipt
    assert "It is marked until 30 March." in receipt


def test_saving_says_that_nothing_is_handed_in(browser):
    page = text_of(browser.post(SAVE, form(), follow=True))

    assert "Your draft is saved. It is not handed in yet." in page
    assert (Draft.objects.get().text, Submission.objects.count()) == (TEXT, 0)


def test_the_script_saves_and_is_told_the_next_number(browser):
    answers = [
        browser.post(SAVE, form(text=text, sequence=number), headers=JSON)
        for text, number in (("One", "4"), ("Two", "4"))
    ]

    assert [(answer.status_code, answer.json()) for answer in answers] == [
        (200, {"saved": True, "message": "Saved 10 March, 03:00 (Nairobi)", "sequence": 4}),
        (
            409,
            {
                "saved": False,
                "message": "A newer text was saved in another window on 10 March, 03:00 (Nairobi). It is kept. "
                "What you sent now is not.",
                "sequence": 4,
            },
        ),
    ]
    assert Draft.objects.get().text == "One"


def test_an_older_window_is_told_and_loses_no_text(browser):
    browser.post(SAVE, form(text="Newer text", sequence="5"))

    answer = browser.post(SAVE, form(text="Older text", sequence="5"))

    assert answer.status_code == 409
    page = answer.content.decode()
    assert ">\nNewer text</textarea>" in page
    assert "Older text</textarea>" in page
    assert Draft.objects.get().text == "Newer text"


@pytest.mark.parametrize(
    "changes, says",
    [
        (
            {"text": "x" * 2**20},
            "The text has 1,048,576 characters. The limit is 100,000. Hand in a long text as a file.",
        ),
        ({"text": "a\0b"}, "Null characters are not allowed."),
        ({"sequence": "many"}, "Enter a whole number."),
        ({"sequence": "9" * 30}, "Ensure this value is less than or equal to 2000000000."),
        ({"tools": "x" * 121}, "Ensure this value has at most 120 characters (it has 121)."),
        ({"uses_tools": "perhaps"}, "Select a valid choice. perhaps is not one of the available choices."),
    ],
)
def test_bad_input_is_told_in_a_sentence_and_nothing_is_saved(browser, changes, says):
    answers = [browser.post(SAVE, form(**changes)), browser.post(SAVE, form(**changes), headers=JSON)]

    assert [answer.status_code for answer in answers] == [422, 409]
    assert says in text_of(answers[0])
    assert answers[1].json() == {"saved": False, "message": says}
    assert not Draft.objects.exists()


def test_a_file_that_is_refused_leaves_the_text_saved(browser):
    answer = browser.post(SAVE, form(uploads=[upload(b"no document")]))

    assert answer.status_code == 422
    assert "Hand in a PDF, DOCX or ODT file." in text_of(answer)
    assert (Draft.objects.get().text, WorkFile.objects.count()) == (TEXT, 0)


def test_a_file_over_ten_megabytes_is_refused(browser):
    answer = browser.post(SAVE, form(uploads=[upload(b"x" * (10 * 2**20 + 1))]))

    assert "The file is 11 MB. The limit is 10 MB." in text_of(answer)


def test_the_own_file_comes_back_to_be_saved_and_never_runs(browser):
    browser.post(SAVE, form(uploads=[upload(docx())]))
    file = WorkFile.objects.get()

    answer = browser.get(f"/learn/AS1/work/files/{file.pk}/")

    assert answer.content == docx()
    assert answer["Content-Disposition"] == f'attachment; filename="AS1-{file.pk}.docx"'
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_a_file_is_removed(browser):
    browser.post(SAVE, form(uploads=[upload(docx())]))
    file = WorkFile.objects.get()

    page = text_of(browser.post(f"/learn/AS1/work/files/{file.pk}/remove/", follow=True))

    assert "The file is removed." in page
    assert "My work.docx" not in page


def test_another_learners_file_and_receipt_do_not_exist(browser, cohort):
    other = make_learner(cohort, 8)
    browser_of(other).post(SAVE, form(uploads=[upload(docx())]))
    make_handed_in(other)
    file = WorkFile.objects.get()

    answers = [
        browser.get(f"/learn/AS1/work/files/{file.pk}/"),
        browser.post(f"/learn/AS1/work/files/{file.pk}/remove/"),
        browser.get("/learn/AS1/work/receipt/1/"),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]


@pytest.mark.parametrize("address", ["/learn/M01-L01/work/check/", "/learn/NONE/work/check/"])
def test_only_written_work_has_these_pages(browser, address):
    assert browser.get(address).status_code == 404


def test_what_is_missing_is_said_before(browser):
    browser.post(SAVE, form(uses_tools=""))

    page = text_of(browser.get(CHECK))

    assert "Say whether you used generative tools." in page
    assert 'type="submit">Hand in' not in page


def test_handing_in_what_another_window_changed_is_refused(browser):
    browser.post(SAVE, form())
    browser.post(SAVE, form(text="Changed", sequence="2"))

    page = text_of(browser.post(CHECK, {"sequence": "1"}, follow=True))

    assert "The draft was changed in another window after you checked it." in page
    assert not Submission.objects.exists()


@pytest.mark.parametrize("sequence", ["", "x", "9" * 400])
def test_a_check_that_was_tampered_with_is_refused(browser, sequence):
    browser.post(SAVE, form())

    assert browser.post(CHECK, {"sequence": sequence}).status_code == 302
    assert not Submission.objects.exists()


@pytest.mark.parametrize(
    "late, says",
    [
        (timedelta(hours=1), "The deadline was Monday 16 March, 14:59 (Nairobi). You can still hand in until Tuesday 17 March, 14:59 (Nairobi) without loss of marks."),
        (timedelta(days=2, seconds=1), "The deadline was Monday 16 March, 14:59 (Nairobi). 10 points are taken off if you hand in now."),
        (timedelta(days=20), "The deadline was Monday 16 March, 14:59 (Nairobi). Work handed in now is recorded with 0."),
    ],
)  # fmt: skip
def test_what_lateness_costs_is_said_before_handing_in(browser, clock, cohort, learner, late, says):
    clock.move_to(due(cohort) + late)
    browser.force_login(learner.user)
    browser.post(SAVE, form())

    assert [says in text_of(browser.get(address)) for address in (PAGE, CHECK)] == [True, True]


def test_the_own_name_in_an_anonymous_work_is_pointed_out(browser, learner):
    browser.post(SAVE, form(text=f"By {learner.user.name}", uploads=[upload(docx(author="Somebody"))]))

    page = text_of(browser.get(CHECK))

    assert "Your text holds your name or e-mail address." in page
    assert "A file names a person in its properties or comments. Markers get a copy without that." in page


def test_after_the_grace_the_page_says_until_when_it_is_marked(browser, clock, learner, cohort):
    make_handed_in(learner)
    clock.move_to(due(cohort) + timedelta(days=2))
    browser.force_login(learner.user)

    page = text_of(browser.get(PAGE))

    assert "Being marked until 30 March." in page
    assert "<form" not in page.split("<main")[1].split("</main>")[0]


def test_html_in_a_text_stays_text(browser):
    browser.post(SAVE, form(text="<script>alert(1)</script></textarea><b>x"))
    browser.post(CHECK, {"sequence": "1"})

    pages = [text_of(browser.get(address)) for address in (PAGE, CHECK, "/learn/AS1/work/receipt/1/")]

    assert [page.count("<script>alert(1)") for page in pages] == [0, 0, 0]
    assert all("&lt;script&gt;alert(1)&lt;/script&gt;" in page for page in pages)


def test_a_journal_asks_for_a_declaration_of_its_own(browser):
    page = text_of(browser.get("/learn/J1/"))

    assert "I wrote this entry without generative tools" in page
    assert "Only you and your tutor read it." in page
    assert 'type="file"' not in page


def test_the_page_costs_the_same_for_one_and_three_versions(browser, learner, django_assert_max_num_queries):
    browser.get(PAGE)  # reads the plan of the edition once
    for text in ("One", "Two", "Three"):
        make_handed_in(learner, text=text)
        with django_assert_max_num_queries(15):
            browser.get(PAGE)


def test_a_stranger_signs_in_first(client):
    for address in (PAGE, CHECK, SAVE):
        assert client.get(address)["Location"].startswith("/account/login/")
