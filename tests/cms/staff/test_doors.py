import pytest

from cms.accounts.models import User
from cms.accounts.roles import Role
from cms.staff.doors import groups_with, staff_may
from tests.factories.people import make_staff, make_user

pytestmark = pytest.mark.django_db


def test_action_that_the_table_does_not_name_is_a_mistake_at_once():
    with pytest.raises(ValueError, match="The role table has no action fly"):
        staff_may("fly")


@pytest.mark.parametrize(
    "action, groups",
    [
        ("issue_certificate", ["Programme administrators", "Registrars"]),
        ("edit_lesson", []),
        ("decide_application", ["Programme administrators"]),
        ("change_audit_log", []),
    ],
)
def test_groups_with_an_action(action, groups):
    assert groups_with(action) == groups


def test_home_shows_only_the_desks_of_the_role(client_of):
    pages = {
        role: client_of(make_staff(role)).get("/staff/").content.decode()
        for role in (Role.TUTOR, Role.REGISTRAR)
    }

    assert 'href="/staff/learners/"' in pages[Role.TUTOR]
    assert 'href="/staff/awards/"' not in pages[Role.TUTOR]
    assert 'href="/staff/awards/"' in pages[Role.REGISTRAR]
    assert "Nothing waits for you" in pages[Role.REGISTRAR]


@pytest.mark.parametrize(
    "role, desks",
    [
        (
            Role.INSTRUCTOR,
            [
                "Marking",
                "Exam answers",
                "Discussions and defences",
                "Proposals and exercises",
                "Learners",
                "Requests for more time",
                "Gradebook",
                "Lessons",
                "Internships",
                "Integrity cases",
                "Corrected marks",
                "Corrected keys",
                "Authoring",
                "Coverage",
            ],
        ),
        (
            Role.TUTOR,
            [
                "Marking",
                "Exam answers",
                "Discussions and defences",
                "Proposals and exercises",
                "Learners",
                "Gradebook",
                "Lessons",
                "Integrity cases",
            ],
        ),
        (
            Role.ADMINISTRATOR,
            [
                "Admissions",
                "Awards",
                "Cohorts",
                "Learners",
                "Requests for more time",
                "Gradebook",
                "Lessons",
                "Internships",
                "Personal data",
                "Site health",
            ],
        ),
        (
            Role.REGISTRAR,
            [
                "Admissions",
                "Awards",
                "Learners",
                "Gradebook",
                "Lessons",
                "Internships",
                "Integrity cases",
                "Corrected marks",
                "Corrected keys",
                "Personal data",
                "Audit log",
                "Emergencies",
            ],
        ),
    ],
)
def test_home_has_the_desks_of_each_role(client_of, role, desks):
    response = client_of(make_staff(role)).get("/staff/")

    assert [desk.title for desk in response.context["desks"]] == desks


def test_home_of_a_superuser_has_authoring_and_the_log(client_of):
    root = User.objects.create_superuser("root@demo.example", "a long pass phrase", name="Root")

    response = client_of(root).get("/staff/")

    assert [(desk.title, desk.url) for desk in response.context["desks"]] == [
        ("Learners", "/staff/learners/"),
        ("Lessons", "/staff/reading/"),
        ("Authoring", "/admin/"),
        ("Coverage", "/staff/coverage/"),
        ("Site health", "/staff/health/"),
        ("Audit log", "/admin/audit-log/"),
        ("Emergencies", "/staff/emergency/"),
    ]


def test_home_sends_strangers_to_the_sign_in(client):
    response = client.get("/staff/")

    assert (response.status_code, response["Location"]) == (302, "/account/login/?next=/staff/")


def test_home_does_not_exist_for_learners(client_of):
    assert client_of(make_user()).get("/staff/").status_code == 404


def test_role_that_was_taken_away_is_gone_with_the_next_request(client_of):
    user = make_staff(Role.REGISTRAR)
    browser = client_of(user)
    assert browser.get("/staff/awards/").status_code == 200

    user.groups.clear()

    assert browser.get("/staff/awards/").status_code == 403


def test_design_page_is_served_in_development_only(client, settings):
    assert client.get("/staff/design/").status_code == 404

    settings.DEBUG = True

    assert client.get("/staff/design/").status_code == 200


def test_award_desk_does_not_exist_for_learners(client_of):
    assert client_of(make_user()).get("/staff/awards/").status_code == 404


def test_superuser_without_a_role_reads_who_may(client_of):
    superuser = User.objects.create_superuser("root@demo.example", "a long pass phrase", name="Root")

    response = client_of(superuser).get("/staff/awards/")

    assert response.status_code == 403
    assert "It is for these roles: Programme administrators or Registrars." in response.content.decode()
