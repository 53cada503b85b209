import stat
import warnings
import zipfile
from io import BytesIO

import pytest

from content.base.archives import (
    DamagedArchive,
    EndlessArchive,
    Limits,
    LockedArchive,
    parts_of,
    require_true_sizes,
)

LIMITS = Limits(entries=5, inflated=3_000_000, ratio=100)


def archive(*entries: tuple[str | zipfile.ZipInfo, bytes]) -> BytesIO:
    file = BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about names that are there twice
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as written:
            for name, data in entries:
                written.writestr(name, data)
    return file


def link() -> zipfile.ZipInfo:
    info = zipfile.ZipInfo("a")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


def patched(file: BytesIO, place: int, value: bytes) -> BytesIO:
    """One field of the first entry in the archive's list, changed."""
    data = bytearray(file.getvalue())
    at = data.index(b"PK\x01\x02") + place
    data[at : at + len(value)] = value
    return BytesIO(bytes(data))


def test_the_files_come_out_by_their_names():
    assert parts_of(archive(("a", b"1"), ("b/c", b"2"), ("d/", b"")), LIMITS) == {"a": b"1", "b/c": b"2"}


@pytest.mark.parametrize(
    "entries",
    [
        [("../a", b"")],
        [("/a", b"")],
        [("a/../../b", b"")],
        [("a\\b", b"")],
        [("a", b"1"), ("a", b"2")],
        [("a", b"1"), ("A", b"2")],
        [(link(), b"/etc/passwd")],
    ],
)
def test_what_no_program_writes_is_refused(entries):
    with pytest.raises(DamagedArchive):
        parts_of(archive(*entries), LIMITS)


CUT_OFF = archive(("a", b"1")).getvalue()[:-9]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", CUT_OFF], ids=["nothing", "its start", "cut off"])
def test_what_is_no_archive_is_refused(data):
    with pytest.raises(DamagedArchive):
        parts_of(BytesIO(data), LIMITS)


@pytest.mark.parametrize(
    "file",
    [
        archive(*((str(number), b"") for number in range(6))),
        archive(("a", bytes(3_000_001))),
        archive(("a", bytes(1_500_000)), ("b", bytes(1_500_001))),
        archive(("a", bytes(2_000_000))),
        patched(archive(("a", b"1")), 20, (999).to_bytes(4, "little")),
    ],
    ids=["too many", "too large", "too large together", "squeezed", "packed twice"],
)
def test_what_would_unpack_without_end_is_refused(file):
    with pytest.raises(EndlessArchive):
        parts_of(file, LIMITS)


def test_a_password_is_told_apart():
    with pytest.raises(LockedArchive):
        parts_of(patched(archive(("a", b"1")), 8, b"\x01"), LIMITS)


def test_an_archive_that_lies_about_its_sizes_gives_nothing():
    lying = patched(archive(("a", b"1" * 5000)), 24, (10).to_bytes(4, "little"))

    with pytest.raises(DamagedArchive):
        parts_of(lying, LIMITS)


def test_a_forbidden_word_is_found_across_two_blocks():
    split = archive(("a", b"x" * (64 * 1024 - 4) + b"<!DOCTYPE x>"))

    with pytest.raises(DamagedArchive):
        require_true_sizes(split, LIMITS, forbidden=(b"<!DOCTYPE",))
    require_true_sizes(split, LIMITS)
