"""Keys and signatures as text: Multibase in base 58, Multikey for Ed25519."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

_FIGURES = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_ED25519 = b"\xed\x01"


def base58(raw: bytes) -> str:
    """With the letter z in front, as Multibase wants it."""
    number, figures = int.from_bytes(raw, "big"), ""
    while number:
        number, figure = divmod(number, 58)
        figures = _FIGURES[figure] + figures
    zeros = len(raw) - len(raw.lstrip(b"\0"))
    return "z" + "1" * zeros + figures


def from_base58(text: str, *, length: int) -> bytes:
    """Raises ValueError unless it is this many bytes in base 58."""
    if not text.startswith("z") or len(text) > 2 * length + 2:
        raise ValueError("no Multibase of this length")
    figures = text[1:]
    number = 0
    for figure in figures:
        number = number * 58 + _FIGURES.index(figure)
    zeros = len(figures) - len(figures.lstrip("1"))
    raw = b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")
    if len(raw) != length:
        raise ValueError("wrong length")
    return raw


def multikey(public_key: str) -> str:
    """public_key: 32 bytes as hexadecimal figures."""
    return base58(_ED25519 + bytes.fromhex(public_key))


def from_multikey(text: str) -> Ed25519PublicKey:
    """Raises ValueError for all that is no Ed25519 key."""
    raw = from_base58(text, length=34)
    if not raw.startswith(_ED25519):
        raise ValueError("no Ed25519 key")
    return Ed25519PublicKey.from_public_bytes(raw[2:])
