"""Each cell of the role table, tried: who may does it, who may not is refused, and a twin finds nothing."""

from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings

from cms.accounts.models import User
from cms.accounts.roles import GROUPS, Role, give_role
from courses.lessons.models import LessonPage
from courses.questions.models import Question
from learners.audit.models import AuditEntry, Emergency
from learners.events.models import LearningEvent
from tests.factories.works import teach
from tests.security.asking import taken_back
from tests.security.cells import awards, learning, marking, people, site
from tests.security.cells.apart import STRICTER
from tests.security.cells.learning import new_text, new_version
from tests.security.cells.probes import Probe, cells, probes
from tests.security.cells.stage import REASON, Stage, signed_in
from tests.security.cells.trying import DONE, NOBODY, PAIRS, TOLD, WAYS, Pair, Person

pytestmark = pytest.mark.django_db
PARTS = (learning, marking, people, awards, site)


@pytest.mark.parametrize("probe", probes(), ids=str)
def test_a_cell(stage, probe):
    person = stage.person(probe)
    stricter = (probe.action, probe.role) in STRICTER

    if probe.case == "notice":
        assert told_of(stage, person, probe.action) == (1, 1, len(registrars_but(person)))
    elif PAIRS[probe.action]:
        assert of_two(stage, person, probe) == dict.fromkeys(
            range(len(PAIRS[probe.action])), probe.is_granted
        )
    elif probe.is_granted and not stricter:
        assert not_done(stage, person, probe) == {}
    else:
        assert done_in_spite(stage, person, probe) == {}


def ways_of(probe: Probe):
    return [way for way in WAYS[probe.action] if probe.role in way.roles]


def open_what_is_needed(stage: Stage, person: Person, probe: Probe) -> None:
    if probe.case == "with reason":
        for right in {probe.action, *(right for way in ways_of(probe) for right in way.rights)}:
            stage.break_glass(person, right)


def not_done(stage: Stage, person: Person, probe: Probe) -> dict[str, str]:
    """Of the ways of the role those that lead nowhere, and of those that are nobody's the ones that lead there."""
    assert ways_of(probe), "This cell has no probe."
    open_what_is_needed(stage, person, probe)
    met = {
        way.name: (probe.role in way.roles, tried(way, stage, person))
        for way in WAYS[probe.action]
        if probe.role in way.roles or NOBODY in way.roles
    }
    return {name: outcome for name, (is_own, outcome) in met.items() if (outcome == DONE) is not is_own}


def done_in_spite(stage: Stage, person: Person, probe: Probe) -> dict[str, str]:
    """Of all ways those that lead there, or tell what there is."""
    assert WAYS[probe.action], "This cell has no probe."
    open_what_is_needed(stage, person, probe)
    met = {way.name: tried(way, stage, person) for way in WAYS[probe.action]}
    return {name: outcome for name, outcome in met.items() if outcome in (DONE, TOLD)}


def of_two(stage: Stage, person: Person, probe: Probe) -> dict[int, bool]:
    """Of each deed that needs two persons, whether it came about."""
    done = {}
    for place, pair in enumerate(PAIRS[probe.action]):
        with taken_back():
            if cells()[probe.action, probe.role] == "2":
                done[place] = done_by_two(pair, stage, person, probe.case)
            else:
                done[place] = done_by_one_who_may_not(pair, stage, person)
    return done


def tried(way, stage: Stage, person: Person) -> str:
    with taken_back():
        return way.attempt(stage, person)


def done_by_two(pair: Pair, stage: Stage, person: Person, case: str) -> bool:
    """alone: nobody else takes part. self: one person does both parts. second: the other part is somebody else's."""
    pair.propose(stage, stage.second() if case == "second" else person)
    assert pair.is_proposed(stage)
    if case != "alone":
        pair.approve(stage, person)
    return pair.is_done(stage)


def done_by_one_who_may_not(pair: Pair, stage: Stage, person: Person) -> bool:
    """Neither of the two parts."""
    pair.propose(stage, person)
    assert not pair.is_proposed(stage)
    pair.propose(stage, stage.second())
    assert pair.is_proposed(stage)
    pair.approve(stage, person)
    return pair.is_done(stage)


def registrars_but(person: Person):
    registrars = User.objects.filter(groups__name=GROUPS[Role.REGISTRAR], is_active=True)
    return registrars.exclude(pk=person.user.pk)


def told_of(stage: Stage, person: Person, action: str) -> tuple[int, int, int]:
    """Rights taken, lines of the audit log, and registrars who get a mail."""
    stage.break_glass(person, action)
    taken = Emergency.objects.filter(user=person.user, action=action, reason=REASON)
    logged = AuditEntry.objects.filter(name="emergency.opened", by=person.user)
    told = LearningEvent.objects.filter(verb="emergency.opened", by=person.user)
    readers = {event.data["user"] for event in told if event.data["emergency"] in {each.pk for each in taken}}
    return (
        taken.count(),
        logged.count(),
        len(readers & {registrar.pk for registrar in registrars_but(person)}),
    )


ABOUT_ONE = [
    (action, place) for action, pairs in PAIRS.items() for place, pair in enumerate(pairs) if pair.subject
]


@pytest.mark.parametrize(("action", "place"), ABOUT_ONE)
def test_whom_it_concerns_is_neither_of_the_two_persons(stage, action, place):
    """Not even as a registrar."""
    pair = PAIRS[action][place]
    subject = signed_in(pair.subject(stage))
    give_role(subject.user, Role.REGISTRAR)

    pair.propose(stage, subject)
    proposed = pair.is_proposed(stage)
    pair.propose(stage, stage.second())
    pair.approve(stage, subject)

    assert (proposed, pair.is_done(stage)) == (False, False)


def test_nobody_marks_the_own_work_or_gives_oneself_more_time(stage):
    """Whoever has two roles has the rights of both, but for the own things."""
    learner = signed_in(stage.world.learner.user)
    for role in (Role.INSTRUCTOR, Role.ADMINISTRATOR):
        give_role(learner.user, role)
    teach(stage.world.learner.cohort, learner.user)

    met = {
        way.name: tried(way, stage, learner)
        for action in ("enter_grade", "grant_extension")
        for way in WAYS[action]
    }

    assert {name for name, outcome in met.items() if outcome == DONE} == set()


def test_an_author_publishes_and_what_runs_stays(stage):
    """Or the cells of row 6 would prove nothing."""
    author, root = stage.people["IN"], stage.people["SU"]

    new_version(stage, author)
    new_text(stage, root)

    assert Question.objects.filter(stem="Another stem?").exists()
    assert LessonPage.objects.get(pk=stage.lesson.pk).title == "Another title"


def test_every_cell_has_its_probes():
    """As many as the written table asks for, and every action can be tried."""
    letters = Counter(cells().values())
    untried = {action for action, _role in cells() if not WAYS[action] and not PAIRS[action]}

    assert (len(cells()), len(probes()), untried) == (517, 665, set())
    assert dict(letters) == {"-": 344, "A": 70, "M": 35, "O": 30, "B": 21, "2": 10, "L": 7}


def test_every_role_that_has_an_action_has_a_way_or_a_reason():
    """And nothing is said to be closed that the table closes as well."""
    granted = {cell for cell, letter in cells().items() if letter != "-"}
    by_two = {cell for cell, letter in cells().items() if letter == "2" and PAIRS[cell[0]]}
    with_way = {
        (action, role)
        for action, ways in WAYS.items()
        for way in ways
        for role in way.roles
        if role != NOBODY
    }

    assert granted - by_two - with_way == STRICTER.keys()
    assert with_way - granted == set()


def test_the_figures_that_are_told_are_these():
    page = (Path(settings.BASE_DIR) / "docs" / "security.md").read_text(encoding="utf-8")
    ways = sum(len(of_action) for of_action in WAYS.values())

    assert f"each of its {len(cells())} cells over HTTP: {len(probes())} probes, through {ways} ways" in page
    assert f"In {len(STRICTER)} cells the site is stricter" in page
    assert sum(len(pairs) for pairs in PAIRS.values()) == 5
