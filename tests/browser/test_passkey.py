"""A passkey is made and used, with an authenticator inside the browser."""

from tests.browser.acting import heading
from tests.browser.world import WITH_PASSKEY

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def test_a_passkey_is_made_and_signs_in(visit):
    visitor = visit(WITH_PASSKEY)
    page = visitor.page
    keys = page.context.new_cdp_session(page)
    keys.send("WebAuthn.enable")
    keys.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})

    visitor.open("/account/2fa/webauthn/add/")
    page.fill("[name=name]", "Office laptop")
    page.click("label[for=id_passwordless]")
    page.click("#mfa_webauthn_add")
    page.wait_for_url(lambda url: not url.endswith("/add/"))
    page.goto("/account/2fa/webauthn/")
    made = "Office laptop" in page.locator("main").inner_text()
    page.context.clear_cookies()
    page.goto("/account/login/")
    page.click("#passkey_login")
    page.wait_for_url("**/learn/")

    assert made
    assert heading(page) == "This week"
    assert visitor.complaints == []
