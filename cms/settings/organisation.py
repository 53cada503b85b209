"""Sign-in by the provider of an organisation, when the operator has set one."""

from cms.settings.env import read

METHODS = frozenset(
    [
        "face",
        "fpt",
        "geo",
        "hwk",
        "iris",
        "kba",
        "mca",
        "mfa",
        "otp",
        "pin",
        "pop",
        "pwd",
        "rba",
        "retina",
        "sc",
        "sms",
        "swk",
        "tel",
        "user",
        "vbm",
        "wia",
    ]
)
"""What `amr` may hold (RFC 8176). No request can ask for a method, only for a class of sign-in (`acr`)."""


def organisation(strength: list[str]) -> dict:
    """Django-allauth's SOCIALACCOUNT_PROVIDERS. The provider is asked for the classes; what it did is checked at its answer."""
    if not read("CAMPUS_OIDC_SERVER", default=""):
        return {}
    app = {
        "provider_id": "organisation",
        "name": read("CAMPUS_OIDC_NAME", default="your organisation"),
        "client_id": read("CAMPUS_OIDC_CLIENT_ID"),
        "secret": read("CAMPUS_OIDC_SECRET"),
        "settings": {"server_url": read("CAMPUS_OIDC_SERVER")},
    }
    classes = [value for value in strength if value not in METHODS]
    if classes:
        app["settings"]["auth_params"] = {"acr_values": " ".join(classes)}
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
