"""Which countries there are, and to which region and group each belongs.

Member and observer States of the United Nations. Regions follow M49; "least developed" is the
UN list of 2025. Europe, Northern America and the countries of _OTHERS count as other countries, the rest as developing.
"""

from dataclasses import dataclass

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
    LEAST_DEVELOPED = "least_developed", _("Least developed countries")
    DEVELOPING = "developing", _("Other developing countries")
    OTHER = "other", _("Other countries")


@dataclass(frozen=True)
class Country:
    code: str
    name: str
    region: Region
    group: Group


_BY_REGION = {
    Region.AFRICA: (
        "DZ AO BJ BW BF BI CV CM CF TD KM CG CI CD DJ EG GQ ER SZ ET GA GM GH GN GW KE LS LR LY MG "
        "MW ML MR MU MA MZ NA NE NG RW ST SN SC SL SO ZA SS SD TG TN UG TZ ZM ZW"
    ),
    Region.AMERICAS: (
        "AG AR BS BB BZ BO BR CL CO CR CU DM DO EC SV GD GT GY HT HN JM MX NI PA PY PE KN LC VC SR TT UY VE"
    ),
    Region.ASIA: (
        "AF AM AZ BH BD BT BN KH CN CY KP GE IN ID IR IQ IL JP JO KZ KW KG LA LB MY MV MN MM NP OM "
        "PK PH QA KR SA SG LK PS SY TJ TH TL TR TM AE UZ VN YE"
    ),
    Region.EUROPE: (
        "AL AD AT BY BE BA BG HR CZ DK EE FI FR DE GR VA HU IS IE IT LV LI LT LU MT MC ME NL MK NO "
        "PL PT MD RO RU SM RS SK SI ES SE CH UA GB"
    ),
    Region.NORTH_AMERICA: "CA US",
    Region.OCEANIA: "AU FJ KI MH FM NR NZ PW PG WS SB TO TV VU",
}
_LEAST_DEVELOPED = frozenset(
    """AO BJ BF BI CF TD KM CD DJ ER ET GM GN GW LS LR MG MW ML MR MZ NE RW SN SL SO SS SD TG UG TZ ZM HT AF BD KH LA MM NP
    TL YE KI SB TV""".split()  # noqa: SIM905 -- a list of quotes is not read by anybody
)
_OTHERS = {"CY", "IL", "JP", "KR", "AU", "NZ"}


def _group(code: str, region: Region) -> Group:
    if code in _LEAST_DEVELOPED:
        return Group.LEAST_DEVELOPED
    return (
        Group.OTHER
        if code in _OTHERS or region in (Region.EUROPE, Region.NORTH_AMERICA)
        else Group.DEVELOPING
    )


def _read() -> dict[str, Country]:
    countries = [
        Country(code, NAMES[code], region, _group(code, region))
        for region, codes in _BY_REGION.items()
        for code in codes.split()
    ]
    return {country.code: country for country in sorted(countries, key=lambda country: country.name)}


COUNTRIES = _read()


def country_name(code: str) -> str:
    return COUNTRIES[code].name if code in COUNTRIES else ""
