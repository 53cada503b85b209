"""The words of the filters of the case library."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from content.casestudies.country_groups import SMALL_ISLANDS
from content.casestudies.filtering import PERIODS
from content.casestudies.models import CaseStudyPage, FailureFactor


def filter_titles() -> dict[str, str]:
    return {
        "principle": _("Principle"),
        "factor": _("Factor of failure"),
        "region": _("Region"),
        "country": _("Country"),
        "group": _("Group of countries"),
        "outcome": _("Outcome"),
        "begun": _("Begun in"),
        "stage": _("Stage"),
    }


def value_labels(principles: Mapping[int, str]) -> dict[str, dict[str, str]]:
    """Filter -> value -> its words, in the order in which they are offered. Regions and countries are their own words."""
    return {
        "principle": {str(number): f"{number}. {title}" for number, title in principles.items()},
        "factor": {str(value): str(label) for value, label in FailureFactor.choices},
        "region": {},
        "country": {},
        "group": {str(value): str(label) for value, label in CaseStudyPage.Development.choices}
        | {SMALL_ISLANDS: _("Small island developing states")},
        "outcome": {str(value): str(label) for value, label in CaseStudyPage.Outcome.choices},
        "begun": {value: _period(value) for value in PERIODS},
        "stage": {"running": _("Still running"), "ended": _("Ended")},
    }


def _period(value: str) -> str:
    first, last = value.split("-")
    if first == "before":
        return _("before %s") % last
    if last == "now":
        return _("%s or later") % first
    return _("%(first)s to %(last)s") % {"first": first, "last": last}
