"""How deep the property tests over the database dig.

`make test` takes a quick look; `--hypothesis-profile=thorough`, which the second run before a change lands uses,
three times as many examples.
"""

from hypothesis import settings

THOROUGH = "thorough"

settings.register_profile(THOROUGH, settings.get_profile("default"))


def examples(quick: int = 20) -> int:
    """Never below what finds the faults that were planted to try the machines."""
    return 3 * quick if settings.get_current_profile_name() == THOROUGH else quick
