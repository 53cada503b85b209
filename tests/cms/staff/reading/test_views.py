import pytest

from cms.accounts.roles import Role
from courses.cohorts.models import TeachingRole
from courses.lessons.models import LessonPage
from tests.factories.people import make_enrolment, make_staff
from tests.factories.programme import make_cohort

pytestmark = pytest.mark.django_db
TEXT = "A deputy director asks why so few people use the portal."


@pytest.fixture
def tutor(cohort, client_of):
    user = make_staff(Role.TUTOR)
    TeachingRole.objects.create(cohort=cohort, user=user, kind=TeachingRole.Kind.TUTOR)
    return client_of(user)


def test_a_tutor_finds_the_lessons_of_the_own_cohort(cohort, tutor):
    make_cohort(cohort.edition, "2026-b")

    listed = tutor.get("/staff/reading/").content.decode()
    lessons = tutor.get("/staff/reading/2026-a/").content.decode()

    assert ("/staff/reading/2026-a/" in listed, "/staff/reading/2026-b/" in listed) == (True, False)
    assert [code for code in ("M01-L01", "M01-L02") if f"/staff/reading/2026-a/{code}/" in lessons] == [
        "M01-L01",
        "M01-L02",
    ]


def test_a_lesson_is_read_before_its_week_without_what_learners_do(tutor):
    page = tutor.get("/staff/reading/2026-a/M01-L02/")

    text = page.content.decode()
    assert (page.status_code, TEXT in text) == (200, True)
    assert ("/staff/reading/2026-a/M01-L01/" in text, "complete" in text.lower()) == (True, False)


def test_it_is_the_text_of_the_edition_and_not_the_newest(cohort, tutor):
    lesson = LessonPage.objects.get(activity__code="M01-L01")
    lesson.title = "Another title"
    lesson.save_revision().publish()

    assert "Another title" not in tutor.get("/staff/reading/2026-a/M01-L01/").content.decode()


def test_reading_along_leaves_no_trace_with_learners(cohort, tutor):
    learner = make_enrolment(cohort)

    tutor.get("/staff/reading/2026-a/M01-L01/")

    assert learner.progress.count() == 0


def test_what_is_no_lesson_is_not_found(tutor):
    for code in ("Q1", "M01-L99"):
        assert tutor.get(f"/staff/reading/2026-a/{code}/").status_code == 404


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.REGISTRAR])
def test_who_runs_the_programme_reads_every_cohort(cohort, client_of, role):
    make_cohort(cohort.edition, "2026-b")
    reader = client_of(make_staff(role))

    assert reader.get("/staff/reading/2026-b/M01-L01/").status_code == 200


def test_another_cohort_and_learners_are_refused(cohort, tutor, client_of):
    make_cohort(cohort.edition, "2026-b")
    learner = client_of(make_enrolment(cohort).user)

    assert tutor.get("/staff/reading/2026-b/M01-L01/").status_code == 403
    assert learner.get("/staff/reading/2026-a/M01-L01/").status_code == 404


def test_the_pages_cost_few_queries(tutor, django_assert_max_num_queries):
    tutor.get("/staff/reading/2026-a/M01-L01/")
    for address in ("/staff/reading/", "/staff/reading/2026-a/", "/staff/reading/2026-a/M01-L01/"):
        with django_assert_max_num_queries(6):
            tutor.get(address)
