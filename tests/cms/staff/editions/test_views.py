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
