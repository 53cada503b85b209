"""The cache of several machines. It only makes pages faster, so pages go on when it is away."""

import logging
import time
from functools import wraps

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)
REST = 5
"""Seconds for which one that did not answer is not asked again: a page asks several times, and each wait adds up."""
GUARDS = "allauth"
"""Keys of limits of tries. Without them nobody could be refused, so they fail with an error and the deed is closed."""


class CacheIsAway(RedisError):
    pass


def _or(fallback):
    """Answer that when the cache is away. For what a page can do without."""

    def decorate(method):
        @wraps(method)
        def asked(self, key, *args, **kwargs):
            try:
                return self._ask(method, key, *args, **kwargs)
            except RedisError:
                if isinstance(key, str) and key.startswith(GUARDS):
                    raise
                return fallback(args, kwargs)

        return asked

    return decorate


def _default_of_get(args, kwargs):
    return args[0] if args else kwargs.get("default")


class CacheThatMayBeAway(RedisCache):
    """Reads find nothing and writes are lost while Redis is away. `add` and `incr` fail: locks and counters rest on them."""

    _away_until = 0.0
    """By this process's own clock, for all its threads."""

    def _ask(self, method, *args, **kwargs):
        if time.monotonic() < CacheThatMayBeAway._away_until:
            raise CacheIsAway("not asked again yet")
        try:
            return method(self, *args, **kwargs)
        except RedisError as error:
            CacheThatMayBeAway._away_until = time.monotonic() + REST
            logger.warning("The cache is away: %s", type(error).__name__)
            raise

    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        return self._ask(RedisCache.add, key, value, timeout, version)

    def incr(self, key, delta=1, version=None):
        return self._ask(RedisCache.incr, key, delta, version)

    get = _or(_default_of_get)(RedisCache.get)
    set = _or(lambda *_told: None)(RedisCache.set)
    touch = _or(lambda *_told: False)(RedisCache.touch)
    delete = _or(lambda *_told: False)(RedisCache.delete)
    has_key = _or(lambda *_told: False)(RedisCache.has_key)
    get_many = _or(lambda *_told: {})(RedisCache.get_many)
    set_many = _or(lambda *_told: [])(RedisCache.set_many)
    delete_many = _or(lambda *_told: None)(RedisCache.delete_many)
