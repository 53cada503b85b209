"""Which countries and territories there are, and how people write them."""

import re
import unicodedata

# ISO 3166: the code, the usual English name, other ways in which people write it.
_LISTED = """
AF = Afghanistan
AL = Albania
DZ = Algeria
AS = American Samoa
AD = Andorra
AO = Angola
AI = Anguilla
AQ = Antarctica
AG = Antigua and Barbuda
AR = Argentina
AM = Armenia
AW = Aruba
AU = Australia
AT = Austria
AZ = Azerbaijan
BS = Bahamas
BH = Bahrain
BD = Bangladesh
BB = Barbados
BY = Belarus
BE = Belgium
BZ = Belize
BJ = Benin
BM = Bermuda
BT = Bhutan
BO = Bolivia = Bolivia (Plurinational State of)
BA = Bosnia and Herzegovina
BW = Botswana
BV = Bouvet Island
BR = Brazil
IO = British Indian Ocean Territory
VG = British Virgin Islands
BN = Brunei Darussalam = Brunei
BG = Bulgaria
BF = Burkina Faso
BI = Burundi
CV = Cabo Verde = Cape Verde
KH = Cambodia
CM = Cameroon
CA = Canada
BQ = Caribbean Netherlands
KY = Cayman Islands
CF = Central African Republic
TD = Chad
CL = Chile
CN = China = People's Republic of China
CX = Christmas Island
CC = Cocos (Keeling) Islands
CO = Colombia
KM = Comoros
CG = Congo = Republic of the Congo = Congo (Brazzaville)
CK = Cook Islands
CR = Costa Rica
HR = Croatia
CU = Cuba
CW = Curaçao
CY = Cyprus
CZ = Czechia = Czech Republic
CI = Côte d’Ivoire = Côte d'Ivoire = Ivory Coast
CD = Democratic Republic of the Congo = DR Congo = DRC = Congo (Kinshasa)
DK = Denmark
DJ = Djibouti
DM = Dominica
DO = Dominican Republic
EC = Ecuador
EG = Egypt
SV = El Salvador
GQ = Equatorial Guinea
ER = Eritrea
EE = Estonia
SZ = Eswatini = Swaziland
ET = Ethiopia
FK = Falkland Islands
FO = Faroe Islands
FJ = Fiji
FI = Finland
FR = France
GF = French Guiana
PF = French Polynesia
TF = French Southern Territories
GA = Gabon
GM = Gambia = The Gambia
GE = Georgia
DE = Germany
GH = Ghana
GI = Gibraltar
GR = Greece
GL = Greenland
GD = Grenada
GP = Guadeloupe
GU = Guam
GT = Guatemala
GG = Guernsey
GN = Guinea
GW = Guinea-Bissau
GY = Guyana
HT = Haiti
HM = Heard Island and McDonald Islands
HN = Honduras
HK = Hong Kong
HU = Hungary
IS = Iceland
IN = India
ID = Indonesia
IR = Iran = Iran (Islamic Republic of)
IQ = Iraq
IE = Ireland
IM = Isle of Man
IL = Israel
IT = Italy
JM = Jamaica
JP = Japan
JE = Jersey
JO = Jordan
KZ = Kazakhstan
KE = Kenya
KI = Kiribati
KW = Kuwait
KG = Kyrgyzstan
LA = Lao People's Democratic Republic = Laos = Lao PDR
LV = Latvia
LB = Lebanon
LS = Lesotho
LR = Liberia
LY = Libya
LI = Liechtenstein
LT = Lithuania
LU = Luxembourg
MO = Macao
MG = Madagascar
MW = Malawi
MY = Malaysia
MV = Maldives
ML = Mali
MT = Malta
MH = Marshall Islands
MQ = Martinique
MR = Mauritania
MU = Mauritius
YT = Mayotte
MX = Mexico
FM = Micronesia = Micronesia (Federated States of)
MD = Republic of Moldova = Moldova
MC = Monaco
MN = Mongolia
ME = Montenegro
MS = Montserrat
MA = Morocco
MZ = Mozambique
MM = Myanmar = Burma
NA = Namibia
NR = Nauru
NP = Nepal
NL = Netherlands = The Netherlands = Holland
NC = New Caledonia
NZ = New Zealand
NI = Nicaragua
NE = Niger
NG = Nigeria
NU = Niue
NF = Norfolk Island
KP = Democratic People's Republic of Korea = North Korea
MK = North Macedonia = Macedonia
MP = Northern Mariana Islands
NO = Norway
OM = Oman
PK = Pakistan
PW = Palau
PS = State of Palestine = Palestine
PA = Panama
PG = Papua New Guinea
PY = Paraguay
PE = Peru
PH = Philippines
PN = Pitcairn
PL = Poland
PT = Portugal
PR = Puerto Rico
QA = Qatar
RO = Romania
RU = Russian Federation = Russia
RW = Rwanda
RE = Réunion
BL = Saint Barthélemy
SH = Saint Helena
KN = Saint Kitts and Nevis
LC = Saint Lucia
MF = Saint Martin
PM = Saint Pierre and Miquelon
VC = Saint Vincent and the Grenadines
WS = Samoa
SM = San Marino
ST = Sao Tome and Principe
SA = Saudi Arabia
SN = Senegal
RS = Serbia
SC = Seychelles
SL = Sierra Leone
SG = Singapore
SX = Sint Maarten
SK = Slovakia
SI = Slovenia
SB = Solomon Islands
SO = Somalia
ZA = South Africa
GS = South Georgia and the South Sandwich Islands
KR = Republic of Korea = South Korea = Korea = Korea (Republic of)
SS = South Sudan
ES = Spain
LK = Sri Lanka
SD = Sudan
SR = Suriname
SJ = Svalbard and Jan Mayen
SE = Sweden
CH = Switzerland
SY = Syrian Arab Republic = Syria
TW = Taiwan
TJ = Tajikistan
TZ = United Republic of Tanzania = Tanzania
TH = Thailand
TL = Timor-Leste = East Timor
TG = Togo
TK = Tokelau
TO = Tonga
TT = Trinidad and Tobago
TN = Tunisia
TM = Turkmenistan
TC = Turks and Caicos Islands
TV = Tuvalu
TR = Türkiye = Turkey
UG = Uganda
UA = Ukraine
AE = United Arab Emirates = UAE
GB = United Kingdom = UK = Great Britain = United Kingdom of Great Britain and Northern Ireland
US = United States = United States of America = USA
UM = United States Minor Outlying Islands
VI = United States Virgin Islands
UY = Uruguay
UZ = Uzbekistan
VU = Vanuatu
VA = Holy See = Vatican City
VE = Venezuela = Venezuela (Bolivarian Republic of)
VN = Viet Nam = Vietnam
WF = Wallis and Futuna
EH = Western Sahara
YE = Yemen
ZM = Zambia
ZW = Zimbabwe
AX = Åland Islands
"""


def _key(text: str) -> str:
    """Without accents, points and blanks, so that small differences of writing do not count."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.sub(r"[^a-z]+", "", plain.casefold().replace("&", "and"))


_ROWS = [line.split(" = ") for line in _LISTED.strip().splitlines()]
NAMES = {row[0]: row[1] for row in _ROWS}
"""By code: short names as the United Nations use them."""
_WRITTEN = {_key(word): row[1] for row in _ROWS for word in row}
COUNTRIES = sorted(NAMES.values())


def country_named(text: str) -> str | None:
    """The usual name of the country with this name or code; None for one that is not listed."""
    return _WRITTEN.get(_key(text))
