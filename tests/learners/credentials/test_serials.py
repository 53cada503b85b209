import pytest
from hypothesis import given
from hypothesis import strategies as st

from learners.credentials.serials import ALPHABET, new_serial, read_serial

SERIAL = "7F3K9-2QX4T-M8V1N-5H6CD-R0WYZ1"
plain_serials = st.text(alphabet=ALPHABET, min_size=26, max_size=26)


def test_new_serials_are_grouped_read_back_and_never_twice():
    serials = {new_serial() for _ in range(500)}

    assert len(serials) == 500
    assert {len(serial) for serial in serials} == {30}
    assert all(read_serial(serial) == serial for serial in serials)


@pytest.mark.parametrize(
    "typed",
    [
        SERIAL,
        SERIAL.lower(),
        SERIAL.replace("-", ""),
        SERIAL.replace("-", " "),
        f"  {SERIAL}\n",
        SERIAL.replace("-", "–"),
        SERIAL.replace("0", "O").replace("1", "I"),
        SERIAL.replace("0", "o").replace("1", "l"),
        f"https://campus.example.org/verify/{SERIAL}/",
    ],
)
def test_read_serial_forgives_how_it_is_typed(typed):
    assert read_serial(typed) == SERIAL


@pytest.mark.parametrize(
    "typed", ["", "-", SERIAL[:-1], f"{SERIAL}2", SERIAL.replace("7", "U"), "Ж" * 26, "٣" * 26, "\x00" * 26]
)
def test_read_serial_refuses_what_cannot_be_one(typed):
    assert read_serial(typed) is None


@given(
    plain_serials, st.lists(st.sampled_from(["-", " ", "\t", "—"]), min_size=25, max_size=25), st.booleans()
)
def test_any_grouping_and_case_reads_as_the_same_serial(plain, separators, lower):
    typed = plain[0] + "".join(mark + letter for mark, letter in zip(separators, plain[1:], strict=True))

    read = read_serial(typed.lower() if lower else typed)

    assert read.replace("-", "") == plain


@given(st.text(max_size=80))
def test_read_serial_is_stable_on_any_text(typed):
    read = read_serial(typed)

    assert read is None or read_serial(read) == read
