"""How often Redis is asked again. Loaded only where Redis is used."""

from importlib import import_module


def once_more():
    backoff, retry = import_module("redis.backoff"), import_module("redis.retry")
    return retry.Retry(backoff.NoBackoff(), 1)
