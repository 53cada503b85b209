"""Serial numbers of certificates: unguessable, and forgiving when somebody types them."""

import re
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
LENGTH = 26  # 130 bits
_GROUPS = re.compile(r"(.{5})(.{5})(.{5})(.{5})(.{6})")


def new_serial() -> str:
    return _grouped("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)))


def read_serial(typed: str) -> str | None:
    """The serial that was meant, None if it cannot be one. The whole address is understood too.

    Spaces, hyphens and case do not matter, O is 0, I and L are 1.
    """
    last = typed.strip().rstrip("/").rsplit("/", 1)[-1]
    plain = re.sub(r"[\s\u2010-\u2015\u2212-]", "", last).upper().translate(str.maketrans("OIL", "011"))
    if len(plain) != LENGTH or set(plain) - set(ALPHABET):
        return None
    return _grouped(plain)


def _grouped(plain: str) -> str:
    match = _GROUPS.fullmatch(plain)
    return "-".join(match.groups()) if match else plain
