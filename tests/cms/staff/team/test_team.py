import re

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
from django.utils.timezone import now
from wagtail.models import ModelLogEntry

from cms.accounts.models import User
from cms.accounts.roles import GROUPS, Role
from courses.cohorts.models import TeachingRole
from learners.events.delivering import deliver_all_open
from learners.events.models import LearningEvent
from learners.submissions.marking import claim
from learners.submissions.standing import standing_of
from tests.factories.people import make_enrolment, make_staff, make_user
from tests.factories.programme import make_cohort
from tests.factories.works import make_programme_with_works, teach
from tests.learners.submissions.rows import make_handed_in, make_learner, make_marker
from tests.pages import text_of

pytestmark = pytest.mark.django_db
TEAM = "/staff/cohorts/2026-a/team/"


@pytest.fixture
def office():
    for role in (Role.TUTOR, Role.INSTRUCTOR):
        Group.objects.get_or_create(name=GROUPS[role])
    return make_staff(Role.ADMINISTRATOR)


@pytest.fixture
def staff(client_of, office):
    return client_of(office)


def person(email="new@demo.example", name="", kind="tutor", module=""):
    return {"person-email": email, "person-name": name, "person-kind": kind, "person-module_code": module}


def rows():
    return [
        (role.user.email, role.kind, role.module_code)
        for role in TeachingRole.objects.select_related("user").order_by("pk")
    ]


def end_of(user) -> str:
    return f"{TEAM}{TeachingRole.objects.get(user=user).pk}/end/"


def test_a_person_without_an_account_comes_in_and_can_sign_in(cohort, staff, office):
    response = staff.post(f"{TEAM}add/", person(name="Demo tutor", module="M01"), follow=True)

    user = User.objects.get(email="new@demo.example")
    assert rows() == [("new@demo.example", "tutor", "M01")]
    assert (user.is_staff, list(user.groups.values_list("name", flat=True))) == (True, ["Tutors"])
    assert "Demo tutor is in the team and gets a mail." in text_of(response)
    assert "Demo tutor became Tutor, M01. By Demo administrator." in text_of(response)
    entry = ModelLogEntry.objects.get(action="campus.team_joined")
    assert (entry.user, entry.object_id) == (office, str(cohort.pk))

    deliver_all_open(at=now())
    stranger = Client()
    stranger.post("/account/login/code/", {"email": "new@demo.example"})
    code = re.search(r"^([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})$", mail.outbox[-1].body, re.MULTILINE)[1]
    entered = stranger.post("/account/login/code/confirm/", {"code": code})
    assert (entered.status_code, entered["Location"]) == (302, "/staff/")
    assert "Demo tutor" in text_of(stranger.get(TEAM))


@pytest.mark.parametrize(
    "sent, field, says",
    [
        (person(), "name", "There is no account with the address new@demo.example."),
        (person("own@demo.example"), "email", "learns in cohort 2026-a or has an offer for it"),
        (person("administrator@demo.example"), "email", "Nobody gives roles to themselves"),
        (person("closed@demo.example"), "email", "The account of Demo closed is closed."),
        (person("tutor@demo.example"), "email", "Demo tutor does this already"),
        (person("no address"), "email", "Enter an address such as name@example.org."),
        (person(""), "email", "Enter the e-mail address of the person."),
        (person(kind=""), "kind", "Choose what the person does in the cohort."),
        (person(kind="janitor"), "kind", "Choose what the person does in the cohort."),
        (person(module="M77"), "module_code", "Choose a module of this edition."),
        ({}, "email", "Enter the e-mail address of the person."),
    ],
)
def test_what_is_refused_says_why_and_writes_nothing(cohort, staff, sent, field, says):
    make_enrolment(cohort, make_user("own@demo.example", "Demo learner 01"))
    make_user("closed@demo.example", "Demo closed", is_active=False)
    teach(cohort, make_staff(Role.TUTOR), "tutor")
    before = (
        rows(),
        User.objects.count(),
        LearningEvent.objects.count(),
        User.objects.filter(is_staff=True).count(),
    )

    response = staff.post(f"{TEAM}add/", sent)

    assert response.status_code == 422
    assert says in " ".join(response.context["form"].errors[field])
    assert says in text_of(response)
    after = (
        rows(),
        User.objects.count(),
        LearningEvent.objects.count(),
        User.objects.filter(is_staff=True).count(),
    )
    assert after == before


def test_the_end_first_says_what_it_does(cohort, staff):
    tutor = make_staff(Role.TUTOR)
    teach(cohort, tutor, "tutor")
    make_enrolment(cohort)

    page = text_of(staff.get(end_of(tutor)))

    assert "End the role of Demo tutor?" in page
    assert "Tutor, all modules, Spring." in page
    assert "learners: 1, tutors: 0" in page
    assert rows() == [("tutor@demo.example", "tutor", "")]


def test_an_ended_role_is_gone_and_kept_in_the_history(cohort, staff, office):
    tutor = make_staff(Role.TUTOR)
    teach(cohort, tutor, "tutor")
    address = end_of(tutor)

    response = staff.post(address, follow=True)

    assert rows() == []
    assert "The role of Demo tutor has ended." in text_of(response)
    assert "the role of Demo tutor ended, Tutor, all modules. By Demo administrator." in text_of(response)
    assert staff.post(address).status_code == 404
    assert ModelLogEntry.objects.get(action="campus.team_left").user == office


def test_nobody_ends_the_own_role(cohort, client_of):
    office = make_staff(Role.ADMINISTRATOR)
    teach(cohort, office)
    browser = client_of(office)

    response = browser.post(end_of(office), follow=True)

    assert "Nobody gives roles to themselves or ends their own." in text_of(response)
    assert rows() == [(office.email, "instructor", "")]
    assert "/end/" not in text_of(browser.get(TEAM))


def test_the_end_says_which_work_is_marked_now_and_takes_the_desk_away(client_of, office):
    cohort = make_programme_with_works()
    marker = make_marker(cohort)
    work = make_handed_in(make_learner(cohort)).work
    claim(standing_of(work.code), by=marker, at=now())
    browser, desk = client_of(marker), f"/staff/marking/work/{work.code}/"
    boss = client_of(office)
    address = end_of(marker)

    before = [browser.get(place).status_code for place in PLACES], browser.get(desk).status_code
    page = text_of(boss.get(address))
    ended = text_of(boss.post(address, follow=True))

    assert "Demo marker 1 is marking 1 work now" in page
    assert f"AS1, work {work.code}, last saved at" in page
    assert "1 work went back to the queue." in ended
    after = [browser.get(place).status_code for place in PLACES], browser.get(desk).status_code
    assert before == ([200, 200, 200, 200], 200)
    assert after == ([403, 403, 403, 404], 404)
    assert browser.post(f"{desk}save/", {}).status_code == 404
    assert work.code not in text_of(browser.get("/staff/marking/"))
    assert text_of(browser.get("/staff/extensions/")).count("2026-a") == 0


PLACES = (
    TEAM,
    "/staff/cohorts/2026-a/people/",
    "/staff/gradebook/2026-a/",
    "/staff/marking/2026-a/AS1/",
)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_and_for_three(
    cohort, staff, office, count, django_assert_num_queries
):
    for number in range(count):
        staff.post(f"{TEAM}add/", person(f"t{number}@demo.example", f"Demo tutor {number}"))
    staff.get(TEAM)

    with django_assert_num_queries(8):
        staff.get(TEAM)


def test_who_may_read_what(cohort, client_of):
    teach(cohort, make_user("m@demo.example", "Demo marker"), "marker")
    tutor, instructor = make_staff(Role.TUTOR), make_staff(Role.INSTRUCTOR)
    for user, kind in ((tutor, "tutor"), (instructor, "instructor")):
        teach(cohort, user, kind)

    sees = {}
    for user in (tutor, instructor, make_staff(Role.REGISTRAR), make_staff(Role.ADMINISTRATOR)):
        page = text_of(client_of(user).get(TEAM))
        sees[user.name] = "Demo marker" in page, "m@demo.example" in page, "Add to the team" in page

    assert sees == {
        "Demo tutor": (True, False, False),
        "Demo instructor": (True, True, False),
        "Demo registrar": (True, True, False),
        "Demo administrator": (True, True, True),
    }


@pytest.mark.parametrize("role", [Role.INSTRUCTOR, Role.TUTOR, Role.REGISTRAR])
def test_others_change_nothing(cohort, client_of, office, role):
    user, tutor = make_staff(role), make_user("t@demo.example", "Demo tutor")
    teach(cohort, tutor, "tutor")
    teach(cohort, user, "instructor")
    browser, before = client_of(user), rows()

    answers = [
        browser.post(address, person(name="x")).status_code for address in (f"{TEAM}add/", end_of(tutor))
    ]

    assert (answers, rows()) == ([403, 403], before)


def test_a_superuser_alone_gives_no_role(cohort, client_of):
    root = User.objects.create_superuser("root@demo.example", "a long pass phrase", name="Root")

    response = client_of(root).post(f"{TEAM}add/", person(name="Demo tutor"))

    assert response.status_code == 403
    assert "It is for these roles: Programme administrators." in text_of(response)


def test_strangers(cohort, client_of, staff):
    tutor = make_staff(Role.TUTOR)
    teach(make_cohort(cohort.edition, "2026-b"), tutor, "tutor")
    learner = client_of(make_enrolment(cohort).user)
    foreign = TeachingRole.objects.get().pk

    assert Client().get(TEAM)["Location"] == f"/account/login/?next={TEAM}"
    assert [learner.get(TEAM).status_code, learner.post(f"{TEAM}add/").status_code] == [404, 404]
    assert client_of(tutor).get(TEAM).status_code == 403
    assert [
        staff.get(f"{TEAM}{foreign}/end/").status_code,
        staff.post(f"{TEAM}{foreign}/end/").status_code,
    ] == [404, 404]
    assert staff.get("/staff/cohorts/2026-x/team/").status_code == 404


def test_the_address_of_the_deed_by_get_leads_to_the_page(cohort, staff):
    response = staff.get(f"{TEAM}add/")

    assert (response.status_code, response["Location"]) == (302, TEAM)
    assert rows() == []
