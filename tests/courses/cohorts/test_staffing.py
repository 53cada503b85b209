import pytest

from courses.cohorts.models import TeachingRole
from courses.cohorts.queries import team_of
from courses.cohorts.roles import cohorts_taught_by, marking_scope, teaches
from courses.cohorts.staffing import UnableToStaff, assign_role, end_role, gaps_of, staffed_modules
from tests.factories.people import make_user
from tests.factories.programme import make_cohort, make_edition, make_lesson, make_module, make_programme
from tests.factories.works import teach

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    programme = make_programme()
    make_lesson(make_module(programme, "M01"), "M01-L01", week=1)
    make_lesson(make_module(programme, "M02"), "M02-L01", week=2)
    return make_cohort(make_edition(programme))


@pytest.fixture
def office():
    return make_user("pa@demo.example", "Demo administrator")


@pytest.fixture
def person():
    return make_user("t@demo.example", "Demo tutor")


def rows(cohort):
    return [(role.user.name, role.kind, role.module_code) for role in team_of(cohort)]


def test_roles_stand_side_by_side(cohort, person, office):
    assign_role(cohort, person, kind="tutor", module_code="", by=office)
    assign_role(cohort, person, kind="instructor", module_code="M02", by=office)
    assign_role(cohort, person, kind="instructor", module_code="M01", by=office)

    assert rows(cohort) == [
        ("Demo tutor", "instructor", "M01"),
        ("Demo tutor", "instructor", "M02"),
        ("Demo tutor", "tutor", ""),
    ]


@pytest.mark.parametrize(
    "kind, module_code, says",
    [
        ("tutor", "M01", "Demo tutor does this already: tutor of the same modules."),
        ("tutor", "", "Demo tutor does this already: tutor of the same modules."),
        ("marker", "M09", "The edition of this cohort has no module M09."),
        ("janitor", "", "Choose what the person does in the cohort."),
    ],
)
def test_what_cannot_be_given(cohort, person, office, kind, module_code, says):
    assign_role(cohort, person, kind="tutor", module_code="", by=office)

    with pytest.raises(UnableToStaff) as refusal:
        assign_role(cohort, person, kind=kind, module_code=module_code, by=office)

    assert (str(refusal.value), rows(cohort)) == (says, [("Demo tutor", "tutor", "")])


def test_from_one_module_to_all_is_possible(cohort, person, office):
    assign_role(cohort, person, kind="tutor", module_code="M01", by=office)

    assign_role(cohort, person, kind="tutor", module_code="", by=office)

    assert rows(cohort) == [("Demo tutor", "tutor", ""), ("Demo tutor", "tutor", "M01")]


def test_nobody_gives_or_ends_the_own_role(cohort, office):
    teach(cohort, office)
    role = TeachingRole.objects.get()

    for deed in (
        lambda: assign_role(cohort, office, kind="tutor", module_code="", by=office),
        lambda: end_role(role, by=office),
    ):
        with pytest.raises(UnableToStaff, match="Nobody gives roles to themselves or ends their own"):
            deed()

    assert rows(cohort) == [("Demo administrator", "instructor", "")]


def test_an_ended_role_gives_nothing_any_more(cohort, person, office):
    role = assign_role(cohort, person, kind="instructor", module_code="", by=office)
    other = make_cohort(cohort.edition, "2026-b")
    assign_role(other, person, kind="instructor", module_code="", by=office)

    assert end_role(role, by=office) is True
    assert end_role(role, by=office) is False

    scope = marking_scope(person)
    assert (cohorts_taught_by(person), teaches(person, cohort, "M01")) == ([other.pk], False)
    assert [
        scope.marks(each.pk, "M01", journal=False) and scope.leads(each.pk, "M01") for each in (cohort, other)
    ] == [False, True]


def staffed(cohort, learners):
    return staffed_modules(cohort, team_of(cohort), learners=learners)


def test_modules_with_their_people(cohort, person, office):
    assign_role(cohort, person, kind="tutor", module_code="", by=office)
    assign_role(cohort, make_user("a@x.org", "Ana"), kind="tutor", module_code="M02", by=office)
    assign_role(cohort, make_user("b@x.org", "Bo"), kind="instructor", module_code="M02", by=office)
    assign_role(cohort, make_user("c@x.org", "Cy"), kind="marker", module_code="", by=office)

    modules = staffed(cohort, 16)

    assert [
        (each.module.code, each.instructors, each.tutors, each.learners_per_tutor, each.has_too_few_tutors)
        for each in modules
    ] == [("M01", (), ("Demo tutor",), 16, True), ("M02", ("Bo",), ("Ana", "Demo tutor"), 8, False)]
    assert gaps_of(modules) == [
        "Without an instructor: M01. Nobody releases their marks.",
        "Too few tutors for M01: learners: 16, tutors: 1. A tutor supports up to 15 learners, so you need 2.",
    ]


@pytest.mark.parametrize("learners, short", [(0, False), (1, True)])
def test_nobody_at_all(cohort, learners, short):
    gaps = gaps_of(staffed(cohort, learners))

    assert gaps[0] == "Without an instructor: all modules. Nobody releases their marks."
    assert len(gaps) == 1 + short


@pytest.mark.parametrize("learners, short", [(15, 0), (16, 1)])
def test_a_tutor_has_up_to_fifteen(cohort, person, office, learners, short):
    assign_role(cohort, person, kind="tutor", module_code="", by=office)
    assign_role(cohort, person, kind="instructor", module_code="", by=office)

    assert len(gaps_of(staffed(cohort, learners))) == short
