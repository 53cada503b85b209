"""A window of the browser that keeps an account of what it loads and of what goes wrong."""

import gzip
import time
from dataclasses import dataclass, field

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Page, Response

from cms.accounts.models import User


@dataclass
class Load:
    """What one page cost."""

    document: int = 0
    """Bytes of its compressed text."""
    script: int = 0
    """Bytes of its scripts, compressed as a production server keeps them."""
    addresses: list[str] = field(default_factory=list)
    """Of each request, without what is inside the page itself (data:)."""


class Visitor:
    def __init__(self, page: Page, server: str):
        self.page = page
        self._server = server
        self.complaints: list[str] = []
        self._responses: list[Response] = []
        # Every page is weighed as on a first visit: what the browser keeps of young files depends on their age.
        network = page.context.new_cdp_session(page)
        network.send("Network.enable")
        network.send("Network.setCacheDisabled", {"cacheDisabled": True})
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.on("console", self._listen)
        page.on("response", lambda response: self._responses.append(response))

    def become(self, email: str | None) -> None:
        """Signed in, or a stranger again. The window stays: a new one costs the browser three processes."""
        self.page.context.clear_cookies()
        if email:
            self.page.context.add_cookies([_session_cookie(email, self._server)])

    def open(self, address: str) -> Page:
        self._responses.clear()
        self.page.goto(address, wait_until="load")
        return self.page

    @property
    def load(self) -> Load:
        """Of the page that was opened last."""
        load = Load()
        for response in self._responses:
            if response.url.startswith("data:"):
                continue
            load.addresses.append(response.url)
            if response.request.resource_type == "document" and not response.request.redirected_to:
                load.document += _bytes_of_document(response)
            if response.request.resource_type == "script":
                load.script += len(gzip.compress(response.body(), 9))
        return load

    def _listen(self, message) -> None:
        if message.type in ("error", "warning") and not _is_status_of_document(message.text):
            self.complaints.append(f"{message.type}: {message.text}")


def _session_cookie(email: str, server: str) -> dict:
    user = User.objects.get(email=email)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    # Just signed in, so that pages which guard the account do not ask for the password again.
    record = {"method": "password", "at": time.time(), "reauthenticated": True}
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [record]
    session[f"{AUTHENTICATION_METHODS_SESSION_KEY}_user"] = str(user.pk)
    session.save()
    return {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": server}


def _bytes_of_document(response: Response) -> int:
    assert response.headers.get("content-encoding") == "gzip", f"{response.url} came without compression"
    return int(response.headers["content-length"])


def _is_status_of_document(text: str) -> bool:
    """The browser notes each page of refusal as an error of its own."""
    return text.startswith("Failed to load resource: the server responded with a status of 4")
