"""Sign-in by the provider of an organisation, when the operator has set one."""

from cms.settings.env import read


def organisation() -> dict:
    """Django-allauth's SOCIALACCOUNT_PROVIDERS."""
    if not read("CAMPUS_OIDC_SERVER", default=""):
        return {}
    app = {
        "provider_id": "organisation",
        "name": read("CAMPUS_OIDC_NAME", default="your organisation"),
        "client_id": read("CAMPUS_OIDC_CLIENT_ID"),
        "secret": read("CAMPUS_OIDC_SECRET"),
        "settings": {"server_url": read("CAMPUS_OIDC_SERVER")},
    }
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
