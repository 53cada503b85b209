"""What of a placement's papers the co-ordinator reads beside its rows."""

from datetime import datetime

from cms.staff.internships.forms import EntryForm
from learners.placements.counting import is_lapsed
from learners.placements.evaluating import answers_of
from learners.placements.hosting import duplicates_of
from learners.placements.models import Placement
from learners.placements.papers import Signature
from learners.placements.phases import Papers
from learners.placements.reviewing import progress_of


def papers_shown(placement: Placement, papers: Papers, *, at: datetime) -> dict:
    """What of the papers needs reading beyond the rows."""
    lapsed = [entry for entry in placement.entries.order_by("done_on", "pk") if is_lapsed(entry, at=at)]
    asked = list(placement.entries.filter(state="queried").order_by("done_on", "pk"))
    evaluation, plan, agreement = papers.evaluation, papers.plan, papers.agreement
    host = placement.host
    to_decide = {entry.pk: entry for entry in (*lapsed, *asked)}
    return {
        "similar": duplicates_of(host.name, host.country, but=host.pk)
        if host and host.state == "proposed"
        else [],
        "to_decide": [
            (entry, EntryForm(prefix="hours", initial={"entry": entry.pk}, auto_id=f"id_%s_{entry.pk}"))
            for entry in to_decide.values()
        ],
        "objectives": sorted(plan.objectives.all(), key=lambda each: each.number) if plan else [],
        "signatures": agreement.signatures.order_by("pk") if agreement else [],
        "missing": [Signature.Party(party).label for party in papers.missing] if agreement else [],
        "progress": progress_of(papers.midpoint) if papers.midpoint else [],
        "answers": answers_of(evaluation) if evaluation and evaluation.sent_at else [],
    }
