"""Intakes: for which cohort people can apply, and from when until when."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from content.base.errors import RuleError
from courses.cohorts.models import Cohort
from courses.cohorts.queries import locked_cohort
from learners.admissions.models import Intake
from learners.events.recording import record


class UnableToOpen(RuleError):
    """The intake cannot have these dates."""


@transaction.atomic
def set_intake(
    cohort: Cohort,
    *,
    opens_at: datetime,
    closes_at: datetime,
    answer_days: int,
    targets: dict,
    by,
    at: datetime,
) -> Intake:
    """Make the intake of the cohort, or change it. Applications that were begun stay."""
    cohort = locked_cohort(cohort)
    if closes_at <= opens_at:
        raise UnableToOpen(_("The intake closes before it opens. Enter a later closing date."))
    if closes_at.date() >= cohort.starts_on:
        raise UnableToOpen(
            _("The cohort starts on %s. The intake must close before that day.")
            % cohort.starts_on.strftime("%-d %B %Y")
        )
    intake, made = Intake.objects.update_or_create(
        cohort=cohort,
        defaults={
            "opens_at": opens_at,
            "closes_at": closes_at,
            "answer_days": answer_days,
            "targets": targets,
        },
    )
    if made and closes_at <= at:
        raise UnableToOpen(_("The closing date is in the past. Enter a later one."))
    data = {"intake": intake.pk, "opens_at": opens_at.isoformat(), "closes_at": closes_at.isoformat()}
    record("intake.set", by=by, at=at, data=data)
    log(instance=cohort, action="campus.intake_set", user=by, timestamp=at, title=cohort.title, data=data)
    return intake
