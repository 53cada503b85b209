import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import IntegrityError
from django.urls import reverse

from cms.accounts.models import User
from cms.accounts.roles import Role
from tests.factories.people import make_staff, make_user
from tests.learners.admissions.rows import make_draft, make_intake

pytestmark = pytest.mark.django_db
PASSWORD = "a long pass phrase"


@pytest.fixture
def user():
    user = make_user("learner@demo.example", "Demo learner 01")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def signed_in(client):
    return "_auth_user_id" in client.session


def ask_for_code(client, email):
    return client.post(reverse("account_request_login_code"), {"email": email}, follow=True)


def test_a_code_by_mail_signs_in(client, user, mailoutbox):
    ask_for_code(client, user.email)
    code = re.search(r"^([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})$", mailoutbox[0].body, re.MULTILINE)[1]

    response = client.post(reverse("account_confirm_login_code"), {"code": code})

    assert (mailoutbox[0].to, response["Location"]) == ([user.email], "/learn/")
    assert signed_in(client)


def test_who_has_only_applied_starts_at_the_application(client):
    user = make_draft(make_intake()).user
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)

    response = client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})

    assert response["Location"] == "/apply/"


def test_a_wrong_code_is_refused_with_a_sentence(client, user):
    ask_for_code(client, user.email)

    response = client.post(reverse("account_confirm_login_code"), {"code": "AAAA-AAAA"})

    assert "This code is not right. Check it, or ask for a new code." in response.content.decode()
    assert not signed_in(client)


def test_the_third_wrong_code_ends_the_try(client, user, mailoutbox):
    ask_for_code(client, user.email)
    code = re.search(r"^([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})$", mailoutbox[0].body, re.MULTILINE)[1]
    for _try in range(3):
        client.post(reverse("account_confirm_login_code"), {"code": "AAAA-AAAA"})

    client.post(reverse("account_confirm_login_code"), {"code": code})

    assert not signed_in(client)


def test_known_and_unknown_addresses_get_the_same_page(client, user):
    known = ask_for_code(client, user.email)
    client.logout()
    unknown = ask_for_code(client, "stranger@demo.example")

    def plain(response):
        text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", response.content.decode())
        return text.replace("stranger@demo.example", "X").replace(user.email, "X")

    assert (known.status_code, known.redirect_chain) == (unknown.status_code, unknown.redirect_chain)
    assert plain(known) == plain(unknown)


def test_a_password_signs_in(client, user):
    response = client.post(reverse("account_login"), {"login": "Learner@Demo.example", "password": PASSWORD})

    assert response["Location"] == "/learn/"


def test_a_wrong_password_says_the_same_for_known_and_unknown(client, user):
    texts = []
    for email in (user.email, "stranger@demo.example"):
        response = client.post(reverse("account_login"), {"login": email, "password": "wrong"})
        texts.append(
            re.findall(r"The e-mail address or the password is not right[^<]+", response.content.decode())
        )

    assert texts[0] == texts[1] != []


def test_many_wrong_passwords_are_stopped(client, user):
    for _try in range(12):
        response = client.post(reverse("account_login"), {"login": user.email, "password": "wrong"})

    assert response.status_code in (200, 429)
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    assert not signed_in(client)


def test_nobody_signs_up_by_themselves(client):
    data = {"email": "new@demo.example", "password1": PASSWORD, "password2": PASSWORD}

    response = client.post(reverse("account_signup"), data)

    assert response.status_code == 200
    assert not User.objects.filter(email="new@demo.example").exists()


def test_an_address_with_capitals_is_the_same_account(user):
    with pytest.raises(IntegrityError):
        User.objects.create(email="LEARNER@demo.example", name="Twin")


@pytest.mark.parametrize("page", ["/admin/login/", "/admin/login/?next=/admin/"])
def test_wagtails_own_sign_in_leads_to_ours(client, page):
    response = client.post(page, {"username": "x", "password": "y"})

    assert response.status_code == 302
    assert response["Location"].startswith("/account/login/")


def add_totp(user):
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def test_a_second_factor_is_asked_after_the_password(client, user):
    add_totp(user)

    response = client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})

    assert response["Location"] == reverse("mfa_authenticate")
    assert not signed_in(client)


@pytest.mark.parametrize("page", ["/staff/", "/admin/"])
def test_staff_without_a_second_factor_are_sent_to_set_one_up(client, settings, page):
    settings.REQUIRE_SECOND_FACTOR_FOR_STAFF = True
    client.force_login(make_staff(Role.REGISTRAR))

    response = client.get(page)

    assert (response.status_code, response["Location"]) == (302, reverse("mfa_index"))


def test_staff_with_a_second_factor_pass(client, settings):
    settings.REQUIRE_SECOND_FACTOR_FOR_STAFF = True
    registrar = make_staff(Role.REGISTRAR)
    add_totp(registrar)
    client.force_login(registrar)

    assert client.get("/staff/").status_code == 200
    assert Authenticator.objects.get(user=registrar).type == Authenticator.Type.TOTP


def test_learners_need_no_second_factor(client, settings, user):
    settings.REQUIRE_SECOND_FACTOR_FOR_STAFF = True
    client.force_login(user)

    assert client.get("/learn/").status_code == 403  # no place in a cohort, but no detour


def test_a_role_that_was_taken_opens_nothing_on_the_next_request(client):
    registrar = make_staff(Role.REGISTRAR)
    client.force_login(registrar)
    assert client.get("/staff/awards/").status_code == 200

    registrar.groups.clear()

    assert client.get("/staff/awards/").status_code == 403


def test_staff_start_at_their_desks(client):
    registrar = make_staff(Role.REGISTRAR)
    EmailAddress.objects.create(user=registrar, email=registrar.email, verified=True, primary=True)

    response = client.post(reverse("account_login"), {"login": registrar.email, "password": PASSWORD})

    assert response["Location"] == "/staff/"
