import pytest

from cms.accounts.models import User
from content.base.parts import in_parts
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    for number in (3, 1, 5, 2, 4):
        make_user(f"learner.{number}@demo.example")
    return User.objects.filter(email__startswith="learner.").order_by("email")


def test_the_parts_together_are_all_rows_in_their_order(people):
    parts = [[user.email[8] for user in part] for part in in_parts(people, size=2)]

    assert parts == [["1", "2"], ["3", "4"], ["5"]]


def test_each_part_is_read_when_it_is_asked_for(people, django_assert_num_queries):
    parts = in_parts(people, size=2)
    with django_assert_num_queries(2):  # the keys, the first part
        next(parts)

    User.objects.get(email="learner.4@demo.example").delete()

    assert [[user.email[8] for user in part] for part in parts] == [["3"], ["5"]]


def test_no_rows_have_no_parts(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert list(in_parts(User.objects.none() | User.objects.filter(email="nobody"), size=2)) == []
