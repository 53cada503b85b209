"""Where the capitals of the member and observer States of the United Nations lie, in whole degrees. Pure."""

_CAPITALS = """
Afghanistan 35 69
Albania 41 20
Algeria 37 3
Andorra 43 2
Angola -9 13
Antigua and Barbuda 17 -62
Argentina -35 -58
Armenia 40 45
Australia -35 149
Austria 48 16
Azerbaijan 40 50
Bahamas 25 -77
Bahrain 26 51
Bangladesh 24 90
Barbados 13 -60
Belarus 54 28
Belgium 51 4
Belize 17 -89
Benin 6 3
Bhutan 27 90
Bolivia -17 -68
Bosnia and Herzegovina 44 18
Botswana -25 26
Brazil -16 -48
Brunei 5 115
Bulgaria 43 23
Burkina Faso 12 -2
Burundi -3 30
Cabo Verde 15 -24
Cambodia 12 105
Cameroon 4 12
Canada 45 -76
Central African Republic 4 19
Chad 12 15
Chile -33 -71
China 40 116
Colombia 5 -74
Comoros -12 43
Congo -4 15
Cook Islands -21 -160
Costa Rica 10 -84
Côte d’Ivoire 7 -5
Croatia 46 16
Cuba 23 -82
Cyprus 35 33
Czechia 50 14
Democratic Republic of the Congo -4 15
Denmark 56 13
Djibouti 12 43
Dominica 15 -61
Dominican Republic 18 -70
Ecuador 0 -79
Egypt 30 31
El Salvador 14 -89
Equatorial Guinea 4 9
Eritrea 15 39
Estonia 59 25
Eswatini -26 31
Ethiopia 9 39
European Union 51 4
Fiji -18 178
Finland 60 25
France 49 2
Gabon 0 9
Gambia 13 -17
Georgia 42 45
Germany 53 13
Ghana 6 0
Greece 38 24
Grenada 12 -62
Guatemala 15 -91
Guinea 10 -14
Guinea-Bissau 12 -16
Guyana 7 -58
Haiti 19 -72
Honduras 14 -87
Hungary 47 19
Iceland 64 -22
India 29 77
Indonesia -6 107
Iran 36 51
Iraq 33 44
Ireland 53 -6
Israel 32 35
Italy 42 12
Jamaica 18 -77
Japan 36 140
Jordan 32 36
Kazakhstan 51 71
Kenya -1 37
Kiribati 1 173
Kuwait 29 48
Kyrgyzstan 43 75
Laos 18 103
Latvia 57 24
Lebanon 34 35
Lesotho -29 27
Liberia 6 -11
Libya 33 13
Liechtenstein 47 10
Lithuania 55 25
Luxembourg 50 6
Madagascar -19 48
Malawi -14 34
Malaysia 3 102
Maldives 4 74
Mali 13 -8
Malta 36 15
Marshall Islands 7 171
Mauritania 18 -16
Mauritius -20 57
Mexico 19 -99
Micronesia 7 158
Moldova 47 29
Monaco 44 7
Mongolia 48 107
Montenegro 42 19
Morocco 34 -7
Mozambique -26 33
Myanmar 20 96
Namibia -23 17
Nauru -1 167
Nepal 28 85
Netherlands 52 5
New Zealand -41 175
Nicaragua 12 -86
Niger 14 2
Nigeria 9 7
Niue -19 -170
Democratic People’s Republic of Korea 39 126
North Macedonia 42 21
Norway 60 11
Oman 24 58
Pakistan 34 73
Palau 7 135
Palestine 32 35
Panama 9 -80
Papua New Guinea -9 147
Paraguay -25 -58
Peru -12 -77
Philippines 15 121
Poland 52 21
Portugal 39 -9
Qatar 25 52
Republic of Korea 38 127
Romania 44 26
Russia 56 38
Rwanda -2 30
Saint Kitts and Nevis 17 -63
Saint Lucia 14 -61
Saint Vincent and the Grenadines 13 -61
Samoa -14 -172
San Marino 44 12
São Tomé and Príncipe 0 7
Saudi Arabia 25 47
Senegal 15 -17
Serbia 45 20
Seychelles -5 55
Sierra Leone 8 -13
Singapore 1 104
Slovakia 48 17
Slovenia 46 15
Solomon Islands -9 160
Somalia 2 45
South Africa -26 28
South Sudan 5 32
Spain 40 -4
Sri Lanka 7 80
Sudan 16 33
Suriname 6 -55
Sweden 59 18
Switzerland 47 7
Syria 34 36
Tajikistan 39 69
Tanzania -6 36
Thailand 14 101
Timor-Leste -9 126
Togo 6 1
Tonga -21 -175
Trinidad and Tobago 11 -62
Tunisia 37 10
Türkiye 40 33
Turkmenistan 38 58
Tuvalu -9 179
Uganda 0 33
Ukraine 50 31
United Arab Emirates 24 54
United Kingdom 52 0
United States 39 -77
Uruguay -35 -56
Uzbekistan 41 69
Vanuatu -18 168
Venezuela 10 -67
Viet Nam 21 106
Yemen 15 44
Zambia -15 28
Zimbabwe -18 31
"""
_LINES = [line.rsplit(" ", 2) for line in _CAPITALS.strip().splitlines()]
PLACES = {name.casefold(): (int(latitude), int(longitude)) for name, latitude, longitude in _LINES}


def place_of(country: str) -> tuple[int, int] | None:
    """Latitude and longitude; of “Estonia and Finland” that of the first. None for what is no place, such as “several”."""
    name = country.casefold()
    return PLACES.get(name) or PLACES.get(name.split(" and ")[0])
