"""How many clicks a frequent task takes from the first page of a person who is signed in. More is a step back."""

from tests.browser.acting import Counted, heading
from tests.browser.world import (
    ADMINISTRATOR,
    FINISHED,
    INSTRUCTOR,
    REGISTRAR,
    SITTING,
    make_empty_cohort,
    make_second_cohort,
)
from tests.learners.submissions.files import docx


def counted(visit, who: str | None, address: str) -> Counted:
    return Counted(visit(who, viewport={"width": 1366, "height": 768}).open(address))


def test_continue_where_i_stopped(visit):
    walk = counted(visit, SITTING[2], "/learn/")

    walk.click(".next .button")

    # A lesson, or the quiz if another walk of this learner has begun it.
    assert walk.page.locator("main .actions, main form .button").first.is_visible()
    assert walk.count <= 1


def test_see_what_is_due_this_week(visit):
    walk = counted(visit, SITTING[4], "/learn/")

    rail = walk.page.locator(".rail").inner_text()
    assert rail.startswith("Next deadlines\nDiagnosis of a project\n")
    assert walk.count == 0


def test_finish_a_lesson_and_open_the_next(visit):
    walk = counted(visit, SITTING[2], "/learn/M01-L07/")

    walk.click("text=Complete and continue")

    assert walk.page.url.endswith("/learn/M01-L08/")
    assert walk.count <= 1


def test_ten_questions_one_on_each_page_to_the_review(visit):
    walk = counted(visit, SITTING[2], "/learn/Q1/")

    walk.click("text=Start quiz")
    for _question in range(10):
        walk.click("label[for^=answer] >> nth=0")
        walk.page.wait_for_selector("[data-saved]:has-text('Saved at')")
        walk.click("text=Save and continue")
    walk.click("text=Submit quiz")

    assert "of 10 points" in heading(walk.page)
    assert walk.count <= 22


def test_read_results(visit):
    walk = counted(visit, FINISHED, "/learn/")

    walk.click("nav >> text=Results")

    assert heading(walk.page) == "Results"
    assert walk.count <= 1


def test_issue_the_certificates_of_a_cohort(visit):
    """Each of the two persons, from the first page of the staff."""
    make_second_cohort()
    counts = []
    for who in (ADMINISTRATOR, REGISTRAR):
        walk = counted(visit, who, "/staff/")
        walk.click("main >> text=Second cohort")
        walk.click("main .row .button")
        walk.click("main form .button")
        assert walk.page.locator(".messages").is_visible()
        counts.append(walk.count)

    assert max(counts) <= 3


def test_enrol_forty_people_from_a_file_and_see_the_errors_first(visit):
    make_empty_cohort()
    people = [f"person.{number:02d}@demo.example,Demo person {number:02d}" for number in range(38)]
    content = "\n".join(["E-mail,Name", *people, "nobody@,Nobody", "person.00@demo.example,Twice"])
    walk = counted(visit, ADMINISTRATOR, "/staff/")

    walk.click("[aria-labelledby=enrolling] >> text=Third cohort")
    walk.choose_file("[name=file]", "people.csv", content.encode())
    walk.click("main form .button")
    errors = walk.page.locator("main tbody").inner_text()
    walk.click("text=Import 38 valid rows")

    assert "“nobody@” has no domain. Correct it in the file, or leave the row out." in errors
    assert "“person.00@demo.example” stands in line 2 already." in errors
    assert heading(walk.page) == "38 rows imported"
    assert walk.count <= 4


def test_an_outsider_checks_a_certificate(visit, world):
    walk = counted(visit, None, f"/verify/{world.serials['valid']}/")

    assert heading(walk.page) == "This certificate is valid"
    assert walk.count == 0


def test_subscribe_to_the_own_dates(visit):
    walk = counted(visit, SITTING[4], "/learn/")

    assert walk.page.locator("a[href^='webcal:']").is_visible()  # one press opens the calendar program
    assert walk.count == 0


def test_take_72_hours_more(visit):
    walk = counted(visit, SITTING[6], "/learn/")

    walk.click(".rail >> text=More time")
    walk.click("text=Take 72 hours more")

    assert "is now due on" in walk.page.locator(".messages").inner_text()
    assert walk.count <= 2


def test_give_14_more_days_on_all_remaining_work(visit):
    walk = counted(visit, ADMINISTRATOR, "/staff/")

    walk.click("main >> text=Learners")
    walk.click("main >> text=Demo learner 16")
    walk.page.fill("[name=extend-reason]", "Flood.")
    walk.click("main form >> text=Extend dates")

    assert "All remaining work has 14 more days." in walk.page.locator(".messages").inner_text()
    assert walk.count <= 4


def test_hand_in_a_file(visit):
    """From the page of the module: open, choose, check, hand in."""
    walk = counted(visit, SITTING[5], "/learn/modules/M01/")

    walk.click("main >> text=Diagnosis of a project >> nth=0")
    walk.page.click("text=No, none")  # the declaration: part of what is written, like the text
    walk.choose_file("[name=uploads]", "work.docx", docx("A short work"))
    walk.click("text=Check and hand in")
    walk.click("main .button")

    assert heading(walk.page) == "Handed in: Diagnosis of a project"
    assert walk.count <= 4


def test_mark_one_work_by_four_criteria_and_go_to_the_next(visit):
    """Five activations: a key for each criterion, and one to save. What is typed is free."""
    walk = counted(visit, INSTRUCTOR, "/staff/marking/")
    walk.page.click("text=Mark next")
    walk.page.wait_for_load_state()  # its script listens to the keys
    first = walk.page.url
    assert walk.page.locator("[data-criterion]").count() == 4

    for key in "1234":
        walk.page.keyboard.press(key)
    walk.page.keyboard.type("The diagnosis is clear.")
    walk.page.keyboard.press("Control+Enter")
    walk.page.wait_for_url(lambda address: address != first)

    assert walk.page.locator(".error-summary").all_inner_texts() == []
    assert "Marked with" in walk.page.locator(".messages").inner_text()
    assert walk.page.locator("[data-criterion]").count() == 4
