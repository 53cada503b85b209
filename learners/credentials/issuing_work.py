"""Issues the awards of a cohort one by one in the background. Whatever dies in between, the next run goes on from there."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from content.base.errors import RuleError
from courses.cohorts.models import Cohort
from learners.credentials.issuing import UnableToAward, approve_award
from learners.credentials.models import AwardProposal, IssuingItem, IssuingRun

LEASE = timedelta(minutes=5)
MOST_RUNS = 3
STEPS = 25
"""How many certificates a run makes before it lets others work: some seconds."""
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


def open_runs(*, at: datetime) -> QuerySet[IssuingRun]:
    """What waits, or was taken by a worker that did not come back."""
    runs = IssuingRun.objects.filter(finished_at=None)
    return runs.filter(Q(lease_until=None) | Q(lease_until__lt=at)).order_by("pk")


def work_on(run_id: int, *, at: datetime, steps: int = STEPS) -> bool:
    """Some certificates of this run. Whether there is more to do; False also when somebody else is at it."""
    claimed = open_runs(at=at).filter(pk=run_id)
    if not claimed.update(lease_until=at + LEASE, runs=F("runs") + 1):
        return False
    run = IssuingRun.objects.select_related("asked_by").get(pk=run_id)
    waiting = run.items.filter(state=State.WAITING).order_by("pk")
    try:
        for item in waiting[:steps]:
            issue_item(item, by=run.asked_by, at=at, given_up=run.runs > MOST_RUNS)
    except Exception:
        logger.exception("The issuing run %s failed in run %s", run.pk, run.runs)
        IssuingRun.objects.filter(pk=run_id).update(lease_until=None)
        return False  # the clock brings it again, a little later
    return _close_or_go_on(run, at=at)


def _close_or_go_on(run: IssuingRun, *, at: datetime) -> bool:
    more = run.items.filter(state=State.WAITING).exists()
    mine = IssuingRun.objects.filter(pk=run.pk, finished_at=None)
    mine.update(lease_until=None, runs=0, finished_at=None if more else at)
    return more


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
            approve_award(item.proposal, by=by, at=at)
    except RuleError as refusal:
        item.state, item.refusal = State.REFUSED, str(refusal)[:2000]
    else:
        item.state = State.DONE
    item.save(update_fields=["state", "refusal"])
