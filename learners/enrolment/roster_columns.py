"""Which column of a file holds what, however it is called there."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learners.enrolment.roster_tables import MOST_COLUMNS, Line, UnreadableRoster

FIELDS = {
    "email": gettext_lazy("E-mail"),
    "name": gettext_lazy("Name"),
    "first_name": gettext_lazy("First name"),
    "last_name": gettext_lazy("Last name"),
    "country": gettext_lazy("Country"),
    "organisation": gettext_lazy("Organisation"),
    "time_zone": gettext_lazy("Time zone"),
    "state": gettext_lazy("State"),
}
_WAYS_TO_WRITE = {
    "email": "email emailaddress mail mailaddress emailid",
    "name": "name fullname printedname nameonthecertificate participant learner",
    "first_name": "firstname givenname givennames forename",
    "last_name": "lastname surname familyname familynames",
    "country": "country countryofresidence",
    "organisation": "organisation organization employer institution company",
    "time_zone": "timezone zone tz",
    "state": "state status",
}
_FIELD_OF = {word: field for field, words in _WAYS_TO_WRITE.items() for word in words.split()}
# What a spreadsheet would take for a formula, if only for its first character. It may stand behind apostrophes of ours.
_LIKE_A_FORMULA = re.compile("'*\\s*[=+\\-@\t\r\n＝＋－＠]")


@dataclass(frozen=True)
class Columns:
    names: tuple[str, ...]
    """As the file has them."""
    places: dict[str, int]

    @property
    def unread(self) -> list[str]:
        read = set(self.places.values())
        return [name for place, name in enumerate(self.names) if name and place not in read]

    def values(self, line: Line) -> dict[str, str]:
        """What the line says of each field that the file has. First and last name make the name."""
        found = {
            field: without_apostrophe(line.cells[place]) if place < len(line.cells) else ""
            for field, place in self.places.items()
        }
        parts = [found.pop(field, "").strip() for field in ("first_name", "last_name")]
        if not found.get("name", "").strip() and any(parts):
            found["name"] = " ".join(part for part in parts if part)
        return found


def columns_of(header: Sequence[str]) -> Columns:
    """Raises UnreadableRoster when no column is for the e-mail address, or two columns say the same."""
    names = tuple(cell.strip()[:80] for cell in header)
    if len(names) > MOST_COLUMNS:
        raise UnreadableRoster(
            _("The file has more than %s columns. Keep the columns that are needed: e-mail and name.")
            % MOST_COLUMNS
        )
    places: dict[str, int] = {}
    for place, name in enumerate(names):
        field = _field_of(name)
        if field and field in places:
            raise UnreadableRoster(
                _("Two columns say the same: “%(one)s” and “%(two)s”. Remove one of them.")
                % {"one": names[places[field]], "two": name}
            )
        if field:
            places[field] = place
    if "email" not in places:
        raise UnreadableRoster(
            _("No column is named E-mail. The first line must name the columns, for example: E-mail, Name.")
        )
    return Columns(names, places)


def known_columns(header: Sequence[str]) -> int:
    return sum(_field_of(cell) is not None for cell in header)


def _field_of(name: str) -> str | None:
    return _FIELD_OF.get(re.sub(r"[\W_]+", "", name.casefold()))


def with_apostrophe(text: str) -> str:
    """For CSV: what begins like a formula gets an apostrophe in front, so that a spreadsheet shows it as text."""
    return f"'{text}" if _LIKE_A_FORMULA.match(text) else text


def without_apostrophe(text: str) -> str:
    """Takes back exactly what with_apostrophe has added."""
    return text[1:] if text.startswith("'") and _LIKE_A_FORMULA.match(text[1:]) else text
