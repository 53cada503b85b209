"""Which countries there are, and to which region and group each belongs.

Member and observer States of the United Nations under short English names. Regions follow M49; "least developed" is the
UN list of 2025. Europe, Northern America and the countries of _OTHERS count as other countries, the rest as developing.
"""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


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
    Region.AFRICA: """DZ Algeria|AO Angola|BJ Benin|BW Botswana|BF Burkina Faso|BI Burundi|CV Cabo Verde|CM Cameroon|
CF Central African Republic|TD Chad|KM Comoros|CG Congo|CI Côte d'Ivoire|CD Democratic Republic of the Congo|DJ Djibouti|
EG Egypt|GQ Equatorial Guinea|ER Eritrea|SZ Eswatini|ET Ethiopia|GA Gabon|GM Gambia|GH Ghana|GN Guinea|GW Guinea-Bissau|
KE Kenya|LS Lesotho|LR Liberia|LY Libya|MG Madagascar|MW Malawi|ML Mali|MR Mauritania|MU Mauritius|MA Morocco|
MZ Mozambique|NA Namibia|NE Niger|NG Nigeria|RW Rwanda|ST Sao Tome and Principe|SN Senegal|SC Seychelles|SL Sierra Leone|
SO Somalia|ZA South Africa|SS South Sudan|SD Sudan|TG Togo|TN Tunisia|UG Uganda|TZ United Republic of Tanzania|ZM Zambia|
ZW Zimbabwe""",
    Region.AMERICAS: """AG Antigua and Barbuda|AR Argentina|BS Bahamas|BB Barbados|BZ Belize|BO Bolivia|BR Brazil|CL Chile|
CO Colombia|CR Costa Rica|CU Cuba|DM Dominica|DO Dominican Republic|EC Ecuador|SV El Salvador|GD Grenada|GT Guatemala|
GY Guyana|HT Haiti|HN Honduras|JM Jamaica|MX Mexico|NI Nicaragua|PA Panama|PY Paraguay|PE Peru|KN Saint Kitts and Nevis|
LC Saint Lucia|VC Saint Vincent and the Grenadines|SR Suriname|TT Trinidad and Tobago|UY Uruguay|VE Venezuela""",
    Region.ASIA: """AF Afghanistan|AM Armenia|AZ Azerbaijan|BH Bahrain|BD Bangladesh|BT Bhutan|BN Brunei Darussalam|
KH Cambodia|CN China|CY Cyprus|KP Democratic People's Republic of Korea|GE Georgia|IN India|ID Indonesia|IR Iran|IQ Iraq|
IL Israel|JP Japan|JO Jordan|KZ Kazakhstan|KW Kuwait|KG Kyrgyzstan|LA Lao People's Democratic Republic|LB Lebanon|
MY Malaysia|MV Maldives|MN Mongolia|MM Myanmar|NP Nepal|OM Oman|PK Pakistan|PH Philippines|QA Qatar|KR Republic of Korea|
SA Saudi Arabia|SG Singapore|LK Sri Lanka|PS State of Palestine|SY Syrian Arab Republic|TJ Tajikistan|TH Thailand|
TL Timor-Leste|TR Türkiye|TM Turkmenistan|AE United Arab Emirates|UZ Uzbekistan|VN Viet Nam|YE Yemen""",
    Region.EUROPE: """AL Albania|AD Andorra|AT Austria|BY Belarus|BE Belgium|BA Bosnia and Herzegovina|BG Bulgaria|
HR Croatia|CZ Czechia|DK Denmark|EE Estonia|FI Finland|FR France|DE Germany|GR Greece|VA Holy See|HU Hungary|IS Iceland|
IE Ireland|IT Italy|LV Latvia|LI Liechtenstein|LT Lithuania|LU Luxembourg|MT Malta|MC Monaco|ME Montenegro|
NL Netherlands|MK North Macedonia|NO Norway|PL Poland|PT Portugal|MD Republic of Moldova|RO Romania|
RU Russian Federation|SM San Marino|RS Serbia|SK Slovakia|SI Slovenia|ES Spain|SE Sweden|CH Switzerland|UA Ukraine|
GB United Kingdom""",
    Region.NORTH_AMERICA: "CA Canada|US United States of America",
    Region.OCEANIA: """AU Australia|FJ Fiji|KI Kiribati|MH Marshall Islands|FM Micronesia|NR Nauru|NZ New Zealand|PW Palau|
PG Papua New Guinea|WS Samoa|SB Solomon Islands|TO Tonga|TV Tuvalu|VU Vanuatu""",
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
    countries = {}
    for region, lines in _BY_REGION.items():
        for line in lines.replace("\n", "").split("|"):
            code, name = line.split(" ", 1)
            countries[code] = Country(code, name, region, _group(code, region))
    return dict(sorted(countries.items(), key=lambda item: item[1].name))


COUNTRIES = _read()


def country_name(code: str) -> str:
    return COUNTRIES[code].name if code in COUNTRIES else ""
