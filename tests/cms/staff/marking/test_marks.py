import re

import pytest

from cms.accounts.roles import Role
from learners.grades.models import GradeEvent
from learners.submissions.models import CalibrationMark, Correction, Moderation, SampleScript
from tests.cms.staff.marking.pages import judged, levels
from tests.factories.people import make_staff
from tests.learners.submissions.rows import make_handed_in, make_learner, make_marker, make_released, mark
from tests.pages import text_of

MARKS = "/staff/marking/2026-a/AS1/"
RELEASE, SCRIPTS = f"{MARKS}release/", f"{MARKS}calibration/"


@pytest.fixture
def submission(learner):
    return make_handed_in(learner)


def page_of(submission, end: str = "") -> str:
    return f"/staff/marking/work/{submission.work.code}/{end}"


def test_from_the_mark_to_the_release(desk, browser_of, two, submission):
    desk.post("/staff/marking/next/")
    desk.post(page_of(submission, "save/"), judged(90, 60, 75, 40))
    before = text_of(desk.get(MARKS))
    moderator = browser_of(two)
    seen = text_of(moderator.get(page_of(submission)))
    moderator.post(page_of(submission, "moderation/"), {"verdict": "agreed", "verdict_note": ""})
    ready = text_of(desk.get(MARKS))
    after = text_of(desk.post(RELEASE, follow=True))

    assert "1 work of the sample waits for the moderator." in before
    assert "Mark 69.8" in seen
    assert "Keep verdict" in seen
    assert "Release 1 mark" in ready
    assert "1 mark is released." in after
    assert "No mark waits for release." in after
    assert GradeEvent.objects.count() == 1


def test_a_marker_moderates_one_after_the_other_and_needs_no_page_of_the_release(
    cohort, desk, one, browser_of, at
):
    first, second = (make_handed_in(make_learner(cohort, number)) for number in (1, 2))
    reader = browser_of(make_marker(cohort, 5, kind="marker"))
    mark(first, one, 60, 60, 60, 60, at=at)
    early = text_of(reader.get("/staff/marking/"))
    mark(second, one, 40, 40, 40, 40, at=at)

    queue, home = text_of(reader.get("/staff/marking/")), text_of(reader.get("/staff/"))
    own = text_of(desk.get("/staff/marking/"))
    onwards = reader.post(page_of(first, "moderation/"), {"verdict": "agreed"})
    last = reader.post(page_of(second, "moderation/"), {"verdict": "agreed"}, follow=True)

    assert "moderator" not in early
    assert "2 marked works wait for a moderator, and you can be the one." in queue
    assert queue.count("To moderate</span>") == 2
    assert MARKS not in queue, "only whoever answers for the module opens it"
    assert "2 works to moderate" in home
    assert "moderator" not in own, "nobody moderates the own marks"
    assert MARKS in own
    assert onwards["Location"] == page_of(second)
    assert last.redirect_chain == [("/staff/marking/", 302)]
    assert "Your verdict is kept." in text_of(last)
    assert "Nothing waits for you now." in text_of(last)


def test_an_open_check_releases_nothing(desk, submission):
    answer = desk.post(RELEASE)

    assert answer.status_code == 409
    assert "1 work is not marked." in text_of(answer)
    assert not GradeEvent.objects.exists()


def test_the_plot_has_its_table(cohort, desk, one, at):
    for number, points in enumerate((40, 60, 60, 100), start=1):
        mark(make_handed_in(make_learner(cohort, number)), one, *[points] * 4, at=at)

    page = text_of(desk.get(MARKS))

    table = re.findall(r'<th scope="row">(\d+–\d+)</th><td class="num">(\d+)</td>', page)
    assert dict(table) == {
        "0–9": "0", "10–19": "0", "20–29": "0", "30–39": "0", "40–49": "1", "50–59": "0", "60–69": "2", "70–79": "0",
        "80–89": "0", "90–100": "1",
    }  # fmt: skip
    assert page.count("<rect") == 10
    assert 'height="100"' in page


def test_a_page_without_any_work_says_so(desk):
    page = text_of(desk.get(MARKS))

    assert "0 of 0 marked." in page
    assert "Nothing is handed in yet." in page


def test_the_page_costs_the_same_for_one_and_three(cohort, desk, one, at, django_assert_num_queries):
    mark(make_handed_in(make_learner(cohort, 1)), one, 60, 60, 60, 60, at=at)
    desk.get(MARKS)
    with django_assert_num_queries(13):
        desk.get(MARKS)
    for number in (2, 3):
        mark(make_handed_in(make_learner(cohort, number)), one, 60, 60, 60, 60, at=at)

    with django_assert_num_queries(13):
        desk.get(MARKS)


@pytest.mark.parametrize("kind, module", [("marker", ""), ("tutor", ""), ("instructor", "M09")])
def test_only_who_answers_for_the_module_releases(cohort, browser_of, submission, kind, module):
    other = make_marker(cohort, 5, kind=kind)
    other.teaching_roles.update(module_code=module)
    browser = browser_of(other)

    assert [browser.get(MARKS).status_code, browser.post(RELEASE).status_code] == [404, 404]


@pytest.mark.parametrize(
    "address", ["/staff/marking/2026-a/M01-L01/", "/staff/marking/2026-a/NO/", "/staff/marking/none/AS1/"]
)
def test_what_is_no_written_work_has_no_marks(desk, address):
    assert desk.get(address).status_code == 404


@pytest.mark.parametrize(
    "data, says",
    [
        ({}, "Choose one."),
        ({"verdict": "perhaps"}, "Select a valid choice. perhaps is not one of the available choices."),
        ({"verdict": "look_again", "verdict_note": ""}, "Say what the marker should look at again."),
    ],
)
def test_a_verdict_that_is_incomplete_is_refused(browser_of, one, two, submission, at, data, says):
    mark(submission, one, 60, 60, 60, 60, at=at)

    answer = browser_of(two).post(page_of(submission, "moderation/"), data)

    assert (answer.status_code, Moderation.objects.count()) == (422, 0)
    assert says in text_of(answer)


# Calibration.


def test_markers_judge_and_then_see_each_other(desk, browser_of, two, submission):
    desk.post(f"{SCRIPTS}add/", {"title": "Script A", "text": "A sample text."})
    script = SampleScript.objects.get()
    sent = text_of(desk.post("/staff/marking/next/", follow=True))
    page = f"{SCRIPTS}{script.pk}/"
    before = text_of(desk.get(page))
    desk.post(page, levels(90, 60, 75, 40))
    browser_of(two).post(page, levels(40, 40, 40, 40))
    after = text_of(desk.get(page))

    assert "Judge the sample scripts of “Assignment AS1” before you mark." in sent
    assert f'<a class="button" href="{page}">Judge “Script A”</a>' in sent
    assert ("Mark next" in sent, "Mark next" in text_of(desk.get(SCRIPTS))) == (False, True)
    assert "Keep judgement" in before
    assert [name in after for name in ("Demo marker 1", "Demo marker 2", "69.8", "40.0")] == [True] * 4
    assert desk.post("/staff/marking/next/")["Location"] == page_of(submission)


def test_the_others_are_not_seen_before_the_own_judgement(desk, browser_of, two):
    desk.post(f"{SCRIPTS}add/", {"title": "Script A", "text": "A sample text."})
    page = f"{SCRIPTS}{SampleScript.objects.get().pk}/"
    browser_of(two).post(page, levels(40, 40, 40, 40))

    assert "Demo marker 2" not in text_of(desk.get(page))


def test_an_incomplete_judgement_is_refused(desk):
    desk.post(f"{SCRIPTS}add/", {"title": "Script A", "text": "A sample text."})

    answer = desk.post(f"{SCRIPTS}{SampleScript.objects.get().pk}/", levels(90, 60))

    assert (answer.status_code, CalibrationMark.objects.count()) == (422, 0)
    assert "Enter points between 0 and 100 for each criterion." in text_of(answer)


def test_a_script_needs_name_and_text_and_there_are_two(desk):
    refused = desk.post(f"{SCRIPTS}add/", {"title": "", "text": "x"})
    for name in ("A", "B", "C"):
        last = desk.post(f"{SCRIPTS}add/", {"title": name, "text": "x"}, follow=True)

    assert refused.status_code == 422
    assert "There are 2 sample scripts already." in text_of(last)
    assert SampleScript.objects.count() == 2


def test_a_marker_judges_but_adds_no_script(cohort, browser_of):
    marker = browser_of(make_marker(cohort, 5, kind="marker"))

    assert marker.get(SCRIPTS).status_code == 200
    assert marker.post(f"{SCRIPTS}add/", {"title": "A", "text": "x"}).status_code == 404
    assert marker.get(f"{SCRIPTS}987/").status_code == 404


# Corrections.


@pytest.fixture
def released(submission, planned, at):
    make_released(submission.work, planned, at=at)
    return submission


def test_two_persons_correct_a_released_mark(desk, browser_of, released):
    page = page_of(released, "correction/")
    desk.post(page, {"mark": "64.5", "reason": "Criterion 2 was read wrongly."})
    own = text_of(desk.get(page))
    refused = text_of(desk.post(f"{page}decide/", {"deed": "confirm"}, follow=True))
    registrar = browser_of(make_staff(Role.REGISTRAR, "r@demo.example"))
    told = text_of(registrar.post(f"{page}decide/", {"deed": "confirm"}, follow=True))

    assert "A second person has to confirm it." in own
    assert "Confirm the correction" not in own
    assert "A second person decides on a correction." in refused
    assert "The mark is corrected." in told
    assert "64.50" in told
    assert "Demo learner 07" not in told
    assert GradeEvent.objects.count() == 2


def test_what_waits_for_a_second_person_is_found(cohort, desk, browser_of, two, released):
    page, listed = page_of(released, "correction/"), "/staff/marking/corrections/"
    registrar = browser_of(make_staff(Role.REGISTRAR, "registrar@demo.example"))
    elsewhere = browser_of(make_staff(Role.INSTRUCTOR, "elsewhere@demo.example"))
    marker = browser_of(make_marker(cohort, 5, kind="marker"))
    before = text_of(registrar.get(listed))
    desk.post(page, {"mark": "52", "reason": "Read too strictly."})

    rows = {
        name: text_of(browser.get(listed))
        for name, browser in {"asker": desk, "second": browser_of(two), "registrar": registrar}.items()
    }
    empty = [text_of(browser.get(listed)) for browser in (elsewhere, marker)]

    assert "Nothing waits for a second person" in before
    shown = (page, "52.0", "Read too strictly.")
    assert [all(each in row for each in shown) for row in rows.values()] == [True] * 3
    assert [name for name, row in rows.items() if "Waits for somebody else" in row] == ["asker"]
    assert ["Nothing waits for a second person" in each and page not in each for each in empty] == [True] * 2
    assert "1 correction waits for you" in text_of(registrar.get("/staff/"))
    assert "1 correction waits for you" not in text_of(desk.get("/staff/"))

    browser_of(two).post(page + "decide/", {"deed": "confirm"})

    assert "Nothing waits for a second person" in text_of(registrar.get(listed))


def test_a_correction_may_be_refused(desk, browser_of, two, released):
    page = page_of(released, "correction/")
    desk.post(page, {"mark": "64.5", "reason": "x"})

    told = text_of(browser_of(two).post(f"{page}decide/", {"deed": "refuse"}, follow=True))
    again = text_of(browser_of(two).post(f"{page}decide/", {"deed": "confirm"}, follow=True))

    assert "The mark stays as it was." in told
    assert "There is no correction to decide." in again
    assert GradeEvent.objects.count() == 1


@pytest.mark.parametrize(
    "data, says",
    [
        ({"mark": "101", "reason": "x"}, "Ensure this value is less than or equal to 100."),
        ({"mark": "64.55", "reason": "x"}, "Ensure that there are no more than 1 decimal place."),
        ({"mark": "64", "reason": " "}, "Say why the mark changes."),
        ({"mark": "NaN", "reason": "x"}, "Enter a number."),
    ],
)
def test_a_correction_that_is_incomplete_is_refused(desk, released, data, says):
    answer = desk.post(page_of(released, "correction/"), data)

    assert (answer.status_code, Correction.objects.count()) == (422, 0)
    assert says in text_of(answer)


def test_an_instructor_of_another_cohort_corrects_nothing(cohort, browser_of, released):
    stranger = make_staff(Role.INSTRUCTOR, "s@demo.example")

    assert browser_of(stranger).get(page_of(released, "correction/")).status_code == 404
    assert (
        browser_of(make_staff(Role.ADMINISTRATOR, "a@demo.example"))
        .get(page_of(released, "correction/"))
        .status_code
        == 403
    )
