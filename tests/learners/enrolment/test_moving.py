from datetime import UTC, date, datetime

import pytest

from courses.cohorts.models import Cohort
from courses.editions.models import Edition
from courses.editions.plan import plan_of
from courses.programme.models import ProgrammePage
from learners.enrolment.models import CohortMove, Enrolment, HeldPlace
from learners.enrolment.moving import UnableToMove, defer, interrupt, resume, transfer, withdraw
from learners.events.models import LearningEvent
from learners.progress.completing import complete
from learners.progress.queries import progress_outline
from tests.factories.people import make_enrolment, make_user
from tests.factories.programme import IN_WEEK_1, make_cohort, make_home, make_small_programme

pytestmark = pytest.mark.django_db
AT = IN_WEEK_1


@pytest.fixture
def enrolment():
    return make_enrolment(make_small_programme())


@pytest.fixture
def office():
    return make_user("pa@demo.example", "Demo administrator")


@pytest.fixture
def autumn(enrolment):
    return make_cohort(enrolment.cohort.edition, "2026-b", starts_on=date(2026, 9, 7))


def told(office, reason="Family.") -> dict:
    return {"reason": reason, "by": office, "at": AT}


def state_of(enrolment) -> str:
    return Enrolment.objects.get(pk=enrolment.pk).state


@pytest.mark.parametrize(
    ("before", "deed", "after"),
    [
        ("active", withdraw, "withdrawn"),
        ("interrupted", withdraw, "withdrawn"),
        ("withdrawn", withdraw, "withdrawn"),
        ("active", interrupt, "interrupted"),
        ("interrupted", resume, "active"),
        ("active", resume, "active"),
    ],
)
def test_ways_out_and_back(enrolment, office, before, deed, after):
    Enrolment.objects.update(state=before)

    deed(enrolment, **told(office))

    assert state_of(enrolment) == after
    assert LearningEvent.objects.count() == (before != after)


@pytest.mark.parametrize(
    ("before", "deed"),
    [("completed", withdraw), ("withdrawn", interrupt), ("completed", interrupt), ("withdrawn", resume)],
)
def test_no_way_from_there(enrolment, office, before, deed):
    Enrolment.objects.update(state=before)

    with pytest.raises(UnableToMove, match="This is not possible now"):
        deed(enrolment, **told(office))
    assert state_of(enrolment) == before


def test_nobody_is_withdrawn_without_a_reason(enrolment, office):
    with pytest.raises(UnableToMove, match="Write the reason in one sentence"):
        withdraw(enrolment, **told(office, " "))
    assert state_of(enrolment) == "active"


def test_a_deferral_keeps_what_was_done(enrolment, office, autumn):
    lesson = plan_of(enrolment.cohort.edition_id).activity("M01-L01")
    complete(enrolment, lesson, by=enrolment.user, at=AT)
    interrupt(enrolment, **told(office))

    moved = defer(enrolment, autumn, **told(office))

    outline = progress_outline(
        Enrolment.objects.select_related("cohort", "user").get(), at=datetime(2026, 9, 8, tzinfo=UTC)
    )
    assert (moved.cohort, moved.state, outline.completed) == (autumn, "active", 1)
    move = CohortMove.objects.get()
    assert (move.kind, move.from_cohort.code, move.to_cohort.code, move.reason) == (
        "deferral",
        "2026-a",
        "2026-b",
        "Family.",
    )
    event = LearningEvent.objects.get(verb="enrolment.moved")
    assert event.data == {"kind": "deferral", "from": "2026-a", "to": "2026-b", "reason": "Family."}


def test_a_deferral_leads_to_a_later_cohort(enrolment, office):
    twin = make_cohort(enrolment.cohort.edition, "2026-b")

    with pytest.raises(UnableToMove, match="A deferral leads to a cohort that starts later"):
        defer(enrolment, twin, **told(office))


def test_a_transfer_goes_sideways(enrolment, office):
    twin = make_cohort(enrolment.cohort.edition, "2026-b")

    assert transfer(enrolment, twin, **told(office)).cohort == twin


def test_a_full_cohort_takes_nobody(enrolment, office, autumn):
    type(autumn).objects.filter(pk=autumn.pk).update(capacity=1)
    make_enrolment(autumn, make_user("other@demo.example", "Demo learner 08"))

    with pytest.raises(UnableToMove, match="Cohort 2026-b has no place left"):
        defer(enrolment, autumn, **told(office))
    assert Enrolment.objects.get(pk=enrolment.pk).cohort.code == "2026-a"


def test_a_place_that_was_offered_there_is_used_up(enrolment, office, autumn):
    Cohort.objects.filter(pk=autumn.pk).update(capacity=1)
    HeldPlace.objects.create(
        user=enrolment.user, cohort=autumn, held_until=AT
    )  # before the enrolment by hand

    moved = defer(enrolment, autumn, **told(office))

    assert (moved.cohort, HeldPlace.objects.count()) == (autumn, 0)


def test_nobody_has_two_records_in_a_cohort(enrolment, office, autumn):
    make_enrolment(autumn, enrolment.user)

    with pytest.raises(UnableToMove, match="has a record in that cohort already"):
        defer(enrolment, autumn, **told(office))


def test_the_own_cohort_is_no_other(enrolment, office):
    with pytest.raises(UnableToMove, match="is in this cohort already"):
        transfer(enrolment, enrolment.cohort, **told(office))


def test_another_programme_is_out_of_reach(enrolment, office):
    home = make_home()
    other = home.add_child(instance=ProgrammePage(title="Other", slug="other", code="OTHER", award="Other"))
    edition = Edition.objects.create(programme=other, number=1, label="Other", frozen_at=AT)
    apart = make_cohort(edition, "2026-z", starts_on=date(2026, 9, 7))

    with pytest.raises(UnableToMove, match="The cohort belongs to another programme"):
        transfer(enrolment, apart, **told(office))


def test_who_withdrew_is_not_moved(enrolment, office, autumn):
    Enrolment.objects.update(state="withdrawn")

    with pytest.raises(UnableToMove, match="The enrolment is: Withdrawn"):
        defer(enrolment, autumn, **told(office))
