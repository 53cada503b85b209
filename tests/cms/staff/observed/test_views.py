import pytest
import time_machine

from cms.accounts.roles import Role
from courses.cohorts.models import Cohort
from learners.grades.models import GradeEvent
from learners.observations.contributing import save_contribution
from learners.observations.models import AgreedMark, Observation
from tests.factories.people import make_enrolment, make_staff
from tests.factories.programme import make_cohort
from tests.factories.works import make_programme_of_all_kinds, planned_work
from tests.learners.observations.rows import judge, over
from tests.learners.submissions.rows import in_week_2, make_learner, make_marker
from tests.pages import text_of

POINTS = {f"points-{place}": "70" for place in range(4)}


@pytest.fixture
def cohort(db):
    return make_programme_of_all_kinds()


@pytest.fixture
def learners(cohort):
    return [make_learner(cohort, number) for number in (1, 2)]


@pytest.fixture
def examiners(cohort):
    return [make_marker(cohort, number) for number in (1, 2)]


@pytest.fixture(autouse=True)
def clock(cohort):
    with time_machine.travel(over(cohort), tick=False) as clock:
        yield clock


@pytest.fixture
def browser(client_of, examiners):
    return client_of(examiners[0])


def address(enrolment, code: str = "D1", end: str = "") -> str:
    return f"/staff/observed/2026-a/{code}/{enrolment.pk}/{end}"


def send(browser, enrolment, deed: str, code: str = "D1", **data):
    return browser.post(address(enrolment, code), {"sequence": "1", "deed": deed, **POINTS, **data})


def test_from_the_list_to_the_release(browser, cohort, learners):
    Cohort.objects.update(room_url="https://forum.example/a")
    save_contribution(learners[0], planned_work(cohort, "D1"), text="One post.", at=in_week_2(cohort))
    desk = text_of(browser.get("/staff/observed/"))
    rows = text_of(browser.get("/staff/observed/2026-a/D1/"))
    page = text_of(browser.get(address(learners[0])))
    onwards = send(browser, learners[0], "next", remark="You connect two regions.")
    absent = send(browser, learners[1], "absent", absence="No post.")
    check = text_of(browser.get("/staff/observed/2026-a/D1/release/"))
    released = browser.post("/staff/observed/2026-a/D1/release/", follow=True)

    assert "2026-a, 0 of 2 judged, until 16 March" in desk
    assert "0 of 2 have a mark." in rows
    assert "One post." in page
    assert "Criterion 1" in page
    assert "<summary>Marking notes</summary><p>Count replies that ask for a fact.</p>" in page
    assert 'href="https://forum.example/a"' in page
    assert f"/staff/integrity/flag/{learners[0].pk}/?work=D1" in page
    assert onwards["Location"] == address(learners[1])
    assert absent["Location"] == "/staff/observed/2026-a/D1/"
    assert "Release 2 marks" in check
    assert "1 learner was absent and gets 0." in check
    assert "2 marks are released." in text_of(released)
    assert "Correct<span" in text_of(released)
    assert [str(line.points) for line in GradeEvent.objects.order_by("pk")] == ["70.00", "0.00"]


def test_a_draft_is_kept_and_comes_back(browser, learners):
    sent = send(browser, learners[0], "draft", **{"points-3": ""}, remark="Half way.")

    page = text_of(browser.get(address(learners[0])))
    assert sent["Location"] == address(learners[0])
    assert Observation.objects.get().points == [70, 70, 70, None]
    assert "Half way.</textarea>" in page
    assert "Draft" in text_of(browser.get("/staff/observed/2026-a/D1/"))


@pytest.mark.parametrize(
    "deed, data, says",
    [
        ("next", {"points-1": ""}, "Enter points for: Criterion 2."),
        ("next", {"points-1": "many"}, "Enter points between 0 and 100."),
        ("absent", {}, "Say how you know that the learner took no part."),
        ("draft", {"sequence": ""}, "Fill this in."),
        ("draft", {"sequence": "7"}, "Load the page again."),
    ],
)
def test_what_is_refused_is_said_and_nothing_typed_is_lost(browser, learners, deed, data, says):
    answer = send(browser, learners[0], deed, **({"remark": "Keep this."} | data))

    assert answer.status_code == 422
    assert says in text_of(answer)
    assert "Keep this.</textarea>" in text_of(answer)
    assert not Observation.objects.exists()


def test_a_colleague_who_saved_first_is_named(browser, examiners, learners):
    judge(learners[0], examiners[1], 60)

    answer = send(browser, learners[0], "next")

    assert "Demo marker 2 saved this at" in text_of(answer)
    assert Observation.objects.get().mark == 60


def test_examiners_do_not_see_each_other_before_both_have_judged(client_of, examiners, learners):
    first, second = map(client_of, examiners)
    send(first, learners[0], "save", code="CPD", remark="Evasive answers.")
    blind = text_of(second.get(address(learners[0], "CPD")))
    rows = text_of(second.get("/staff/observed/2026-a/CPD/"))
    send(second, learners[0], "save", code="CPD", **{f"points-{place}": "90" for place in range(4)})

    page = text_of(second.get(address(learners[0], "CPD")))
    agreed = second.post(address(learners[0], "CPD", "agree/"), {"mark": "80", "note": "We talked."})

    assert "Evasive answers." not in blind
    assert "Waits for the other examiner" in rows
    assert ">Told<" not in rows
    assert "Demo marker 1: 70.0" in page
    assert "The two marks are more than ten points apart" in page
    assert agreed["Location"] == "/staff/observed/2026-a/CPD/"
    assert AgreedMark.objects.get().mark == 80
    assert "Agreed: 80.0" in text_of(first.get(address(learners[0], "CPD")))


@pytest.mark.parametrize(
    "data, says",
    [
        ({"mark": "", "note": "A"}, "Fill this in."),
        ({"mark": "80", "note": ""}, "Write down what the two of you said."),
        ({"mark": "80", "note": "A"}, "nothing to settle"),
    ],
)
def test_an_agreement_that_is_refused(browser, learners, data, says):
    answer = browser.post(address(learners[0], "CPD", "agree/"), data)

    assert answer.status_code == 422
    assert says in text_of(answer)


def test_a_release_with_an_open_check_is_refused(browser, examiners, learners):
    judge(learners[0], examiners[0], 60)

    answer = browser.post("/staff/observed/2026-a/D1/release/")

    assert answer.status_code == 409
    assert "1 learner is not judged." in text_of(answer)
    assert not GradeEvent.objects.exists()


def test_a_released_mark_is_corrected_at_the_desk(client_of, browser, examiners, learners):
    for learner in learners:
        judge(learner, examiners[0], 60)
    browser.post("/staff/observed/2026-a/D1/release/")
    work = Observation.objects.filter(work__enrolment=learners[0]).get().work
    place = f"/staff/marking/work/{work.code}/correction/"

    page = text_of(browser.get(place))
    browser.post(place, {"mark": "66", "reason": "A post was missed."})
    client_of(examiners[1]).post(f"{place}decide/", {"deed": "confirm"})

    assert "Correct the mark of D1 Demo learner 01" in page
    assert [str(line.points) for line in GradeEvent.objects.filter(enrolment=learners[0])] == [
        "60.00",
        "66.00",
    ]
    assert "The mark is released." in text_of(browser.get(address(learners[0])))


def test_tutors_judge_discussions_and_release_nothing(client_of, cohort, learners):
    browser = client_of(make_marker(cohort, 4, kind="tutor"))

    answers = [
        browser.get(f"/staff/observed/2026-a/{end}")
        for end in ("D1/", f"D1/{learners[0].pk}/", "CPD/", "D1/release/", f"CPD/{learners[0].pk}/")
    ]

    assert [answer.status_code for answer in answers] == [200, 200, 404, 404, 404]


def test_what_is_elsewhere_or_ones_own_does_not_exist(browser, cohort, examiners, learners):
    other = make_learner(make_cohort(cohort.edition, "2026-b"), 9)
    own = make_enrolment(cohort, examiners[0])

    places = [
        address(other),
        address(own),
        "/staff/observed/2026-a/CPR/",
        "/staff/observed/2026-b/D1/",
        "/staff/observed/2026-x/D1/",
        "/staff/observed/2026-a/D9/",
    ]

    assert [browser.get(place).status_code for place in places] == [404] * 6


def test_the_list_of_who_teaches_nobody_is_empty(client_of, cohort):
    assert "Nothing to judge" in text_of(client_of(make_staff(Role.TUTOR)).get("/staff/observed/"))


def test_the_marking_desk_does_not_know_it(browser, examiners, learners):
    judge(learners[0], examiners[0], 60)
    work = Observation.objects.get().work

    places = [
        f"/staff/marking/work/{work.code}/",
        "/staff/marking/2026-a/D1/",
        "/staff/marking/2026-a/D1/calibration/",
    ]

    assert [browser.get(place).status_code for place in places] == [404] * 3
    assert "D1" not in text_of(browser.get("/staff/marking/"))
