from datetime import date

import pytest

from cms.accounts.roles import Role
from tests.factories.cases import READ, make_library_case
from tests.factories.people import make_staff
from tests.factories.programme import make_lesson, make_module, make_principle, make_programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(client):
    client.force_login(make_staff(Role.INSTRUCTOR))
    return client


def test_an_author_sees_the_holes_with_a_way_to_each_page(author):
    lesson = make_lesson(make_module(make_programme()))
    make_principle(4)
    case = make_library_case(source=READ | {"year": 2015})

    html = author.get("/staff/coverage/").content.decode()

    assert "4 holes in what is published." in html
    assert f'<a href="/admin/pages/{lesson.pk}/edit/">M01-L01 Lesson M01-L01</a>' in html
    assert f'<a href="/admin/pages/{case.pk}/edit/">Case a-portal</a>' in html
    assert "1 case has facts to read again" in html


def test_old_facts_stand_in_a_list_of_their_own(author):
    make_library_case("old", source=READ | {"year": 2015}, reviewed_on=date(2020, 1, 2))
    make_library_case("new", source=READ | {"year": 2999})

    html = author.get("/staff/coverage/facts/").content.decode()

    assert ("Newest source of 2015" in html, "Last checked on 2 January 2020" in html) == (True, True)
    assert "Case new" not in html


def test_without_holes_and_old_facts_the_pages_say_so(author):
    assert "0 holes in what is published." in author.get("/staff/coverage/").content.decode()
    assert "Nothing to read again" in author.get("/staff/coverage/facts/").content.decode()


@pytest.mark.parametrize("role, expected", [(Role.INSTRUCTOR, True), (Role.TUTOR, False)])
def test_the_desk_is_for_those_who_write(client, role, expected):
    client.force_login(make_staff(role))

    assert ('href="/staff/coverage/"' in client.get("/staff/").content.decode()) is expected
