"""How a person tries an action, what came of it, and the register of all ways in which one can be tried."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from io import BytesIO
from zipfile import ZipFile

from django.utils.timezone import now

from cms.accounts.models import User
from learners.privacy.copying import make_copy
from tests.security.asking import Browser, body_of, plain
from tests.security.doors import ABSENT, REFUSED, kind_of_answer

DONE, TOLD = "done", "the foreign object answers unlike a missing one"
NO_TOKEN = "x" * 43


@dataclass
class Person:
    """Somebody in a role of the table."""

    browser: Browser
    user: User | None = None
    subject: User | None = None
    """Whose own things are tried: the own ones, or those of a twin."""
    token: str = NO_TOKEN
    """Of a supervisor's link."""
    key: str = "none.1.x"
    """Of a link that hands a certificate over."""

    def reads(self, address: str, *secrets: str, missing: str = "") -> str:
        """missing: the same address of what does not exist. It has to answer alike."""
        response = self.browser.get(address)
        return _outcome(response, _shows(response, secrets), missing and self.browser.get(missing))

    def sends(self, address: str, data: dict | None = None):
        response = self.browser.post(address, data)
        assert response.status_code < 500, body_of(response)[:2000]
        return response

    def sees(self, address: str, data: dict, *secrets: str) -> str:
        """Of an answer to something that is sent."""
        response = self.browser.post(address, data)
        return _outcome(response, _shows(response, secrets))

    def fetches(self, address: str, *, missing: str = "", data: dict | None = None) -> str:
        """A file to be saved. data: where it is asked for by a button."""
        ask = self.browser.get if data is None else self.browser.post
        response = ask(address, data)
        is_file = response.status_code == 200 and "attachment" in response.get("Content-Disposition", "")
        return _outcome(response, is_file, missing and ask(missing, data))

    def takes_along(self, enrolment, *secrets: str) -> str:
        """In the copy of the own data; a copy of somebody else's is nobody's."""
        if self.user is None or self.user.pk != enrolment.user_id:
            return "refused"
        copy = self.user.data_copies.create(asked_at=now())
        make_copy(copy.pk, at=now())
        with ZipFile(BytesIO(self.browser.get(f"/learn/privacy/copy/{copy.pk}/").getvalue())) as archive:
            texts = [archive.read(name).decode(errors="replace") for name in archive.namelist()]
        return DONE if any(secret in text for secret in secrets for text in texts) else "hidden"

    def changes(self, address: str, data: dict, state: Callable[[], object], *, missing: str = "") -> str:
        """state: what has to be different afterwards."""
        before = state()
        response = self.browser.post(address, data)
        done = state() != before
        return _outcome(response, done, not done and missing and self.browser.post(missing, data))


def _shows(response, secrets: tuple[str, ...]) -> bool:
    body = unescape(body_of(response))
    return any(secret in body for secret in secrets)


def _outcome(response, done: bool, missing=None) -> str:
    assert response.status_code < 500, body_of(response)[:2000]
    if done:
        return DONE
    kind = kind_of_answer(response)
    if missing and kind in (REFUSED, ABSENT) and plain(missing) != plain(response):
        return TOLD
    return kind


@dataclass(frozen=True)
class Way:
    """One channel: a page, a file, a list, a search, an export, a link."""

    name: str
    roles: tuple[str, ...]
    """Whose way it is. Those to whom the table denies the action try it too, in vain."""
    rights: tuple[str, ...]
    """Other actions that an emergency has to open first, since the page stands behind them."""
    attempt: Callable[..., str]


NOBODY = "nobody"
"""As roles: a way that those to whom the table grants the action try in vain as well."""
WAYS: dict[str, list[Way]] = defaultdict(list)


def way(action: str, roles: str = "", *, rights: str = ""):
    """Register attempt(stage, person) under the action. roles: those of the table, with blanks."""

    def register(attempt):
        WAYS[action].append(Way(attempt.__name__, tuple(roles.split()), tuple(rights.split()), attempt))
        return attempt

    return register


@dataclass(frozen=True)
class Pair:
    """An action of two persons."""

    propose: Callable[..., object]
    approve: Callable[..., object]
    is_proposed: Callable[..., bool]
    is_done: Callable[..., bool]
    subject: Callable[..., User] | None = None
    """Whom it concerns, if it is one person."""


PAIRS: dict[str, list[Pair]] = defaultdict(list)
