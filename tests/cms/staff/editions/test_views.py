import pytest

from cms.accounts.roles import Role
from courses.editions.models import Edition
from courses.lessons.models import LessonPage
from courses.programme.models import AwardPolicy
from tests.factories.people import make_staff
from tests.factories.programme import make_small_programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def policy():
    make_small_programme()
    return AwardPolicy.objects.get()


@pytest.fixture
def office(client):
    client.force_login(make_staff(Role.ADMINISTRATOR))
    return client


def test_what_is_published_is_frozen_as_the_next_edition(office, policy):
    response = office.post("/staff/editions/", {"policy": policy.pk, "label": "Autumn"}, follow=True)

    page = response.content.decode()
    assert "Edition 2 is frozen. Cohorts can be created on it." in page
    assert list(Edition.objects.order_by("number").values_list("number", "label")) == [
        (1, "First"),
        (2, "Autumn"),
    ]
    assert [each.activity_count for each in response.context["editions"]] == [3, 3]


def test_nothing_published_is_said(office, policy):
    for page in LessonPage.objects.all():
        page.get_parent().get_children().update(live=False)

    response = office.post("/staff/editions/", {"policy": policy.pk, "label": "Autumn"})

    assert response.status_code == 422
    assert "No lesson is published yet, so there is nothing to freeze." in response.content.decode()
    assert Edition.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"policy": "", "label": "x"}, "Choose an award policy. Load the programme first if there is none."),
        ({"policy": "987", "label": "x"}, "Choose an award policy of the list."),
    ],
)
def test_a_bad_form_is_refused(office, policy, data, says):
    response = office.post("/staff/editions/", data)

    assert response.status_code == 422
    assert says in response.content.decode()


def test_an_edition_needs_a_name(office, policy):
    response = office.post("/staff/editions/", {"policy": policy.pk, "label": ""})

    assert "Enter a name for the edition." in response.content.decode()
    assert Edition.objects.count() == 1


@pytest.mark.parametrize("role", [Role.INSTRUCTOR, Role.REGISTRAR])
def test_others_are_refused(client, policy, role):
    client.force_login(make_staff(role))

    assert client.get("/staff/editions/").status_code == 403


def test_two_editions_are_compared(office, policy):
    page = LessonPage.objects.get(activity__code="M01-L01")
    page.title = "Welcome"
    page.save_revision().publish()
    office.post("/staff/editions/", {"policy": policy.pk, "label": "Autumn"})
    old, new = Edition.objects.order_by("number")

    told = office.get(f"/staff/editions/compare/?old={old.pk}&new={new.pk}").content.decode()

    assert "Its title was “Lesson M01-L01”." in told


def test_the_two_newest_are_there_to_compare_and_one_with_itself_is_not(office, policy):
    office.post("/staff/editions/", {"policy": policy.pk, "label": "Autumn"})
    old, new = Edition.objects.order_by("number")

    opened = office.get("/staff/editions/compare/")
    same = office.get(f"/staff/editions/compare/?old={old.pk}&new={old.pk}").content.decode()

    assert opened.context["form"].initial == {"new": new.pk, "old": old.pk}
    assert "There is a problem" not in opened.content.decode()
    assert "Choose two different editions." in same
    assert (
        "The two editions are the same."
        in office.get(f"/staff/editions/compare/?old={old.pk}&new={new.pk}").content.decode()
    )


def test_no_policy_is_chosen_for_the_office(office, policy):
    page = office.get("/staff/editions/").content.decode()

    assert '<option value="" selected>Choose a policy</option>' in page


def test_a_cohort_moves_after_its_report_was_read(office, policy):
    office.post("/staff/editions/", {"policy": policy.pk, "label": "Autumn"})
    report = office.get("/staff/editions/move/2026-a/?to=2")
    unread = office.post("/staff/editions/move/2026-a/", {"to": "2", "seen": "x"})
    seen = report.context["impact"].digest

    moved = office.post("/staff/editions/move/2026-a/", {"to": "2", "seen": seen}, follow=True)

    assert "Something changed while you read the report." in unread.content.decode()
    assert "The cohort is on edition 2 now. Everybody gets a mail." in moved.content.decode()


@pytest.mark.parametrize("asked", ["1", "7", "x"])
def test_only_a_newer_edition_can_be_chosen(office, policy, asked):
    assert office.get(f"/staff/editions/move/2026-a/?to={asked}").status_code == 404
    assert "There is no newer edition" in office.get("/staff/editions/move/2026-a/").content.decode()
