"""The people of a cohort as a file that comes back unchanged: nothing in it is ever taken for a formula."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from courses.cohorts.models import Cohort
from learners.enrolment.models import Enrolment, RosterImport, RosterRow
from learners.enrolment.roster_columns import FIELDS, without_apostrophe
from learners.enrolment.sheets import csv_file, xlsx_file
from learners.events.recording import record

_COLUMNS = ("email", "name", "country", "organisation", "time_zone", "state")


@transaction.atomic
def export_csv(cohort: Cohort, *, by, at: datetime) -> bytes:
    _tell(cohort, "csv", by=by, at=at)
    return csv_file([header(), *_people(cohort)])


@transaction.atomic
def export_xlsx(cohort: Cohort, *, by, at: datetime) -> bytes:
    _tell(cohort, "xlsx", by=by, at=at)
    return xlsx_file(cohort.code, [header(), *_people(cohort)])


def template_csv() -> bytes:
    """An empty list with the columns that an import reads, and one example."""
    example = ("demo.learner@example.org", "Demo Learner", "Kenya", "Demo ministry", "Africa/Nairobi")
    return csv_file([header()[:-1], example])


def rows_to_correct_csv(roster: RosterImport) -> bytes:
    """The bad rows and the refused ones as they were, each with the reason. Corrected, the file can be uploaded."""
    width = len(roster.columns)
    not_imported = Q(verdict=RosterRow.Verdict.BAD) | Q(state=RosterRow.State.REFUSED)
    rows = roster.rows.filter(not_imported).order_by("line", "pk")
    lines = [[*roster.columns, _("Line"), _("What to correct")]]
    for row in rows.iterator(chunk_size=500):
        cells = [without_apostrophe(cell) for cell in (*row.cells, *[""] * width)[:width]]
        words = " ".join(f"{p['cell']}: {p['says']} {p['fix']}".strip() for p in row.problems)
        lines.append([*cells, str(row.line), words])
    return csv_file(lines)


def header() -> tuple[str, ...]:
    return tuple(str(FIELDS[name]) for name in _COLUMNS)


def _people(cohort: Cohort) -> Iterator[tuple[str, ...]]:
    """Everybody who has or had a place, by e-mail address."""
    enrolments = Enrolment.objects.filter(cohort=cohort).select_related("user__profile")
    for enrolment in enrolments.order_by("user__email", "pk").iterator(chunk_size=1000):
        user, profile = enrolment.user, getattr(enrolment.user, "profile", None)
        name = profile.printed_name if profile else user.name
        rest = (profile.country, profile.organisation, profile.time_zone) if profile else ("", "", "")
        yield (user.email, name, *rest, enrolment.get_state_display())


def _tell(cohort: Cohort, form: str, *, by, at: datetime) -> None:
    data = {"cohort": cohort.code, "form": form, "people": cohort.enrolments.count()}
    record("cohort.exported", by=by, at=at, data=data)
    log(
        instance=cohort,
        action="campus.cohort_exported",
        user=by,
        timestamp=at,
        title=str(cohort),
        data=data,
    )
