"""Issues the awards of a cohort in the background, each for itself. Whatever dies in between, the next run goes on from there."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from content.base.errors import RuleError
from courses.cohorts.models import Cohort
from learners.credentials.exit_issuing import approve_proposed
from learners.credentials.issuing import UnableToAward
from learners.credentials.models import AwardProposal, IssuingItem, IssuingRun

LEASE = timedelta(minutes=5)
MOST_RUNS = 3
STEPS = 25
"""How many awards a worker makes before it lets others work: some seconds."""
HANDS = 2
"""How many workers at most are at one run, so that the others have some for all else. One where writers take turns."""
State = IssuingItem.State
logger = logging.getLogger(__name__)


@transaction.atomic
def start_run(cohort: Cohort, proposals: Iterable[AwardProposal], *, by, at: datetime) -> IssuingRun:
    """by: the second person, who approves them. One run for a cohort at a time."""
    Cohort.objects.select_for_update().get(pk=cohort.pk)
    if cohort.issuing_runs.filter(finished_at=None).exists():
        raise UnableToAward(_("Certificates of this cohort are being issued. Wait until that is done."))
    run = IssuingRun.objects.create(cohort=cohort, asked_at=at, asked_by=by)
    IssuingItem.objects.bulk_create(IssuingItem(run=run, proposal=proposal) for proposal in proposals)
    return run


def hands_missing(run: IssuingRun, *, at: datetime) -> int:
    """How many more workers can take a part of this run."""
    most = HANDS if connection.features.has_select_for_update else 1
    return max(0, most - run.items.filter(state=State.WAITING, lease_until__gte=at).count())


def open_runs() -> QuerySet[IssuingRun]:
    return IssuingRun.objects.filter(finished_at=None).order_by("pk")


def work_on(run_id: int, *, at: datetime, steps: int = STEPS) -> bool:
    """Some awards of this run. Whether there is more to do; False also when enough others are at it."""
    run = open_runs().select_related("asked_by").filter(pk=run_id).first()
    if run is None or not hands_missing(run, at=at):
        return False
    for _step in range(steps):
        item = _take(run, at=at)
        if item is None:
            return _close(run, at=at)
        try:
            issue_item(item, by=run.asked_by, at=at, given_up=item.runs > MOST_RUNS)
        except Exception:
            logger.exception("Award %s of the issuing run %s failed in run %s", item.pk, run.pk, item.runs)
            IssuingItem.objects.filter(pk=item.pk).update(lease_until=None)
            return False  # the clock brings it again, a little later
    return True


def _take(run: IssuingRun, *, at: datetime) -> IssuingItem | None:
    """The next award that nobody is at, with one more run counted: also a worker that dies in it has been counted."""
    free = run.items.filter(Q(lease_until=None) | Q(lease_until__lt=at), state=State.WAITING).order_by("pk")
    while (item := free.first()) is not None:
        if free.filter(pk=item.pk).update(lease_until=at + LEASE, runs=F("runs") + 1):
            item.refresh_from_db(fields=["runs"])
            return item
    return None


def _close(run: IssuingRun, *, at: datetime) -> bool:
    """Whoever finds nothing to do ends the run, unless somebody else is at the last one. There is nothing more to do."""
    if not run.items.filter(state=State.WAITING).exists():
        open_runs().filter(pk=run.pk).update(finished_at=at)
    return False


@transaction.atomic
def issue_item(item: IssuingItem, *, by, at: datetime, given_up: bool = False) -> None:
    """In a transaction of its own, so that a refusal changes nothing for the others. Done already is not done again."""
    item = IssuingItem.objects.select_for_update(of=("self",)).select_related("proposal").get(pk=item.pk)
    if item.state != State.WAITING:
        return
    try:
        if given_up:
            raise UnableToAward(_("Issuing stopped %s times here. Try this learner again.") % MOST_RUNS)
        with transaction.atomic():
            approve_proposed(item.proposal, by=by, at=at)
    except RuleError as refusal:
        item.state, item.refusal = State.REFUSED, str(refusal)[:2000]
    else:
        item.state = State.DONE
    item.lease_until = None
    item.save(update_fields=["state", "refusal", "lease_until"])
