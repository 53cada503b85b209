import gzip

import pytest
from django.test import Client

from cms.accounts.roles import Role
from courses.cohorts.models import TeachingRole
from learners.enrolment.models import LearnerProfile
from learners.events.models import LearningEvent
from tests.factories.people import make_enrolment, make_staff, make_user
from tests.factories.programme import make_cohort
from tests.learners.enrolment.rosters import HEADER, received
from tests.pages import text_of

pytestmark = pytest.mark.django_db
PEOPLE = "/staff/cohorts/2026-a/people/"


def names(response):
    return [enrolment.user.name for enrolment in response.context["page_obj"]]


def test_list_has_everybody_by_name(cohort, staff):
    bo = make_enrolment(cohort, make_user("b@x.org", "Bo"), state="interrupted")
    make_enrolment(cohort, make_user("a@x.org", "Ana"))
    make_enrolment(make_cohort(cohort.edition, "2026-b"), make_user("c@x.org", "Cy"))
    LearnerProfile.objects.filter(user=bo.user).update(country="Peru")

    response = staff.get(PEOPLE)

    assert names(response) == ["Ana", "Bo"]
    assert "58 of 60 places are free." in text_of(response)
    assert '<span class="tag">Interrupted</span>' in text_of(response)
    assert "Peru" in text_of(response)
    assert "b@x.org" in text_of(response)


def test_list_of_nobody_says_so(cohort, staff):
    assert "Nobody is enrolled in this cohort yet" in text_of(staff.get(PEOPLE))


def test_person_without_a_profile_has_a_row(cohort, staff):
    enrolment = make_enrolment(cohort, make_user("a@x.org", "Ana"))
    LearnerProfile.objects.filter(user=enrolment.user).delete()

    assert names(staff.get(PEOPLE)) == ["Ana"]


@pytest.mark.parametrize(
    "query, found",
    [
        ("", ["Ana", "Bo"]),
        ("?name=an", ["Ana"]),
        ("?state=withdrawn", ["Bo"]),
        ("?state=completed", []),
        ("?state=nonsense", ["Ana", "Bo"]),
        ("?name=%00&page=x", ["Ana", "Bo"]),
        ("?name=zzz", []),
    ],
)
def test_filter(cohort, staff, query, found):
    make_enrolment(cohort, make_user("a@x.org", "Ana"))
    make_enrolment(cohort, make_user("b@x.org", "Bo"), state="withdrawn")

    assert names(staff.get(PEOPLE + query)) == found


def fill(cohort, count):
    for number in range(count):
        make_enrolment(cohort, make_user(f"p{number}@x.org", f"Demo learner {number:02d}"))


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_for_one_and_for_three(cohort, staff, count, django_assert_num_queries):
    fill(cohort, count)
    staff.get(PEOPLE)

    with django_assert_num_queries(9):
        staff.get(PEOPLE)


def test_fifty_rows_fit_the_budget(cohort, staff):
    fill(cohort, 51)

    response = staff.get(PEOPLE)

    assert len(response.context["page_obj"]) == 50
    assert len(gzip.compress(response.content, 6)) < 20_000


def test_file_that_waits_is_offered(cohort, staff):
    roster = received(cohort, HEADER)

    assert f'<a href="{PEOPLE}import/{roster.pk}/">people.csv</a>' in text_of(staff.get(PEOPLE))


@pytest.mark.parametrize(
    "form, start, content_type",
    [
        ("csv", b"\xef\xbb\xbfE-mail,Name", "text/csv; charset=utf-8"),
        ("xlsx", b"PK", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_export_is_a_file_that_stays_out_of_caches(cohort, staff, form, start, content_type):
    response = staff.post(f"{PEOPLE}export/{form}/")

    assert response.content.startswith(start)
    assert (response["Content-Type"], response["Content-Disposition"], response["Cache-Control"]) == (
        content_type,
        f'attachment; filename="2026-a.{form}"',
        "private, no-store",
    )
    assert LearningEvent.objects.get().verb == "cohort.exported"


def test_export_by_get_leads_to_the_list_and_tells_nothing(cohort, staff):
    response = staff.get(f"{PEOPLE}export/csv/")

    assert (response.status_code, response["Location"]) == (302, PEOPLE)
    assert not LearningEvent.objects.exists()


def test_export_in_another_form_does_not_exist(cohort, staff):
    assert staff.post(f"{PEOPLE}export/pdf/").status_code == 404


def teacher(cohort, role=Role.INSTRUCTOR, kind=TeachingRole.Kind.INSTRUCTOR):
    user = make_staff(role)
    TeachingRole.objects.create(cohort=cohort, user=user, kind=kind)
    return user


def test_instructor_sees_and_exports_the_own_cohort_only(cohort, client_of):
    make_enrolment(cohort, make_user("a@x.org", "Ana"))
    make_cohort(cohort.edition, "2026-b")
    browser = client_of(teacher(cohort))

    page = text_of(browser.get(PEOPLE))

    assert ("a@x.org" in page, "Download CSV" in page, "Enrol people" in page) == (True, True, False)
    assert browser.post(f"{PEOPLE}export/csv/").status_code == 200
    assert [browser.get(f"/staff/cohorts/{code}/people/").status_code for code in ("2026-b", "2026-x")] == [
        403,
        403,
    ]
    assert browser.get(f"{PEOPLE}import/").status_code == 403


def test_tutor_sees_names_of_the_own_cohort_without_addresses(cohort, client_of):
    make_enrolment(cohort, make_user("a@x.org", "Ana"))
    browser = client_of(teacher(cohort, Role.TUTOR, TeachingRole.Kind.TUTOR))

    page = text_of(browser.get(PEOPLE))

    assert ("Ana" in page, "a@x.org" in page, "Download" in page) == (True, False, False)
    assert browser.post(f"{PEOPLE}export/csv/").status_code == 403


def test_registrar_exports_and_does_not_enrol(cohort, client_of):
    browser = client_of(make_staff(Role.REGISTRAR))

    assert browser.get(PEOPLE).status_code == 200
    assert browser.post(f"{PEOPLE}export/csv/").status_code == 200
    assert browser.get(f"{PEOPLE}import/").status_code == 403


def test_learner_and_stranger(cohort, client_of):
    learner = client_of(make_enrolment(cohort).user)

    assert learner.get(PEOPLE).status_code == 404
    assert Client().get(PEOPLE)["Location"] == f"/account/login/?next={PEOPLE}"
