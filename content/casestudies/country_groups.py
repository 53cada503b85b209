"""Which countries a case is about, and which groups of countries they belong to. Pure."""

SMALL_ISLANDS = "small-islands"

# The 37 members of the United Nations on its list of 39 small island developing states (UN-OHRLLS); Cook Islands and Niue are not members.
_SMALL_ISLANDS = frozenset(
    name.casefold()
    for name in (
        *(
            "Antigua and Barbuda",
            "Bahamas",
            "Barbados",
            "Belize",
            "Cabo Verde",
            "Comoros",
            "Cuba",
            "Dominica",
        ),
        *("Dominican Republic", "Fiji", "Grenada", "Guinea-Bissau", "Guyana", "Haiti"),
        *("Jamaica", "Kiribati", "Maldives", "Marshall Islands", "Mauritius", "Micronesia", "Nauru", "Palau"),
        *("Papua New Guinea", "Saint Kitts and Nevis", "Saint Lucia", "Saint Vincent and the Grenadines"),
        *("Samoa", "São Tomé and Príncipe", "Seychelles", "Singapore", "Solomon Islands", "Suriname"),
        *("Timor-Leste", "Tonga", "Trinidad and Tobago", "Tuvalu", "Vanuatu"),
    )
)


def countries_of(country: str) -> frozenset[str]:
    """“Dominica, Grenada” are two. “Estonia and Finland” stays one: “Trinidad and Tobago” is one too."""
    return frozenset(name.strip() for name in country.split(",") if name.strip())


def groups_of(country: str, development_status: str) -> frozenset[str]:
    """A case of several countries counts when one of them does."""
    names = {name.casefold() for each in countries_of(country) for name in (each, *each.split(" and "))}
    islands = not _SMALL_ISLANDS.isdisjoint(names)
    return frozenset({development_status} | ({SMALL_ISLANDS} if islands else set()))
