"""Which cells of a line can be used as they are, and how to correct the others. Knows no account."""

import difflib
import re
import unicodedata
from dataclasses import asdict, dataclass, field
from functools import cache, lru_cache
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from learners.enrolment.countries import COUNTRIES, country_named
from learners.enrolment.names import NotPrintable, tidy_name
from learners.enrolment.roster_columns import FIELDS, Columns
from learners.enrolment.roster_tables import LONGEST_CELL, Line

LONGEST = {"email": 254, "name": 120, "country": 80, "organisation": 200, "time_zone": 60}
_SHOWN = 60


@dataclass(frozen=True)
class Problem:
    """What is wrong with one cell: its column, what it says, how to correct it."""

    cell: str
    says: str
    fix: str


@dataclass
class Checked:
    line: Line
    values: dict[str, str]
    """By field, tidied. Empty where there is nothing or nothing good."""
    raw: dict[str, str] = field(default_factory=dict)
    problems: dict[str, Problem] = field(default_factory=dict)
    """By field; “line” for the line as a whole."""

    @property
    def as_json(self) -> list[dict]:
        return [asdict(problem) for problem in self.problems.values()]


class BadCell(Exception):
    def __init__(self, says: str, fix: str):
        self.says, self.fix = says, fix
        super().__init__(says)


def check_line(line: Line, columns: Columns) -> Checked:
    if line.problem:
        return _lost(line, line.problem, _("Correct the line in the file, or leave the row out."))
    if any(cell.strip() for cell in line.cells[len(columns.names) :]):
        says = _("The line has %(cells)s cells, and the first line names %(columns)s columns.")
        numbers = {"cells": len(line.cells), "columns": len(columns.names)}
        return _lost(line, says % numbers, _("Put a cell that holds the delimiter into quotation marks."))
    checked = Checked(line, {}, columns.values(line))
    for name, raw in checked.raw.items():
        try:
            checked.values[name] = _checked(name, raw)
        except BadCell as bad:
            checked.values[name] = ""
            checked.problems[name] = Problem(str(FIELDS[name]), bad.says, bad.fix)
    return checked


def _lost(line: Line, says: str, fix: str) -> Checked:
    return Checked(line, {}, problems={"line": Problem(_("Line"), says, fix)})


def _checked(name: str, raw: str) -> str:
    if len(raw) > LONGEST_CELL:
        says = _("The cell has %(count)s characters. The limit is %(most)s.")
        raise BadCell(says % {"count": f"{len(raw):,}", "most": f"{LONGEST_CELL:,}"}, _("Shorten the cell."))
    if "\ufffd" in raw:
        raise BadCell(
            _("“%s” has a character that cannot be read.") % shown(raw),
            _("Save the file as UTF-8 and upload it again."),
        )
    return _CHECKS[name](raw)


def shown(raw: str) -> str:
    """For the screen: control characters visible, never longer than a line."""
    text = visible(raw.strip())
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def visible(raw: str) -> str:
    """Each control character as its picture: a line break as ␍ or ␊. PostgreSQL keeps no NUL."""
    return "".join(
        chr(0x2400 + ord(char)) if ord(char) < 32 else "�" if unicodedata.category(char) == "Cs" else char
        for char in raw
    )


def tidy(raw: str) -> str:
    """Composed, on one line, single spaces."""
    return " ".join(unicodedata.normalize("NFC", raw).split())


def _email(raw: str) -> str:
    address = raw.strip()
    correct = _("Correct it in the file, or leave the row out.")
    if not address:
        raise BadCell(_("The e-mail address is missing."), _("Enter the address, or leave the row out."))
    if any(unicodedata.category(char).startswith("C") for char in address):
        raise BadCell(
            _("“%s” holds a line break or another hidden character.") % shown(address),
            _("Type the address again, on one line."),
        )
    if address.count("@") > 1 or re.search(r"[,;]", address):
        raise BadCell(
            _("“%s” is more than one address.") % shown(address),
            _("Write each person on a line of their own."),
        )
    strange = next((char for char in address if not char.isascii()), None)
    if strange:
        raise BadCell(
            _("“%(address)s” has the letter “%(letter)s”, which is not one from a to z.")
            % {"address": shown(address), "letter": strange},
            _("Type the address again with plain letters."),
        )
    if "@" not in address:
        raise BadCell(_("“%s” has no @ sign.") % shown(address), correct)
    if address.endswith("@"):
        raise BadCell(_("“%s” has no domain.") % shown(address), correct)
    return _valid(address, correct)


def _valid(address: str, correct: str) -> str:
    try:
        validate_email(address)
    except ValidationError:
        raise BadCell(_("“%s” is no e-mail address.") % shown(address), correct) from None
    if '"' in address or len(address) > LONGEST["email"]:
        raise BadCell(_("“%s” is no e-mail address.") % shown(address), correct)
    return address.lower()


def _name(raw: str) -> str:
    try:
        return tidy_name(raw.strip())
    except NotPrintable as refusal:
        says, _dot, fix = str(refusal).partition(". ")
        raise BadCell(f"{says}.", fix) from None


def _plain(name: str):
    def check(raw: str) -> str:
        text = tidy(raw)
        if any(unicodedata.category(char) in ("Cc", "Cs") for char in text):
            raise BadCell(_("“%s” holds a hidden character.") % shown(text), _("Type the cell again."))
        if len(text) > LONGEST[name]:
            says = _("The cell has %(count)s characters. The limit is %(most)s.")
            raise BadCell(says % {"count": len(text), "most": LONGEST[name]}, _("Shorten the cell."))
        return text

    return check


def _country(raw: str) -> str:
    text = tidy(raw)
    if not text:
        return ""
    name = country_named(text)
    if name is None:
        near = _nearest_country(text)
        fix = _("Write “%s”.") % near if near else _("Write the country in English, for example Kenya.")
        raise BadCell(_("“%s” is no country that we know.") % shown(raw), fix)
    return name


def _time_zone(raw: str) -> str:
    text = tidy(raw)
    if not text:
        return ""
    zone = _zones().get(text.casefold().replace(" ", "_"))
    if zone is None:
        near = _nearest_zone(text)
        example = _("Write a region and a city, for example Africa/Nairobi.")
        fix = _("Write “%s”.") % near if near else example
        raise BadCell(_("“%s” is no time zone that we know.") % shown(raw), fix)
    return zone


# The search takes milliseconds, and a mistake often fills a whole column.
@lru_cache(maxsize=1000)
def _nearest_country(text: str) -> str:
    return next(iter(difflib.get_close_matches(text.title(), COUNTRIES, n=1, cutoff=0.7)), "")


@lru_cache(maxsize=1000)
def _nearest_zone(text: str) -> str:
    word = text.casefold().replace(" ", "_").rsplit("/", 1)[-1]
    near = difflib.get_close_matches(word, _cities(), n=1, cutoff=0.8)
    return _cities()[near[0]] if near else ""


@cache
def _cities() -> dict[str, str]:
    """The zones by their city in lower case."""
    return {zone.rsplit("/", 1)[-1]: name for zone, name in _zones().items() if "/" in zone}


@cache
def _zones() -> dict[str, str]:
    """The zones by their name in lower case."""
    return {
        name.casefold(): name
        for name in sorted(available_timezones())
        if "/" in name or name in ("UTC", "GMT")
    }


_CHECKS = {
    "email": _email,
    "name": _name,
    "country": _country,
    "organisation": _plain("organisation"),
    "time_zone": _time_zone,
    "state": lambda raw: tidy(raw)[:40],
}
