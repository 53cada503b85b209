"""Moves a running cohort to a newer edition: deliberate, with the impact read first, never while somebody takes a quiz."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.base.errors import RuleError
from courses.cohorts.models import Cohort
from courses.cohorts.queries import locked_cohort
from courses.editions.models import Edition
from learners.enrolment.models import Enrolment
from learners.enrolment.queries import OPEN_STATES
from learners.events.recording import record_for_each
from learners.upgrades.impact import impact_of


class UnableToUpgrade(RuleError):
    """The cohort cannot go on with this edition, or not now."""


@transaction.atomic
def move_to_edition(cohort: Cohort, edition: Edition, *, seen: str, by, at: datetime) -> Cohort:
    """`seen`: the digest of the impact that the person has read. Completions and marks stay: they hang on activities.

    Certificates keep their frozen facts. Raises UnableToUpgrade.
    """
    cohort = locked_cohort(cohort)
    _require_newer(cohort, edition)
    impact = impact_of(cohort, edition)
    if impact.open_attempts:
        raise UnableToUpgrade(
            ngettext(
                "%s quiz attempt is open. Move the cohort when it is submitted.",
                "%s quiz attempts are open. Move the cohort when they are submitted.",
                impact.open_attempts,
            )
            % impact.open_attempts
        )
    if impact.digest != seen:
        raise UnableToUpgrade(
            _("Something changed while you read the report. Read it again before you move.")
        )
    numbers = {"from": cohort.edition.number, "to": edition.number}
    cohort.edition = edition
    cohort.save(update_fields=["edition"])
    learners = Enrolment.objects.filter(cohort=cohort, state__in=OPEN_STATES).order_by("pk")
    record_for_each("edition.moved", learners, by=by, at=at, data=numbers)
    return cohort


def _require_newer(cohort: Cohort, edition: Edition) -> None:
    current = cohort.edition
    if edition.programme_id != current.programme_id:
        raise UnableToUpgrade(_("The edition belongs to another programme."))
    if edition.number <= current.number:
        raise UnableToUpgrade(
            _("A cohort moves to a newer edition only. It is on edition %s.") % current.number
        )
