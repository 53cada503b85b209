"""The sign-in by an organisation's provider: its strength, and how long its session lasts here."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.utils.timezone import now

from cms.accounts.sessions import HOUR, OTHERS
from cms.settings.env import read
from cms.settings.organisation import organisation
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db
AT = "https://id.example"
SENTENCE = (
    "Your organisation let you in without the second step that we ask for. Use it there, or a code by e-mail."
)


@pytest.fixture
def user():
    user = make_user()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.fixture
def comes_back(client, settings, monkeypatch, user):
    """Through the provider and back, with these claims in the ID token."""
    app = {
        "provider_id": "organisation",
        "name": "Org",
        "client_id": "x",
        "secret": "y",
        "settings": {"server_url": AT},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    config = {
        "authorization_endpoint": f"{AT}/a",
        "token_endpoint": f"{AT}/t",
        "issuer": AT,
        "jwks_uri": f"{AT}/k",
    }
    person = {"sub": "7", "email": user.email, "email_verified": True}
    given = {"access_token": "t", "token_type": "Bearer"}
    monkeypatch.setattr(OpenIDConnectOAuth2Adapter, "openid_config", config)
    monkeypatch.setattr(OpenIDConnectOAuth2Adapter, "_fetch_user_info", lambda *_told: person)
    monkeypatch.setattr(
        OpenIDConnectOAuth2Adapter, "_decode_id_token", lambda _self, _app, token: json.loads(token)
    )
    monkeypatch.setattr(
        OpenIDConnectOAuth2Adapter, "get_access_token_data", lambda *_told, **_more: given, raising=False
    )

    def there_and_back(**claims):
        given["id_token"] = json.dumps({"sub": "7", **claims})
        start = client.post("/account/oidc/organisation/login/")
        state = parse_qs(urlsplit(start["Location"]).query)["state"][0]
        return client.get(
            "/account/oidc/organisation/login/callback/", {"code": "c", "state": state}, follow=True
        )

    return there_and_back


@pytest.mark.parametrize(
    "strength, asked",
    [
        ("", None),
        ("mfa,otp", None),
        ("mfa,urn:example:high,silver", ["urn:example:high silver"]),
    ],
)
def test_the_provider_is_asked_for_the_classes_and_not_for_the_methods(
    client, settings, comes_back, monkeypatch, strength, asked
):
    given = {"SERVER": AT, "CLIENT_ID": "x", "SECRET": "y", "STRENGTH": strength}
    for name, value in given.items():
        monkeypatch.setenv(f"CAMPUS_OIDC_{name}", value)
    settings.SOCIALACCOUNT_PROVIDERS = organisation(read.list("CAMPUS_OIDC_STRENGTH", default=[]))

    start = client.post("/account/oidc/organisation/login/")

    sent = parse_qs(urlsplit(start["Location"]).query)
    assert (sent.get("acr_values"), sent["client_id"]) == (asked, ["x"])


def test_a_weaker_class_that_somebody_asks_for_is_refused_at_the_answer(client, settings, comes_back):
    settings.OIDC_STRENGTH = ["high"]
    client.post("/account/oidc/organisation/login/?auth_params=acr_values%3Dlow")

    comes_back(acr="low")

    assert not is_in(client)


def is_in(client) -> bool:
    return client.get("/account/password/change/").status_code == 200


@pytest.mark.parametrize(
    "claims", [{"acr": "high"}, {"amr": ["pwd", "mfa"]}, {"amr": "mfa"}, {"acr": "low", "amr": ["mfa"]}]
)
def test_a_sign_in_of_the_strength_that_is_asked_enters(client, settings, comes_back, claims):
    settings.OIDC_STRENGTH = ["mfa", "high"]

    comes_back(**claims)

    assert is_in(client)


@pytest.mark.parametrize("claims", [{}, {"acr": "low"}, {"amr": ["pwd"]}, {"amr": [], "acr": None}])
def test_a_weaker_one_and_one_that_says_nothing_are_refused_with_a_sentence(
    client, settings, comes_back, claims
):
    settings.OIDC_STRENGTH = ["mfa", "high"]

    page = comes_back(**claims)

    assert (page.redirect_chain[-1][0], SENTENCE in page.content.decode()) == ("/account/login/", True)
    assert not is_in(client)
    assert not SocialAccount.objects.exists()


def test_without_the_setting_nothing_is_asked(client, comes_back):
    comes_back()

    assert is_in(client)


def test_its_session_has_the_same_two_limits_as_every_other(client, comes_back):
    with time_machine.travel(now(), tick=False) as clock:
        comes_back()
        for _hour in range(OTHERS.whole // HOUR - 1):
            clock.shift(HOUR)
            assert is_in(client)
        clock.shift(HOUR)
        whole = is_in(client)

        comes_back()
        again = is_in(client)
        clock.shift(OTHERS.idle)

        assert (whole, again, is_in(client)) == (False, True, False)
