"""Where a deed comes from. Rules know no request, so the middleware leaves the address here."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_ORIGIN: ContextVar[str] = ContextVar("origin", default="process")


def origin() -> str:
    """The network address of the request; “process” for the clock, tasks and commands."""
    return _ORIGIN.get()


@contextmanager
def coming_from(address: str) -> Iterator[None]:
    token = _ORIGIN.set(address[:45])
    try:
        yield
    finally:
        _ORIGIN.reset(token)
