import pytest
from django.core import mail

from cms.accounts.models import User
from cms.accounts.roles import Role
from learners.notices.kinds import KINDS
from learners.notices.models import MailText, Notice
from learners.notices.trying import example_of
from learners.notices.wording import Words, require_known_names, sync_mail_texts
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


def typed(**deed) -> dict:
    return {"subject": "{percent} per cent", "body": "Dear {name}, new words."} | deed


def test_the_form_shows_the_mail_with_its_examples(root, text):
    response = root.get(f"/admin/mailtext/edit/{text.pk}/")

    assert response.context["example"].body.startswith(
        "Dear Demo learner 07,\n\nyou have 25 per cent more time"
    )
    assert "Send a test to me" in response.content.decode()


def test_what_is_typed_is_shown_and_not_saved(root, text):
    response = root.post(f"/admin/mailtext/edit/{text.pk}/", typed(preview="1"))

    text.refresh_from_db()
    assert response.context["example"] == Words("25 per cent", "Dear Demo learner 07, new words.\n")
    assert "Dear {name}, new words.</textarea>" in response.content.decode()
    assert (text.edited, mail.outbox) == (False, [])


def test_a_test_goes_to_the_editor_alone_and_saves_nothing(root, text):
    response = root.post(f"/admin/mailtext/edit/{text.pk}/", typed(send_test="1"))

    [message] = mail.outbox
    text.refresh_from_db()
    assert (message.to, message.subject, message.body) == (
        ["root@demo.example"],
        "Test: 25 per cent",
        "Dear Demo learner 07, new words.\n",
    )
    assert "A test is on its way to root@demo.example. Nothing is saved yet." in response.content.decode()
    assert (text.edited, Notice.objects.count()) == (False, 0)


def test_an_unknown_name_is_not_tried_either(root, text):
    response = root.post(f"/admin/mailtext/edit/{text.pk}/", typed(body="Dear {nmae}", send_test="1"))

    assert "There is no {nmae} in this mail." in response.content.decode()
    assert mail.outbox == []


def test_the_list_names_each_mail_in_words(root, text):
    assert "Extra time granted" in root.get("/admin/mailtext/").content.decode()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_every_mail_of_the_house_names_only_what_it_knows(kind):
    """And no name is left over in its example."""
    for part in (kind.subject, kind.body):
        require_known_names(kind, part)
    assert "{" not in example_of(kind, subject=kind.subject, body=kind.body).body
