"""A work under any order of deeds of its learner, two markers and a moderator. Compared with what must always hold."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content.base.errors import RuleError
from learners.grades.models import GradeEvent
from learners.grades.queries import released_grades
from learners.submissions.correcting import ask_correction, decide_correction, open_correction
from learners.submissions.handing_in import hand_in
from learners.submissions.marking import (
    Judgement,
    claim,
    complete_mark,
    give_back,
    note_discussion,
    save_mark,
)
from learners.submissions.models import Correction, Mark, Moderation, Submission, Work
from learners.submissions.moderating import moderate
from learners.submissions.queries import draft_of, work_of
from learners.submissions.releasing import release
from learners.submissions.standing import standing_of
from tests.factories.works import planned_work
from tests.learners.submissions.rows import due, make_learner, make_marker, write
from tests.machines import examples

pytestmark = pytest.mark.django_db
HOUR = 3600
DEEDS = st.lists(
    st.one_of(
        st.tuples(st.just("write"), st.sampled_from(["One", "Two", "Three"])),
        st.tuples(st.just("hand_in")),
        st.tuples(st.just("wait"), st.sampled_from([1, HOUR, 24 * HOUR, 24 * HOUR + 1, 5 * 24 * HOUR])),
        st.tuples(st.just("claim"), st.integers(0, 2)),
        st.tuples(st.just("save"), st.integers(0, 2), st.integers(0, 100)),
        st.tuples(st.just("complete"), st.integers(0, 2), st.integers(0, 100)),
        st.tuples(st.just("give_back"), st.integers(0, 2)),
        st.tuples(st.just("discuss"), st.integers(0, 2)),
        st.tuples(st.just("moderate"), st.integers(0, 2), st.sampled_from(["agreed", "look_again"])),
        st.tuples(st.just("release"), st.integers(0, 2)),
        st.tuples(st.just("ask"), st.integers(0, 2), st.integers(0, 100)),
        st.tuples(st.just("decide"), st.integers(0, 2), st.booleans()),
    ),
    max_size=40,
)
# What most runs need to get anywhere: handed in, and the time to replace it is over.
BEGUN = [("write", "One"), ("hand_in",), ("wait", 24 * HOUR + 1)]


@pytest.fixture
def people(cohort):
    return [make_marker(cohort, number) for number in (1, 2, 3)]


@pytest.fixture
def author(cohort):
    return make_learner(cohort, 9)


class World:
    def __init__(self, enrolment, code, people):
        self.enrolment, self.people = enrolment, people
        self.planned = planned_work(enrolment.cohort, code)
        self.code = code
        self.at = due(enrolment.cohort)

    @property
    def work(self) -> Work | None:
        return work_of(self.enrolment, self.planned.activity_id)

    @property
    def standing(self):
        return standing_of(self.work.code) if self.work else None

    def do(self, deed, *details):
        if deed == "wait":
            self.at += timedelta(seconds=details[0])
        elif deed == "write":
            write(self.enrolment, self.code, text=details[0], at=self.at)
        elif deed == "hand_in":
            draft = draft_of(self.work)
            hand_in(self.enrolment, self.planned, sequence=draft.sequence if draft else 0, at=self.at)
        elif deed == "release":
            release(self.enrolment.cohort, self.planned, by=self.people[details[0]], at=self.at)
        elif self.standing:
            self._with_marks(deed, self.people[details[0]], *details[1:])

    def _with_marks(self, deed, by, *details):
        standing, at = self.standing, self.at
        own = next((mark for mark in standing.marks.values() if mark.marker_id == by.pk), None)
        if deed == "claim":
            claim(standing, by=by, at=at)
        elif deed in ("save", "complete") and own:
            rule = save_mark if deed == "save" else complete_mark
            judged = Judgement([details[0]] * 4, next_step="Ask.")
            rule(standing, own.role, judged, sequence=own.version + 1, by=by, at=at)
        elif deed == "give_back":
            give_back(standing, by=by, at=at)
        elif deed == "discuss":
            note_discussion(standing, note="Talked.", by=by, at=at)
        elif deed == "moderate":
            moderate(standing, verdict=details[0], note="Look.", by=by, at=at)
        elif deed == "ask":
            ask_correction(standing.work, mark=Decimal(details[0]), reason="Why.", by=by, at=at)
        elif deed == "decide" and open_correction(standing.work):
            decide_correction(open_correction(standing.work), confirm=details[0], by=by, at=at)


def versions() -> list:
    return list(Submission.objects.order_by("pk").values_list("pk", "text", "sha256", "handed_in_at"))


def lines() -> list:
    return list(GradeEvent.objects.order_by("pk").values_list("pk", "points"))


def check(world: World, before: list, ledger: list) -> None:
    assert versions()[: len(before)] == before, "a version that was handed in never changes"
    assert lines()[: len(ledger)] == ledger, "a line of the ledger never changes"
    work = world.work
    if work is None:
        return
    seen = released_grades(world.enrolment).first
    standing = world.standing
    confirmed = list(Correction.objects.filter(confirmed=True).order_by("decided_at", "pk"))
    if work.released_at is None:
        assert (lines(), seen) == ([], {}), "no mark before its release"
        return
    assert len(lines()) == 1 + len(confirmed), "one line by release, one by each confirmed correction"
    assert GradeEvent.objects.order_by("pk").first().points == standing.counted
    assert seen[world.planned.activity_id].points == (confirmed[-1].mark if confirmed else standing.counted)
    assert all(each.asked_by_id != each.decided_by_id for each in confirmed)
    if standing.rules.is_marked_twice:
        assert len({mark.marker_id for mark in standing.completed.values()}) >= 2
        marks = sorted(mark.mark for mark in standing.completed.values())
        assert marks[0] <= standing.mark <= marks[-1]
    else:
        verdict = Moderation.objects.order_by("-pk").first()
        assert (verdict.verdict, verdict.mark) == ("agreed", standing.mark)
        assert verdict.by_id != standing.marks["first"].marker_id


@pytest.mark.parametrize("code", ["AS1", "CPR"])
@settings(
    max_examples=examples(15), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(deeds=DEEDS, begun=st.booleans())
def test_what_must_always_hold(author, people, code, deeds, begun):
    # The ledger refuses to be deleted, so each run is taken back as a whole.
    savepoint = transaction.savepoint()
    try:
        run(author, code, people, deeds, begun)
    finally:
        transaction.savepoint_rollback(savepoint)


def run(author, code, people, deeds, begun) -> None:
    world = World(author, code, people)
    for deed in [*(BEGUN if begun else []), *deeds]:
        before, ledger, marked = versions(), lines(), Mark.objects.exists()
        refused = ""
        try:
            world.do(*deed)
        except RuleError as refusal:
            refused = str(refusal)
        if refused:
            assert refused.endswith("."), "every refusal is a sentence"
            assert (versions(), lines()) == (before, ledger), "a refusal changes nothing"
        if marked:
            assert versions() == before, "nothing is handed in once marking has begun"
        check(world, before, ledger)


def test_the_machine_really_reaches_a_correction(author, people):
    """A machine that only refuses would pass."""
    world = World(author, "AS1", people)
    way = [
        *BEGUN,
        ("claim", 0),
        ("complete", 0, 60),
        ("moderate", 1, "agreed"),
        ("release", 0),
        ("ask", 0, 70),
        ("decide", 1, True),
    ]

    for deed in way:
        world.do(*deed)

    assert [points for _pk, points in lines()] == [Decimal(60), Decimal(70)]
    check(world, versions(), lines())
