import re

import pytest
from allauth.account import app_settings
from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from cms.accounts.roles import Role
from tests.factories.people import make_staff, make_user

pytestmark = pytest.mark.django_db
PASSWORD = "a long pass phrase"
FOREIGN = re.compile(
    r"two-factor|security key|re-?send|make primary|reset my|\bemails?\b|hello from|thank you for using|log ?in"
    r"|third-party|please|successfully|deactivate|sessions?\b",
    re.IGNORECASE,
)


@pytest.fixture
def user():
    user = make_user("learner@demo.example", "Demo learner 01")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.fixture
def fresh(client, user):
    """A visitor who signed in and confirmed it a moment ago, so that guarded pages open at once."""
    client.force_login(user)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def words(response) -> str:
    """What a reader sees of the text of a page."""
    main = re.search(r"<main.*?</main>", response.content.decode(), re.DOTALL)[0]
    shown = re.sub(r"<(script|svg).*?</\1>", "", main, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", shown).split())


def ask_for_code(client, email):
    return client.post(reverse("account_request_login_code"), {"email": email}, follow=True)


def test_the_mail_with_the_code_is_ours(client, user, mailoutbox):
    ask_for_code(client, user.email)

    (mail,) = mailoutbox
    code = re.search(r"^[A-Z0-9]{3,4}-?[A-Z0-9]{3,4}$", mail.body, re.MULTILINE)[0]
    assert (mail.subject, mail.alternatives) == ("Your code to sign in", [])
    assert mail.body.split("\n\n") == [
        "Here is your code to sign in:",
        code,
        "Enter it on the page where you asked for it. It is good for 15 minutes.",
        "If you did not ask for a code, you need to do nothing. Give this code to nobody.",
        settings.SITE_NAME,
    ]


def test_the_minutes_in_the_mails_are_those_of_the_settings():
    assert (
        app_settings.LOGIN_BY_CODE_TIMEOUT,
        app_settings.PASSWORD_RESET_BY_CODE_TIMEOUT,
        app_settings.EMAIL_VERIFICATION_BY_CODE_TIMEOUT,
        settings.PASSWORD_RESET_TIMEOUT,
    ) == (15 * 60, 3 * 60, 15 * 60, 3 * 24 * 3600)


def test_an_unknown_address_gets_a_mail_that_says_so(client, mailoutbox):
    ask_for_code(client, "o'stranger@demo.example")

    (mail,) = mailoutbox
    assert mail.subject == "We have no account with this address"
    assert mail.body.startswith("Somebody asked to sign in with o'stranger@demo.example. We have no account")


def test_a_changed_password_is_told_by_mail(fresh, mailoutbox):
    data = {"oldpassword": PASSWORD, "password1": "another long phrase", "password2": "another long phrase"}

    fresh.post(reverse("account_change_password"), data, HTTP_USER_AGENT="A browser & more")

    (mail,) = mailoutbox
    assert mail.subject == "Your password was changed"
    assert "From: address 127.0.0.1, A browser & more" in mail.body.splitlines()
    assert "If you did not, change your password now and write to the programme office." in mail.body


@pytest.mark.parametrize(
    "prefix",
    [
        *(
            f"account/email/{name}"
            for name in (
                "account_already_exists",
                "email_changed",
                "email_confirm",
                "email_confirmation",
                "email_confirmation_signup",
                "email_deleted",
                "login_code",
                "password_changed",
                "password_reset",
                "password_reset_code",
                "password_reset_key",
                "password_set",
                "unknown_account",
            )
        ),
        *(
            f"mfa/email/{name}"
            for name in (
                "recovery_codes_generated",
                "totp_activated",
                "totp_deactivated",
                "webauthn_added",
                "webauthn_removed",
            )
        ),
        "socialaccount/email/account_connected",
        "socialaccount/email/account_disconnected",
    ],
)
def test_no_mail_speaks_in_foreign_words(prefix):
    subject = render_to_string(f"{prefix}_subject.txt", {})
    body = render_to_string(f"{prefix}_message.txt", {"code": "ABCD-EFGH"})

    assert FOREIGN.findall(subject + body) == []
    assert body.strip().splitlines()[-1] == "Global E-Governance and Leadership"


@pytest.mark.parametrize(
    "name",
    [
        "account_change_password",
        "account_email",
        "account_logout",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_index",
        "mfa_list_webauthn",
        "socialaccount_connections",
        "usersessions_list",
    ],
)
def test_no_account_page_speaks_in_foreign_words(fresh, name):
    response = fresh.get(reverse(name))

    assert response.status_code == 200
    assert FOREIGN.findall(words(response)) == []


@pytest.mark.parametrize(
    "name", ["mfa_deactivate_totp", "mfa_generate_recovery_codes", "mfa_index", "mfa_view_recovery_codes"]
)
def test_no_page_of_the_second_step_speaks_in_foreign_words(fresh, user, name):
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)

    response = fresh.get(reverse(name))

    assert response.status_code == 200
    assert FOREIGN.findall(words(response)) == []


@pytest.mark.parametrize(
    "name",
    ["account_login", "account_request_login_code", "account_reset_password", "account_reset_password_done"],
)
def test_no_page_before_signing_in_speaks_in_foreign_words(client, name):
    response = client.get(reverse(name))

    assert response.status_code == 200
    assert FOREIGN.findall(words(response)) == []


def test_confirming_oneself_is_asked_in_our_words(client, user):
    client.force_login(user)

    response = client.get(reverse("account_change_password"), follow=True)

    asked = client.get(reverse("account_reauthenticate"))
    assert response.status_code == 200
    assert words(asked).startswith("Confirm that it is you")
    assert FOREIGN.findall(words(asked)) == []


def test_a_sent_code_is_not_claimed_for_an_unknown_address(client):
    response = ask_for_code(client, "stranger@demo.example")

    assert 'class="messages"' not in response.content.decode()
    assert "If we know stranger@demo.example, a code is on its way." in words(response)
    assert "has been sent" not in response.content.decode()


def test_signing_in_and_out_makes_no_noise(fresh):
    response = fresh.post(reverse("account_logout"), follow=True)

    assert 'class="messages"' not in response.content.decode()


def test_whoever_asks_for_too_many_codes_is_not_told_of_wrong_tries(user):
    answers = [ask_for_code(Client(), user.email).content.decode() for _time in range(4)]

    told = (
        "Too many codes were asked for, for this address or from this network. Wait a minute and ask again."
    )
    assert [told in answer for answer in answers] == [False, False, False, True]


def test_sixty_people_of_one_office_ask_for_a_code_in_one_minute():
    answers = [ask_for_code(Client(), f"applicant.{number}@demo.example") for number in range(61)]

    assert ["Too many codes" in answer.content.decode() for answer in answers] == [False] * 60 + [True]


def test_the_last_wrong_code_says_what_to_do(client, user):
    ask_for_code(client, user.email)
    for _try in range(3):
        response = client.post(reverse("account_confirm_login_code"), {"code": "AAAA-AAAA"}, follow=True)

    assert (
        "Too many wrong tries. Ask for a new code by e-mail, or wait 5 minutes and try again."
        in response.content.decode()
    )


def way_out(response) -> list[tuple[str, str]]:
    return re.findall(r'<a class="button" href="([^"]+)">([^<]+)</a>', response.content.decode())


def test_a_missing_page_sends_everyone_to_their_own_place(client, user):
    stranger = client.get("/no-such-page/")
    client.force_login(user)
    learner = client.get("/no-such-page/")
    client.force_login(make_staff(Role.REGISTRAR))
    staff = client.get("/no-such-page/")

    assert [answer.status_code for answer in (stranger, learner, staff)] == [404, 404, 404]
    assert way_out(stranger) == [("/", "Go to the front page")]
    assert way_out(learner) == [("/learn/", "Go to This week")]
    assert way_out(staff) == [("/staff/", "Go to the staff pages")]


def test_a_closed_page_sends_each_to_their_own_place(rf, user):
    found = []
    for person in (user, make_staff(Role.INSTRUCTOR)):
        request = rf.get("/somewhere/")
        request.user = person
        found += re.findall(
            r'<a class="button" href="([^"]+)">', render_to_string("403.html", request=request)
        )

    assert found == ["/learn/", "/staff/"]


def test_a_page_of_refusal_never_sends_back_to_itself(rf, user):
    request = rf.get("/learn/")
    request.user = user

    shown = render_to_string("403.html", request=request)

    assert re.findall(r'<a class="button" href="([^"]+)">', shown) == ["/"]
