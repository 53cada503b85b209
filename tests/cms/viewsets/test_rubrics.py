import pytest
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from cms.accounts.syncing import sync_roles
from courses.assessments.rubrics import Rubric
from tests.cms.editor import make_author, make_superuser
from tests.factories.programme import make_module, make_programme
from tests.factories.works import make_assignment, make_rubric

pytestmark = pytest.mark.django_db
LIST = "/admin/rubric/"


@pytest.fixture
def author(client):
    module = make_module(make_programme())
    make_assignment(module)
    sync_roles()
    client.force_login(make_author("a"))
    return client


def posted(code: str, *weights: str) -> dict:
    criteria = [
        {
            "title": f"C{n}",
            "weight": weight,
            "excellent": "E",
            "passing": "P",
            "failing": "F",
            "id": "",
            "ORDER": str(n),
        }
        for n, weight in enumerate(weights, start=1)
    ]
    return nested_form_data({"code": code, "criteria": inline_formset(criteria)})


def test_an_author_adds_a_rubric(author):
    author.post(f"{LIST}new/", posted("R-NEW", "60", "40"))

    rubric = Rubric.objects.get(code="R-NEW")
    assert [(c.title, c.weight) for c in rubric.criteria.all()] == [("C1", 60), ("C2", 40)]


@pytest.mark.parametrize("weights, says", [(("60", "30"), "90"), (("60", "60"), "120")])
def test_weights_that_do_not_sum_to_100_are_a_sentence(author, weights, says):
    response = author.post(f"{LIST}new/", posted("R-NEW", *weights))

    assert f"The weights of the criteria sum to {says}. They must sum to 100." in response.content.decode()
    assert not Rubric.objects.filter(code="R-NEW").exists()


def test_a_weight_that_is_no_number_is_told_at_its_field(author):
    response = author.post(f"{LIST}new/", posted("R-NEW", "sixty", "40"))

    assert response.status_code == 200
    assert not Rubric.objects.filter(code="R-NEW").exists()


def test_a_rubric_in_use_cannot_be_deleted(client):
    make_assignment(make_module(make_programme()))
    used, free = Rubric.objects.get(code="R-AS1"), make_rubric("R-FREE", (100,))
    client.force_login(make_superuser())

    answers = [client.post(f"{LIST}delete/{each.pk}/", follow=True).content.decode() for each in (used, free)]

    assert "The rubric R-AS1 is used by an assignment. It cannot be deleted." in answers[0]
    assert list(Rubric.objects.all()) == [used]


def test_the_list_says_where_each_is_used(author):
    text = author.get(LIST).content.decode()

    assert "Criterion 1 (30 %), Criterion 2 (30 %), Criterion 3 (25 %), Criterion 4 (15 %)" in text
    assert "Assignment AS1" in text
