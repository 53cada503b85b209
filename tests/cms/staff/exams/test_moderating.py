"""The page on which a second person looks at one exam, without a name."""

import re

import pytest
import time_machine

from cms.accounts.roles import Role
from courses.cohorts.models import TeachingRole
from learners.attempts.models import SittingModeration
from learners.grades.releasing import release_marks
from tests.cms.staff.exams.test_views import text
from tests.factories.people import make_enrolment, make_staff, make_user
from tests.factories.programme import make_cohort, make_exam_programme
from tests.learners.attempts.exams import agree, essays_of, mark_all, sit_exam
from tests.learners.attempts.test_moderating import LATER

pytestmark = pytest.mark.django_db
DESK = "/staff/marking/exams/"
PAGE = f"{DESK}2026-a/EX/marks/"
Kind = TeachingRole.Kind


@pytest.fixture(autouse=True)
def _in_the_week_after():
    with time_machine.travel(LATER, tick=False):
        yield


@pytest.fixture
def cohort():
    return make_exam_programme()


def person(cohort, email: str, kind=Kind.INSTRUCTOR, role=Role.INSTRUCTOR):
    user = make_staff(role, email)
    user.name = email.split("@")[0].title()
    user.save()
    TeachingRole.objects.create(cohort=cohort, user=user, kind=kind)
    return user


@pytest.fixture
def marker(cohort):
    return person(cohort, "marker@demo.example")


@pytest.fixture
def attempts(cohort, marker):
    found = [sit_exam(make_enrolment(cohort, make_user(f"l{n}@demo.example", f"Secret {n}"))) for n in (1, 2)]
    for each in found:
        mark_all(each, by=marker, at=LATER)
        each.refresh_from_db()
    return found


@pytest.fixture
def browser(client, cohort):
    client.force_login(person(cohort, "moderator@demo.example", Kind.TUTOR, Role.TUTOR))
    return client


def address(attempt, cohort: str = "2026-a") -> str:
    return f"{DESK}{cohort}/EX/sittings/{attempt.pk}/"


def test_the_desk_says_that_a_marked_exam_waits_until_it_is_released(browser, attempts, marker):
    before = text(browser.get("/staff/"))
    exam = attempts[0].edition_activity.activity_id
    release_marks([each.enrolment for each in attempts], exam, by=marker, at=LATER)
    after = text(browser.get("/staff/"))

    assert "1 exam to moderate or release" in before
    assert "to moderate or release" not in after


def test_one_exam_after_the_other_until_all_are_looked_at(browser, attempts):
    listed = text(browser.get(PAGE))
    first = browser.get(address(attempts[0]))
    seen = first.context["form"].initial["seen"]
    second = browser.post(address(attempts[0]), {"verdict": "agreed", "seen": seen})
    last = browser.post(address(attempts[1]), {"verdict": "agreed", "seen": seen}, follow=True)

    assert "2 exams are read by somebody who has marked none of their answers" in listed
    assert "40 of 40 points by the platform" in text(first)
    assert [f"My view. Number {item.order}." in text(first) for item in essays_of(attempts[0])] == [True] * 5
    assert text(first).count("Clear.") == 5
    assert second["Location"] == address(attempts[1])
    assert last.redirect_chain == [(PAGE, 302)]
    assert text(last).count("Agreed Moderator") == 2
    assert SittingModeration.objects.filter(verdict="agreed", by__name="Moderator").count() == 2


def test_no_page_of_a_moderator_tells_whose_exam_it_is(browser, attempts):
    pages = [browser.get(each).content.decode() for each in (PAGE, *map(address, attempts), DESK)]

    assert [re.findall(r"Secret|\bl[12]@", page) for page in pages] == [[]] * 4


def test_a_note_reaches_the_markers(browser, client, attempts, marker):
    seen = str(attempts[0].points)
    bare = browser.post(address(attempts[0]), {"verdict": "look_again", "seen": seen})
    empty = browser.post(address(attempts[0]), {"seen": seen})
    note = {"verdict": "look_again", "verdict_note": "The case was judged too mildly.", "seen": seen}
    browser.post(address(attempts[0]), note)
    client.force_login(marker)
    item = essays_of(attempts[0])[0]

    pages = [
        client.get(each)
        for each in (DESK, f"{DESK}2026-a/EX/{item.question_id}/{item.pk}/", address(attempts[0]))
    ]

    assert (bare.status_code, empty.status_code) == (422, 422)
    assert "Say what the markers should look at again." in text(bare)
    assert "Choose one." in text(empty)
    assert ["The case was judged too mildly." in text(page) for page in pages] == [True] * 3
    assert "1 exam is to be looked at again by its markers." in text(client.get(PAGE))


def test_a_marker_reads_but_gives_no_verdict(client, attempts, marker):
    client.force_login(marker)

    page = client.get(address(attempts[0]))
    refused = client.post(address(attempts[0]), {"verdict": "agreed", "seen": str(attempts[0].points)})

    assert "You have marked an answer of this exam, so somebody else gives the verdict." in text(page)
    assert (refused.status_code, SittingModeration.objects.count()) == (422, 0)


def test_after_the_release_the_page_says_who_looked_at_it(browser, client, attempts, marker):
    moderator = SittingModeration._meta.get_field("by").related_model.objects.get(name="Moderator")
    for each in attempts:
        agree(each, by=moderator, at=LATER)
    waiting = text(browser.get(PAGE))
    client.force_login(marker)
    client.post(f"{DESK}2026-a/EX/release/")

    page = text(client.get(PAGE))

    assert "Whoever answers for the module releases the marks." in waiting
    assert "Release 2 marks" not in waiting
    assert "Secret 1 70.0 Moderator" in page
    assert "All marks are released." in page
    assert client.get(address(attempts[0])).status_code == 404  # nothing is left to look at


def test_what_is_not_of_the_own_cohort_does_not_exist(client, cohort, attempts):
    client.force_login(person(make_cohort(cohort.edition, "2026-b"), "stranger@demo.example"))

    asked = [address(attempts[0]), address(attempts[0], "2026-b"), f"{DESK}2026-a/EX/sittings/987654/"]

    assert [client.get(each).status_code for each in asked] == [404, 404, 404]
    assert [client.post(each, {"verdict": "agreed"}).status_code for each in asked] == [404, 404, 404]


def test_nobody_reads_the_own_exam(client, cohort, attempts):
    user = attempts[0].enrolment.user
    user.groups.add(*make_staff(Role.TUTOR).groups.all())
    type(user).objects.filter(pk=user.pk).update(is_staff=True)
    TeachingRole.objects.create(cohort=cohort, user=user, kind=Kind.TUTOR)
    client.force_login(user)
    assert client.get(address(attempts[1])).status_code == 200

    assert client.get(address(attempts[0])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_and_for_three(
    browser, cohort, marker, count, django_assert_max_num_queries
):
    for number in range(count):
        attempt = sit_exam(make_enrolment(cohort, make_user(f"m{number}@demo.example")))
        mark_all(attempt, by=marker, at=LATER)
    browser.get(address(attempt))

    with django_assert_max_num_queries(14):
        browser.get(address(attempt))
