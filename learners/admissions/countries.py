"""Which countries and areas there are, and to which region and group each belongs.

Regions, landlocked developing countries and small island developing States: United Nations Statistics Division,
Standard country or area codes for statistical use (M49), https://unstats.un.org/unsd/methodology/m49/, as of 2024. The
lists of landlocked and island States are kept by UN-OHRLLS; only the island States that M49 marks are here.
Least developed: Committee for Development Policy, list of least developed countries as of 13 December 2024, 44 countries
(Bhutan left on 13 December 2023, Sao Tome and Principe on 13 December 2024).
Areas without a permanent population are left out.
"""

from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from learners.enrolment.countries import NAMES


class Region(models.TextChoices):
    AFRICA = "africa", _("Africa")
    AMERICAS = "latin_america", _("Latin America and the Caribbean")
    ASIA = "asia", _("Asia")
    EUROPE = "europe", _("Europe")
    NORTH_AMERICA = "north_america", _("Northern America")
    OCEANIA = "oceania", _("Oceania")


class Group(models.TextChoices):
    """Each country is in the first that fits, so that the shares come to 100 per cent."""

    LEAST_DEVELOPED = "least_developed", _("Least developed countries")
    LANDLOCKED = "landlocked", _("Other landlocked developing countries")
    SMALL_ISLAND = "small_island", _("Other small island developing States")
    DEVELOPING = "developing", _("Other developing countries")
    OTHER = "other", _("Other countries")


@dataclass(frozen=True)
class Country:
    code: str
    name: str
    region: Region


_BY_REGION = {
    Region.AFRICA: (
        "DZ EG LY MA SD TN EH BI KM DJ ER ET KE MG MW MU YT MZ RE RW SC SO SS UG TZ ZM ZW AO CM CF TD CG CD "
        "GQ GA ST BW SZ LS NA ZA BJ BF CV CI GM GH GN GW LR ML MR NE NG SH SN SL TG"
    ),
    Region.AMERICAS: (
        "AI AG AW BS BB BQ VG KY CU CW DM DO GD GP HT JM MQ MS PR BL KN LC MF VC SX TT TC VI BZ CR SV GT HN "
        "MX NI PA AR BO BR CL CO EC FK GF GY PY PE SR UY VE"
    ),
    Region.ASIA: (
        "KZ KG TJ TM UZ CN HK MO KP JP MN KR BN KH ID LA MY MM PH SG TH TL VN AF BD BT IN IR MV NP PK LK "
        "AM AZ BH CY GE IQ IL JO KW LB OM QA SA PS SY TR AE YE"
    ),
    Region.EUROPE: (
        "BY BG CZ HU PL MD RO RU SK UA AX DK EE FO FI GG IS IE IM JE LV LT NO SJ SE GB AL AD BA HR GI GR VA "
        "IT MT ME MK PT SM RS SI ES AT BE FR DE LI LU MC NL CH"
    ),
    Region.NORTH_AMERICA: "BM CA GL PM US",
    Region.OCEANIA: "AU CX CC NZ NF FJ NC PG SB VU GU KI MH FM NR MP PW AS CK PF NU PN WS TK TO TV WF",
}
_LEAST_DEVELOPED = frozenset(
    """SD BI KM DJ ER ET MG MW MZ RW SO SS UG TZ ZM AO CF TD CD LS BJ BF GM GN GW LR ML MR NE SN SL TG HT KH LA MM TL
    AF BD NP YE SB KI TV""".split()  # noqa: SIM905 -- a list of quotes is not read by anybody
)
_LEAVING = {
    "LA": date(2026, 11, 24),  # General Assembly resolution 76/8
    "SB": date(2027, 12, 13),  # extended by three years by the General Assembly on 25 August 2023
    "KH": date(2029, 12, 19),  # five years after the General Assembly took note on 19 December 2024
    "SN": date(2029, 12, 19),
}
"""From when a country is on the list no more.

Resolution 76/8 named 24 November 2026 for Bangladesh and Nepal too. Both asked for more time; the Committee for
Development Policy supported Bangladesh's wish for 24 November 2029 in June 2026. They stay here until the General
Assembly's decision has been read: check https://policy.desa.un.org/ldcs once a year.
"""
_LANDLOCKED = frozenset(
    """BI ET MW RW SS UG ZM ZW CF TD BW SZ LS BF ML NE BO PY KZ KG TJ TM UZ MN LA AF BT NP AM AZ MD
    MK""".split()  # noqa: SIM905
)
_SMALL_ISLANDS = frozenset(
    """KM MU SC ST CV GW AI AG AW BS BB BQ VG CU CW DM DO GD HT JM MS PR KN LC VC SX TT VI BZ GY SR SG TL MV FJ NC PG SB
    VU GU KI MH FM NR MP PW AS CK PF NU WS TO TV""".split()  # noqa: SIM905
)
_OTHERS = frozenset({"CY", "IL", "JP", "KR", "AU", "NZ", "CX", "CC", "NF"})
"""Outside Europe and Northern America, but not counted as developing (UNCTAD: Republic of Korea since 2021)."""


def group_on(code: str, day: date) -> Group:
    """The group of the country on this day."""
    if code in _LEAST_DEVELOPED and day < _LEAVING.get(code, date.max):
        return Group.LEAST_DEVELOPED
    if code in _LANDLOCKED:
        return Group.LANDLOCKED
    if code in _SMALL_ISLANDS:
        return Group.SMALL_ISLAND
    elsewhere = COUNTRIES[code].region in (Region.EUROPE, Region.NORTH_AMERICA)
    return Group.OTHER if elsewhere or code in _OTHERS else Group.DEVELOPING


def _read() -> dict[str, Country]:
    countries = [
        Country(code, NAMES[code], region) for region, codes in _BY_REGION.items() for code in codes.split()
    ]
    return {country.code: country for country in sorted(countries, key=lambda country: country.name)}


COUNTRIES = _read()


def country_name(code: str) -> str:
    return COUNTRIES[code].name if code in COUNTRIES else ""
