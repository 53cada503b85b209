import pytest

from cms.accounts.models import User
from cms.accounts.roles import Role
from learners.notices.models import MailText
from learners.notices.wording import sync_mail_texts
from tests.factories.people import make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def text():
    sync_mail_texts()
    return MailText.objects.get(kind="accommodation_granted")


@pytest.fixture
def root(client):
    client.force_login(User.objects.create_superuser("root@demo.example", "a long pass phrase", name="Root"))
    return client


def test_the_form_names_what_can_be_filled_in(root, text):
    page = root.get(f"/admin/mailtext/edit/{text.pk}/").content.decode()

    assert "<code>{percent}</code>: 25" in page


def test_own_words_are_kept(root, text):
    root.post(f"/admin/mailtext/edit/{text.pk}/", {"subject": "More time", "body": "Dear {name}"})

    text.refresh_from_db()
    assert (text.subject, text.body, text.edited) == ("More time", "Dear {name}", True)


def test_an_unknown_name_cannot_be_saved(root, text):
    response = root.post(f"/admin/mailtext/edit/{text.pk}/", {"subject": "x", "body": "Dear {nmae}"})

    assert "There is no {nmae} in this mail." in response.content.decode()
    text.refresh_from_db()
    assert not text.edited


@pytest.mark.parametrize("role", [Role.INSTRUCTOR, Role.ADMINISTRATOR, Role.REGISTRAR])
def test_nobody_else_edits_them(client, text, role):
    client.force_login(make_staff(role))

    response = client.post(f"/admin/mailtext/edit/{text.pk}/", {"subject": "x", "body": "y"})

    assert response.status_code == 302
    text.refresh_from_db()
    assert not text.edited
