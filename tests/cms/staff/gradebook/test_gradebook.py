import csv
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from cms.accounts.roles import Role
from courses.cohorts.models import TeachingRole
from courses.editions.models import EditionActivity
from courses.editions.plan import plan_of
from learners.events.models import LearningEvent
from learners.grades.withholding import withhold
from tests.factories.people import make_enrolment, make_staff, make_user
from tests.learners.credentials.rows import AT, administrator, grade

pytestmark = pytest.mark.django_db
HEAD = ["Name", "E-mail", "State", "QZ", "Overall", "Works with a mark", "Works", "Marks"]


@pytest.fixture
def teacher(cohort, client_of):
    user = make_staff(Role.INSTRUCTOR)
    TeachingRole.objects.create(cohort=cohort, user=user, kind=TeachingRole.Kind.INSTRUCTOR)
    return client_of(user)


def learner(cohort, number, points=None):
    enrolment = make_enrolment(cohort, make_user(f"l{number}@demo.example", f"Demo learner {number:02d}"))
    if points is not None:
        grade(enrolment, points)
    return enrolment


def quiz_of(cohort):
    return plan_of(cohort.edition_id).activity("Q1").activity_id


def shown(response):
    return [
        (row.enrolment.user.name, row.result.overall, row.standing.value)
        for row in response.context["page_obj"]
    ]


def test_each_learner_has_a_row_with_the_marks(cohort, teacher):
    learner(cohort, 1, 80)
    learner(cohort, 2, 30)
    learner(cohort, 3)

    page = teacher.get("/staff/gradebook/2026-a/")

    assert shown(page) == [
        ("Demo learner 01", 80, "reached"),
        ("Demo learner 02", 30, "below"),
        ("Demo learner 03", 0, "open"),
    ]


@pytest.mark.parametrize(
    "query, names",
    [
        ("marks=below", ["Demo learner 02"]),
        ("marks=open", ["Demo learner 03"]),
        ("marks=withheld", ["Demo learner 01"]),
        ("name=02", ["Demo learner 02"]),
        ("name=01&marks=below", []),
        ("marks=nonsense", ["Demo learner 01", "Demo learner 02", "Demo learner 03"]),
    ],
)
def test_filters(cohort, teacher, query, names):
    first = learner(cohort, 1, 80)
    learner(cohort, 2, 30)
    learner(cohort, 3)
    withhold(first, quiz_of(cohort), reason="A question is open", by=administrator(), at=AT)

    page = teacher.get(f"/staff/gradebook/2026-a/?{query}")

    assert [row.enrolment.user.name for row in page.context["page_obj"]] == names


def make_it_work_of_people(cohort):
    activity = EditionActivity.objects.get(edition=cohort.edition, activity=quiz_of(cohort)).activity
    activity.kind = "assignment"
    activity.save()
    plan_of.cache_clear()


def test_unreleased_marks_are_for_those_who_teach(cohort, teacher, first):
    learner(cohort, 1, 80)
    make_it_work_of_people(cohort)

    taught, office = teacher.get("/staff/gradebook/2026-a/"), first.get("/staff/gradebook/2026-a/")

    assert (shown(taught), shown(office)) == (
        [("Demo learner 01", 80, "reached")],
        [("Demo learner 01", 0, "open")],
    )
    assert "Released marks only" in office.content.decode()


def test_csv_tells_marks_as_numbers_and_names_as_text(cohort, teacher):
    make_enrolment(cohort, make_user("f@demo.example", "=HYPERLINK(1)"))
    learner(cohort, 1, 66)

    response = teacher.post("/staff/gradebook/2026-a/export/csv/")

    rows = list(csv.reader(StringIO(response.content.decode("utf-8-sig"))))
    assert rows == [
        HEAD,
        ["'=HYPERLINK(1)", "f@demo.example", "Studying", "", "", "0", "1", "Marks are missing"],
        ["Demo learner 01", "l1@demo.example", "Studying", "66.0", "66", "1", "1", "All minimums reached"],
    ]
    assert response["Content-Disposition"] == 'attachment; filename="2026-a-marks.csv"'


def test_xlsx_holds_no_formula(cohort, teacher):
    make_enrolment(cohort, make_user("f@demo.example", "=HYPERLINK(1)"))
    learner(cohort, 1, 66)

    response = teacher.post("/staff/gradebook/2026-a/export/xlsx/")

    sheet = load_workbook(BytesIO(response.content)).active
    cells = [[(cell.value, cell.data_type) for cell in row][:5] for row in sheet.iter_rows(min_row=2)]
    assert cells == [
        [("=HYPERLINK(1)", "s"), ("f@demo.example", "s"), ("Studying", "s"), (None, "n"), (None, "n")],
        [("Demo learner 01", "s"), ("l1@demo.example", "s"), ("Studying", "s"), (66, "n"), (66, "n")],
    ]


def test_export_is_an_event_and_stands_in_the_log(cohort, teacher):
    teacher.post("/staff/gradebook/2026-a/export/csv/")

    event, entry = LearningEvent.objects.get(verb="gradebook.exported"), ModelLogEntry.objects.get()
    told = {"cohort": "2026-a", "form": "csv", "unreleased": True}
    assert (event.data, entry.action, entry.data) == (told, "campus.gradebook_exported", told)


def test_unknown_form_of_file_is_not_there_and_a_get_leads_back(cohort, teacher):
    assert teacher.post("/staff/gradebook/2026-a/export/pdf/").status_code == 404
    assert teacher.get("/staff/gradebook/2026-a/export/csv/")["Location"] == "/staff/gradebook/2026-a/"


def test_list_of_cohorts_holds_those_that_one_may_read(cohort, teacher, client_of):
    stranger = client_of(make_staff(Role.TUTOR))

    assert [each.code for each in teacher.get("/staff/gradebook/").context["cohorts"]] == ["2026-a"]
    assert stranger.get("/staff/gradebook/").context["cohorts"] == []
    assert stranger.get("/staff/gradebook/2026-a/").status_code == 403


@pytest.mark.parametrize("query", ["", "?marks=reached"])
@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_for_one_and_for_three(
    cohort, teacher, count, query, django_assert_max_num_queries
):
    for number in range(count):
        learner(cohort, number, 80)
    teacher.get("/staff/gradebook/2026-a/")

    with django_assert_max_num_queries(10):
        page = teacher.get(f"/staff/gradebook/2026-a/{query}")

    assert len(page.context["page_obj"]) == count
    assert page.context["book"].columns[0].mark == Decimal(0)
