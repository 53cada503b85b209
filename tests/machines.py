"""How deep the property tests over the database dig.

`make test` takes a quick look; `--hypothesis-profile=thorough`, which the second run before a change lands uses,
three times as many examples.
"""

from hypothesis import HealthCheck, settings

THOROUGH = "thorough"

# A slow machine finds no fault: nothing here is measured by the clock.
UNTIMED = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("quick", **UNTIMED)
settings.register_profile(THOROUGH, **UNTIMED)
settings.load_profile("quick")


def examples(quick: int = 20) -> int:
    """Never below what finds the faults that were planted to try the machines."""
    return 3 * quick if settings.get_current_profile_name() == THOROUGH else quick
