"""Without the cache pages go on, and what rests on it is closed."""

import socket
import threading
from contextlib import suppress

import pytest
import time_machine
from django.core.cache import cache, caches
from redis.exceptions import RedisError

from cms.caching import CacheThatMayBeAway
from cms.settings.redis_line import once_more
from tests.factories.people import make_enrolment
from tests.factories.programme import IN_WEEK_1, make_small_programme

pytestmark = pytest.mark.django_db
NOBODY_LISTENS = "redis://127.0.0.1:9/0"


@pytest.fixture
def away(settings, monkeypatch):
    """Redis as cache of sessions and limits, and none there."""
    monkeypatch.setattr(CacheThatMayBeAway, "_away_until", 0.0)
    settings.CACHES = {"default": {"BACKEND": "cms.caching.CacheThatMayBeAway", "LOCATION": NOBODY_LISTENS}}
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
    yield
    del caches["default"]


class HangingUp:
    """Takes every call and hangs up at once; how many there were."""

    def __init__(self):
        self.calls = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._answer, daemon=True).start()

    def _answer(self) -> None:
        with suppress(OSError):
            while True:
                self._listener.accept()[0].close()
                self.calls += 1

    def close(self) -> None:
        self._listener.close()


@pytest.fixture
def learner():
    return make_enrolment(make_small_programme()).user


@time_machine.travel(IN_WEEK_1)
def test_who_is_signed_in_studies_on_without_the_cache(client, learner, away):
    client.force_login(learner)

    assert [client.get(path).status_code for path in ("/learn/", "/learn/M01-L01/")] == [200, 200]


def test_without_the_counters_of_tries_nobody_signs_in(client, learner, away):
    client.raise_request_exception = False
    learner.set_password("right-words-2026")
    learner.save()

    answer = client.post("/account/login/", {"login": learner.email, "password": "right-words-2026"})

    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert "The service has a problem" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_reads_find_nothing_writes_are_lost_and_locks_fail(away):
    cache.set("page", "words")
    cache.set_many({"page": "words"})
    cache.delete("page")

    assert (cache.get("page"), cache.get("page", "own"), cache.get_many(["page"]), "page" in cache) == (
        None,
        "own",
        {},
        False,
    )
    for deed in (
        lambda: cache.add("lock", 1),
        lambda: cache.incr("count"),
        lambda: cache.get("allauth:rl:login", []),
    ):
        with pytest.raises(RedisError):
            deed()


def test_one_that_did_not_answer_is_not_asked_again_at_once(away, monkeypatch):
    asked = []
    monkeypatch.setattr(
        "django.core.cache.backends.redis.RedisCacheClient.get_client",
        lambda *_args, **_more: asked.append(1) or (_ for _ in ()).throw(RedisError("away")),
    )

    assert [cache.get("a"), cache.get("b"), cache.get("c")] == [None, None, None]
    assert len(asked) == 1


def test_a_cache_that_hangs_up_is_asked_twice_and_then_left_alone(monkeypatch):
    monkeypatch.setattr(CacheThatMayBeAway, "_away_until", 0.0)
    server = HangingUp()
    options = {"socket_connect_timeout": 1, "socket_timeout": 1, "retry": once_more()}
    away = CacheThatMayBeAway(f"redis://127.0.0.1:{server.port}/0", {"OPTIONS": options})

    found = [away.get("page") for _each in range(5)]

    server.close()
    assert (found, server.calls) == ([None] * 5, 2)
