import re

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession

from tests.factories.people import make_user

pytestmark = pytest.mark.django_db
MAIN, SEND, REMOVE = "action_primary", "action_send", "action_remove"


def deeds(response) -> set[str]:
    return set(re.findall(r'name="(action_[a-z]+)"', response.content.decode()))


@pytest.mark.parametrize(
    "others, offered",
    [([], set()), ([True], {MAIN, REMOVE}), ([False], {MAIN, SEND, REMOVE})],
)
def test_only_deeds_that_do_something_are_offered(client, others, offered):
    user = make_user("learner@demo.example")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    for number, verified in enumerate(others):
        EmailAddress.objects.create(user=user, email=f"other{number}@demo.example", verified=verified)
    client.force_login(user)

    response = client.get("/account/email/")

    assert deeds(response) - {"action_add"} == offered
    assert user.email in response.content.decode()


def test_the_only_address_can_be_confirmed(client):
    user = make_user("learner@demo.example")
    EmailAddress.objects.create(user=user, email=user.email, verified=False, primary=True)
    client.force_login(user)

    assert deeds(client.get("/account/email/")) - {"action_add"} == {SEND}


def test_browsers_are_named_in_words(client):
    user = make_user()
    client.force_login(user)
    agent = (
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36"
    )

    UserSession.objects.create(
        user=user, ip="192.0.2.1", user_agent=agent, session_key=client.session.session_key
    )

    html = client.get("/account/sessions/").content.decode()

    assert "<td>Chrome on Linux</td>" in html
    assert "AppleWebKit" not in html
