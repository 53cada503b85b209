"""What may be in an archive that somebody sends, be it an office file: seen before anything of it is unpacked."""

import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

from content.base.errors import RuleError

_BLOCK = 64 * 1024
_SMALL = 1024 * 1024
_LONGEST_COMMENT = 66_000
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
)


class UnfitArchive(RuleError):
    """Nothing was unpacked. The words for the screen are those of the place where it was sent."""


class DamagedArchive(UnfitArchive):
    """It is no archive, or holds what no program that saves a document writes."""


class EndlessArchive(UnfitArchive):
    """It would unpack to far more than its kind ever is."""


class LockedArchive(UnfitArchive):
    """It has a password."""


@dataclass(frozen=True)
class Limits:
    entries: int
    inflated: int
    """Bytes of all parts together."""
    ratio: int
    """How many times its packed size a part over a megabyte may be."""
    directory: int = 1024 * 1024
    """Bytes of the list of entries."""


def require_harmless(file: BinaryIO, limits: Limits) -> None:
    """Raises UnfitArchive. By what the archive says of itself; `require_true_sizes` looks whether it is true."""
    _require_short_directory(file, limits)
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
    except _UNREADABLE as error:
        raise DamagedArchive from error
    if any(entry.flag_bits & 1 for entry in entries):
        raise LockedArchive
    if len(entries) > limits.entries or _is_endless(entries, limits, file.seek(0, 2)):
        raise EndlessArchive
    if not _has_plain_names(entries):
        raise DamagedArchive


def inflated_bytes(file: BinaryIO) -> int:
    """By what the archive says of itself: only after require_harmless."""
    with zipfile.ZipFile(file) as archive:
        return sum(entry.file_size for entry in archive.infolist())


def parts_of(file: BinaryIO, limits: Limits) -> dict[str, bytes]:
    """The files in it by their names. Raises UnfitArchive."""
    require_harmless(file, limits)
    try:
        with zipfile.ZipFile(file) as archive:
            # zipfile never unpacks more than the archive has said.
            return {entry.filename: archive.read(entry) for entry in archive.infolist() if not entry.is_dir()}
    except _UNREADABLE as error:
        raise DamagedArchive from error


def require_true_sizes(file: BinaryIO, limits: Limits, *, forbidden: tuple[bytes, ...] = ()) -> None:
    """By what really comes out, block by block, kept nowhere, and without the words that are forbidden. Raises UnfitArchive."""
    left = limits.inflated
    try:
        with zipfile.ZipFile(file) as archive:
            for entry in archive.infolist():
                with archive.open(entry) as stream:
                    end = b""
                    while block := stream.read(_BLOCK):
                        left -= len(block)
                        if left < 0:
                            raise EndlessArchive
                        if any(word in end + block for word in forbidden):
                            raise DamagedArchive
                        end = block[-16:]
    except _UNREADABLE as error:
        raise DamagedArchive from error


def _require_short_directory(file: BinaryIO, limits: Limits) -> None:
    """Before Python reads the list of entries, which may itself be endless."""
    file.seek(max(0, file.seek(0, 2) - _LONGEST_COMMENT))
    tail = file.read()
    place = tail.rfind(b"PK\x05\x06")
    if place < 0 or len(tail) < place + 22:
        raise DamagedArchive
    entries, size = struct.unpack_from("<HL", tail, place + 10)
    is_zip64 = tail[:place].rfind(b"PK\x06\x07") >= 0
    if entries > limits.entries or size > limits.directory or is_zip64:
        raise EndlessArchive


def _is_endless(entries: list[zipfile.ZipInfo], limits: Limits, size: int) -> bool:
    squeezed = any(
        entry.file_size > _SMALL and entry.file_size > limits.ratio * max(entry.compress_size, 1)
        for entry in entries
    )
    overlapping = sum(entry.compress_size for entry in entries) > size
    return squeezed or overlapping or sum(entry.file_size for entry in entries) > limits.inflated


def _has_plain_names(entries: list[zipfile.ZipInfo]) -> bool:
    """Each name once, whatever its case; none that leads out of a folder; no link to somewhere else."""
    names = [entry.filename.casefold() for entry in entries]
    leads_out = any(
        name.startswith("/") or "\\" in name or ".." in PurePosixPath(name).parts for name in names
    )
    is_link = any(stat.S_ISLNK(entry.external_attr >> 16) for entry in entries)
    return len(set(names)) == len(names) and not leads_out and not is_link
