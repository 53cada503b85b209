"""The line of one person to the site: requests with the own session, and what came back."""

import http.client
from dataclasses import dataclass
from urllib.parse import urlencode

CSRF = "a" * 32


@dataclass(frozen=True)
class Reply:
    status: int
    text: str
    location: str = ""
    cookies: str = ""


@dataclass
class Browser:
    port: int
    cookie: str = ""
    timeout: float = 4
    stays: bool = True
    """The connection is kept for the next request. Thousands at once are more than one machine should hold."""
    _connection: http.client.HTTPConnection | None = None

    def get(self, path: str) -> Reply | None:
        return self._ask("GET", path, None, {"Accept": "text/html"})

    def post(self, path: str, data: dict) -> Reply | None:
        headers = {"Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"}
        return self._ask("POST", path, urlencode({"csrfmiddlewaretoken": CSRF} | data), headers)

    def _ask(self, method: str, path: str, body: str | None, headers: dict) -> Reply | None:
        """None when the line broke or nothing came in time."""
        if self._connection is None:
            self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.timeout)
        try:
            self._connection.request(method, path, body, headers | {"Cookie": self.cookie})
            answer = self._connection.getresponse()
            reply = Reply(
                answer.status,
                answer.read().decode(),
                answer.headers.get("Location", ""),
                str(answer.headers.get_all("Set-Cookie", "")),
            )
        except (OSError, http.client.HTTPException):
            self.hang_up()
            return None
        if not self.stays:
            self.hang_up()
        return reply

    def hang_up(self) -> None:
        if self._connection:
            self._connection.close()
        self._connection = None
