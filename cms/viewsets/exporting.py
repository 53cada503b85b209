"""Lists that the Wagtail admin exports: in a CSV file nothing is taken for a formula. In its XLSX files Wagtail sees to it."""

from django.utils.encoding import force_str
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from learners.enrolment.roster_columns import with_apostrophe


def neutralise_exports() -> None:
    """What Wagtail prepares by its kind (times, lists) comes first in its table; this is for everything else."""
    table = SpreadsheetExportMixin.custom_value_preprocess
    SpreadsheetExportMixin.custom_value_preprocess = table | {
        object: {SpreadsheetExportMixin.FORMAT_CSV: _as_text}
    }


def _as_text(value):
    value = force_str(value, strings_only=True)
    return with_apostrophe(value) if isinstance(value, str) else value
