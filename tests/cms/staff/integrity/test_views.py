import pytest
import time_machine
from wagtail.models import ModelLogEntry

from cms.accounts.roles import Role
from courses.cohorts.models import TeachingRole
from learners.integrity.models import IntegrityCase
from tests.factories.people import make_staff
from tests.learners.integrity.test_deciding import AT, DAY, World
from tests.pages import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(AT + 2 * DAY, tick=False):
        yield


@pytest.fixture
def world():
    world = World()
    TeachingRole.objects.create(
        cohort=world.enrolment.cohort, user=world.marker, kind=TeachingRole.Kind.INSTRUCTOR
    )
    return world


def take(client, case, step, **words):
    return client.post(f"/staff/integrity/{case.pk}/{step}/", words, follow=True)


def test_a_teacher_flags_a_work_from_the_record(world, client_of):
    marker = client_of(world.marker)
    record = text_of(marker.get(f"/staff/learners/{world.enrolment.pk}/"))

    page = marker.post(
        f"/staff/integrity/flag/{world.enrolment.pk}/", {"work": "Q1", "evidence": "Copied."}, follow=True
    )

    case = IntegrityCase.objects.get()
    assert f'href="/staff/integrity/flag/{world.enrolment.pk}/"' in record
    assert page.redirect_chain[-1][0] == f"/staff/integrity/{case.pk}/"
    assert (case.evidence, case.flagged_by) == ("Copied.", world.marker)
    assert [entry.action for entry in ModelLogEntry.objects.all()] == ["campus.integrity_flagged"]


def test_a_flag_without_work_or_evidence_is_told(world, client_of):
    page = client_of(world.marker).post(f"/staff/integrity/flag/{world.enrolment.pk}/", {"work": "L9"})

    assert page.status_code == 422
    assert "Describe what you saw and where" in text_of(page)
    assert not IntegrityCase.objects.exists()


def test_an_officer_informs_and_decides(world, client_of):
    case, officer = world.flagged(), client_of(world.officer)
    told = take(officer, case, "inform")
    early = officer.post(f"/staff/integrity/{case.pk}/decide/", {"outcome": "redo", "reasons": "Copied."})
    with time_machine.travel(AT + 13 * DAY):
        officer.force_login(world.officer)
        done = take(officer, case, "decide", outcome="redo", reasons="Copied.")

    case.refresh_from_db()
    assert "The learner was told and has ten days to reply." in text_of(told)
    assert (early.status_code, "The learner may still reply." in text_of(early)) == (422, True)
    assert ("Decided. The learner was told." in text_of(done), case.outcome, world.mark()) == (
        True,
        "redo",
        0,
    )


def test_an_outcome_for_a_panel_is_not_offered_to_one_officer(world, client_of):
    case, officer = world.informed(), client_of(world.officer)

    page = officer.post(f"/staff/integrity/{case.pk}/decide/", {"outcome": "zero", "reasons": "Copied."})

    assert page.status_code == 422
    assert IntegrityCase.objects.get().state == "informed"


def test_three_people_vote(world, client_of):
    case = world.with_panel()

    pages = [
        take(client_of(member), case, "vote", outcome="zero", reasons="Copied.") for member in world.panel[:3]
    ]

    case.refresh_from_db()
    assert ["Your vote counts." in text_of(page) for page in pages] == [True, True, True]
    assert (case.state, case.outcome) == ("decided", "zero")


def test_who_flagged_it_sees_the_case_and_no_step(world, client_of):
    case, marker = world.flagged(), client_of(world.marker)

    page = text_of(marker.get(f"/staff/integrity/{case.pk}/"))
    answer = marker.post(f"/staff/integrity/{case.pk}/inform/")

    assert ("Two pages of a report." in page, "Tell the learner" in page) == (True, False)
    assert (answer.status_code, "Another person" in text_of(answer)) == (422, True)


def test_an_unknown_step_is_not_there_and_a_tutor_takes_none(world, client_of):
    case = world.flagged()
    tutor = make_staff(Role.TUTOR)
    TeachingRole.objects.create(cohort=world.enrolment.cohort, user=tutor, kind=TeachingRole.Kind.TUTOR)

    assert client_of(world.officer).post(f"/staff/integrity/{case.pk}/burn/").status_code == 404
    assert client_of(tutor).post(f"/staff/integrity/{case.pk}/inform/").status_code == 404
    assert client_of(tutor).get(f"/staff/integrity/{case.pk}/").status_code == 200


def test_a_case_of_another_cohort_does_not_exist(world, client_of):
    case, stranger = world.flagged(), client_of(make_staff(Role.TUTOR))

    assert stranger.get(f"/staff/integrity/{case.pk}/").status_code == 404
    assert list(stranger.get("/staff/integrity/").context["page_obj"]) == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(
    world, client_of, count, django_assert_max_num_queries
):
    case = world.flagged()
    for number in range(count - 1):
        IntegrityCase.objects.create(
            enrolment=world.enrolment, activity_id=world.activity_id, state="closed", evidence=f"{number}",
            flagged_at=AT, flagged_by=world.marker,
        )  # fmt: skip
    officer = client_of(world.officer)
    officer.get("/staff/integrity/")

    with django_assert_max_num_queries(7):
        page = officer.get("/staff/integrity/")

    assert (len(page.context["page_obj"]), case in page.context["page_obj"]) == (
        count,
        True,
    )
