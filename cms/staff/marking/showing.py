"""What the pages of the marking desk show."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from courses.cohorts.models import Cohort
from courses.cohorts.roles import MarkingScope
from courses.editions.plan import PlannedActivity, plan_of
from learners.peerreviews.models import PeerReview
from learners.peerreviews.queries import waiting_for_tutors
from learners.peerreviews.reading import PeerPart, peer_part_of
from learners.similarity.models import Overlap
from learners.similarity.queries import overlaps_of
from learners.submissions.commenting import comments_of
from learners.submissions.deadlines import lateness_in_words
from learners.submissions.marking import Judgement, discussed_works, in_scope, marking_queue
from learners.submissions.models import Mark, Moderation, SavedComment, WorkFile
from learners.submissions.moderating import to_moderate
from learners.submissions.queries import EarlierFeedback, MarkLine, earlier_feedback
from learners.submissions.releasing import ReleaseCheck
from learners.submissions.standing import HandedIn, Standing

MOST_ROWS = 200
"""On one page: the oldest. What is behind them waits longer to be marked than to be read about."""


@dataclass(frozen=True)
class Row:
    work: HandedIn[MarkLine]
    state: str
    """For the tag: todo, current, info, done or warn."""
    says: str
    days: int
    """Since it was handed in."""
    overdue: bool
    """The promised date is over."""


@dataclass(frozen=True)
class Group:
    """One work of one cohort."""

    cohort: Cohort
    planned: PlannedActivity
    marked: int
    total: int
    led: bool
    """This person answers for the module, and so for the release."""


@dataclass(frozen=True)
class Queue:
    rows: list[Row]
    more: int
    """How many are not among the rows."""
    mine: int
    """How many this person can mark now."""
    to_read: int
    """How many of the samples wait for this person's verdict."""
    groups: list[Group]
    changing: int
    """How many can still be replaced by their learners."""
    reviews: list[PeerReview]
    """Gaps in peer reviews that this person may fill."""


def queue_of(scope: MarkingScope, user, *, at: datetime) -> Queue:
    found = marking_queue(scope, user.pk, at=at)
    closed = [each for each in found if not each.can_change(at=at)]
    discussed = discussed_works(closed)
    mine = [each for each in closed if each.role_for(user.pk, discussed=each.pk in discussed, at=at)]
    to_read = {each.pk for each in to_moderate(found, user.pk)}
    # What is marked comes last. All parts keep their order, the oldest first.
    shown = sorted(closed, key=lambda each: (each.mark is not None, each.pk not in to_read))[:MOST_ROWS]
    return Queue(
        rows=[_row(each, user, each.pk in discussed, at, reads=each.pk in to_read) for each in shown],
        more=len(closed) - len(shown),
        mine=len(mine),
        to_read=len(to_read),
        groups=_groups(found, scope),
        changing=len(found) - len(closed),
        reviews=_tutor_reviews(scope, user),
    )


def _tutor_reviews(scope: MarkingScope, user) -> list[PeerReview]:
    """Those that nobody else writes already. One query."""
    return [
        each
        for each in waiting_for_tutors(scope.cohorts)
        if each.tutor_id in (None, user.pk)
        and each.author.user_id != user.pk
        and scope.reviews(each.round.cohort_id, _module_of(each))
    ]


def _module_of(review: PeerReview) -> str:
    planned = plan_of(review.round.cohort.edition_id).by_activity(review.round.activity_id)
    return planned.module_code if planned else ""


def _row(work: HandedIn[MarkLine], user, discussed: bool, at: datetime, *, reads: bool) -> Row:
    state, says = ("todo", _("To moderate")) if reads else _state(work, user, discussed, at)
    days = (at - work.handed_in_at).days
    return Row(work, state, says, days, work.mark is None and at > work.promised_at)


def _state(work: HandedIn[MarkLine], user, discussed: bool, at: datetime) -> tuple[str, str]:
    role = work.role_for(user.pk, discussed=discussed, at=at)
    own = next((mark for mark in work.marks.values() if mark.marker_id == user.pk), None)
    if role and own:
        return "current", _("You are marking it")
    if role:
        return "todo", _("To mark")
    if work.mark is not None:
        return "done", _("Marked")
    if work.apart:
        return "warn", _("Two marks far apart")
    holder = next((mark for mark in work.marks.values() if not mark.completed_at), None)
    if holder:
        return "info", _("%s is marking it") % holder.name
    return "info", _("Waits for the other marker")


def _groups(found: list[HandedIn[MarkLine]], scope: MarkingScope) -> list[Group]:
    by_work: dict[tuple[int, str], list[HandedIn[MarkLine]]] = {}
    for each in found:
        by_work.setdefault((each.cohort.pk, each.planned.code), []).append(each)
    return [
        Group(
            rows[0].cohort,
            rows[0].planned,
            sum(1 for row in rows if row.mark is not None),
            len(rows),
            scope.leads(rows[0].cohort.pk, rows[0].planned.module_code),
        )
        for _key, rows in sorted(by_work.items())
    ]


@dataclass(frozen=True)
class Judged:
    """A completed mark with its points by criterion."""

    mark: Mark
    points: list[tuple[str, int]]


@dataclass(frozen=True)
class Screen:
    """One work on one page."""

    standing: Standing
    files: list[WorkFile]
    mark: Mark | None
    """The viewer's own."""
    judged: list[Judged]
    """What this viewer may read now: of colleagues, and the own one once two blind marks are far apart."""
    can_take: bool
    earlier: EarlierFeedback | None
    comments: list[SavedComment]
    verdict: Moderation | None
    may_moderate: bool
    overlaps: list[Overlap]
    """What the text has in common with other works."""
    peers: PeerPart | None
    """Reviews of it, and those that its learner gave."""

    @property
    def late(self) -> str:
        return lateness_in_words(self.standing.late, self.standing.rules)

    @property
    def editable(self) -> bool:
        if self.mark is None or self.standing.work.released_at:
            return False
        blind = self.standing.rules.is_marked_twice and len(self.standing.completed) > 1
        return not (self.mark.completed_at and blind)


def screen_of(standing: Standing, user, *, discussed: bool, at: datetime) -> Screen:
    mark = next((each for each in standing.marks.values() if each.marker_id == user.pk), None)
    settled = standing.mark is not None or standing.apart
    role = standing.role_for(user.pk, discussed=discussed, at=at)
    looks = mark is None and standing.mark is not None and not standing.work.released_at
    return Screen(
        standing=standing,
        files=list(standing.submission.files.order_by("pk")),
        mark=mark,
        judged=[
            _judged(standing, each)
            for each in standing.completed.values()
            if settled and (each != mark or standing.apart)
        ],
        can_take=role is not None and mark is None and not standing.can_change(at=at),
        earlier=earlier_feedback(standing.submission),
        comments=comments_of(user) if mark else [],
        verdict=standing.work.moderations.order_by("-pk").first() if settled else None,
        may_moderate=looks and standing.rules.is_moderated,
        overlaps=overlaps_of(standing.submission),
        peers=_peers(standing),
    )


def _judged(standing: Standing, mark: Mark) -> Judged:
    titles = [criterion.title for criterion in standing.rules.criteria]
    return Judged(mark, list(zip(titles, mark.points, strict=True)))


def _peers(standing: Standing) -> PeerPart | None:
    if not standing.rules.peer_reviews:
        return None
    return peer_part_of(standing.work.enrolment, standing.work.activity_id)


@dataclass(frozen=True)
class Compared:
    label: str
    theirs: object
    yours: object


def comparison(standing: Standing, stored: Mark, sent: Judgement) -> list[Compared]:
    """Two judgements line by line."""
    points = zip(standing.rules.criteria, stored.points, sent.points, strict=True)
    rows = [Compared(criterion.title, theirs, yours) for criterion, theirs, yours in points]
    return [
        *rows,
        Compared(_("What works"), stored.strength, sent.strength),
        Compared(_("What is missing"), stored.gap, sent.gap),
        Compared(_("The next step"), stored.next_step, sent.next_step),
    ]


@dataclass(frozen=True)
class MarkRow:
    standing: Standing
    moderator: str
    link: bool


def mark_rows(check: ReleaseCheck, scope: MarkingScope, user) -> list[MarkRow]:
    """The works of one release; who may read a work has the link to it."""
    sample = {standing.work.pk for standing in check.sample}
    return [
        MarkRow(
            each,
            _moderator(each, check, sample),
            in_scope(each, scope) and each.work.enrolment.user_id != user.pk,
        )
        for each in check.standings
    ]


def _moderator(standing: Standing, check: ReleaseCheck, sample: set[int]) -> str:
    verdict = check.verdicts.get(standing.work.pk)
    if verdict:
        return verdict.get_verdict_display()
    return _("To read") if standing.work.pk in sample else ""
