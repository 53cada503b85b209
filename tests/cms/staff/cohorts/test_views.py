from datetime import timedelta

import pytest
import time_machine

from cms.accounts.roles import Role
from courses.cohorts.models import Cohort
from courses.editions.plan import plan_of
from learners.events.models import LearningEvent
from tests.factories.people import make_enrolment, make_staff, make_user
from tests.factories.programme import FROZEN_AT, make_cohort, make_small_programme

pytestmark = pytest.mark.django_db
NEW = {
    "title": "Autumn 2026",
    "code": "2026-C",
    "starts_on": "2026-09-07",
    "time_zone": "Africa/Nairobi",
    "capacity": "30",
}


@pytest.fixture(autouse=True)
def _before_the_start():
    with time_machine.travel(FROZEN_AT + timedelta(days=1), tick=False):
        yield


@pytest.fixture
def cohort():
    return make_small_programme()


@pytest.fixture
def office(client):
    client.force_login(make_staff(Role.ADMINISTRATOR))
    return client


def test_a_cohort_is_created_and_published(office, cohort):
    response = office.post("/staff/cohorts/new/", NEW | {"edition": str(cohort.edition_id)})
    made = Cohort.objects.get(code="2026-c")
    page = office.get("/staff/cohorts/2026-c/").content.decode()
    office.post("/staff/cohorts/2026-c/publish/")

    assert response["Location"] == "/staff/cohorts/2026-c/"
    assert (made.capacity, made.published_at) == (30, None)
    assert "The dates are not published" in page
    assert Cohort.objects.get(code="2026-c").published_at is not None


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"starts_on": "2026-09-08"}, "A cohort starts on a Monday. 2026-09-08 is another day."),
        ({"starts_on": "soon"}, "Enter a day such as 2027-03-01."),
        ({"starts_on": "2026-01-05"}, "The start must be in the future. 2026-01-05 is past."),
        ({"time_zone": "Mars"}, "There is no time zone “Mars”. Use a name such as Africa/Nairobi."),
        ({"code": "2026-a"}, "There is a cohort 2026-a already. Choose another code."),
        ({"code": "new"}, "Choose another code: “new” is an address of this site."),
        ({"capacity": "none"}, "Enter a number of places between 1 and 5000."),
        ({"edition": ""}, "Choose an edition. Without one there is nothing to study."),
    ],
)
def test_a_bad_cohort_is_refused_and_the_form_keeps_what_was_written(office, cohort, changed, says):
    response = office.post("/staff/cohorts/new/", NEW | {"edition": str(cohort.edition_id)} | changed)

    page = response.content.decode()
    assert response.status_code == 422
    assert says in page
    assert 'value="Autumn 2026"' in page
    assert Cohort.objects.count() == 1


def test_the_schedule_shows_every_week_and_its_dates(office, cohort):
    page = office.get("/staff/cohorts/2026-a/").content.decode()

    assert "Quiz Q1" in page
    assert "Due Monday 16 March 2026, 11:59 (UTC)" in page
    assert page.count('<th scope="row">') == 26


def test_a_later_cohort_is_compared_with_the_one_before(office, cohort):
    make_cohort(cohort.edition, "2026-b", starts_on=cohort.starts_on + timedelta(weeks=20))

    page = office.get("/staff/cohorts/2026-b/").content.decode()

    assert "Compared with cohort 2026-a" in page
    assert "Every work is due on the same day of the programme." in page


def test_a_holiday_comes_and_goes(office, cohort):
    office.post(
        "/staff/cohorts/2026-a/holidays/", {"holiday-title": "Feast", "holiday-first_on": "2026-03-15"}
    )
    with_it = office.get("/staff/cohorts/2026-a/").content.decode()
    office.post("/staff/cohorts/2026-a/holidays/remove/", {"first_on": "2026-03-15"})

    assert "Due Tuesday 17 March 2026, 11:59 (UTC)" in with_it
    assert Cohort.objects.get().holidays == []


def test_a_bad_holiday_is_refused(office, cohort):
    response = office.post(
        "/staff/cohorts/2026-a/holidays/",
        {"holiday-title": "Feast", "holiday-first_on": "2026-03-15", "holiday-last_on": "2026-03-01"},
    )

    assert response.status_code == 422
    assert "The last day is before the first day." in response.content.decode()


def test_an_unknown_holiday_cannot_be_removed(office, cohort):
    assert office.post("/staff/cohorts/2026-a/holidays/remove/", {"first_on": "x"}).status_code == 404


def test_dates_of_its_own_are_set_told_and_taken_back(office, cohort):
    make_enrolment(cohort)
    office.post("/staff/cohorts/2026-a/dates/Q1/", {"due_on": "2026-04-01", "reason": "A strike."})
    page = office.get("/staff/cohorts/2026-a/dates/Q1/").content.decode()
    office.post("/staff/cohorts/2026-a/dates/Q1/rule/")

    assert "Your cohort has a date of its own: A strike." in page
    assert not cohort.date_overrides.exists()
    assert LearningEvent.objects.filter(verb="schedule.changed").count() == 2


def test_an_hour_that_the_clocks_skip_is_named(office, cohort):
    Cohort.objects.update(time_zone="Europe/Berlin")

    response = office.post(
        "/staff/cohorts/2026-a/dates/Q1/",
        {"due_on": "2026-03-29", "due_time": "02:30", "reason": "Night work."},
        follow=True,
    )

    assert "02:30 does not exist on that day in Europe/Berlin" in response.content.decode()


def test_bad_dates_are_refused(office, cohort):
    response = office.post("/staff/cohorts/2026-a/dates/Q1/", {"due_on": "2026-01-01", "reason": "x"})

    assert response.status_code == 422
    assert "The due date must be in the future." in response.content.decode()


@pytest.mark.parametrize("address", ["2026-x/", "2026-a/dates/Q9/"])
def test_what_is_not_there_is_not_found(office, cohort, address):
    assert office.get(f"/staff/cohorts/{address}").status_code == 404


def test_opening_the_address_of_a_deed_changes_nothing(office, cohort):
    Cohort.objects.update(published_at=None)

    response = office.get("/staff/cohorts/2026-a/publish/")

    assert response["Location"] == "/staff/cohorts/2026-a/"
    assert Cohort.objects.get().published_at is None


@pytest.mark.parametrize("role", [Role.INSTRUCTOR, Role.TUTOR, Role.REGISTRAR])
def test_others_are_refused_with_who_may(client, cohort, role):
    client.force_login(make_staff(role))

    response = client.get("/staff/cohorts/2026-a/")

    assert response.status_code == 403
    assert "Programme administrators" in response.content.decode()


@pytest.mark.parametrize("cohorts", [1, 3])
def test_the_lists_cost_the_same_for_one_and_for_three(
    office, cohort, cohorts, django_assert_max_num_queries
):
    for number in range(cohorts):
        other = make_cohort(cohort.edition, f"c{number}")
        make_enrolment(other, make_user(f"l{number}@demo.example", f"Demo learner {number:02d}"))
    plan_of(cohort.edition_id)

    with django_assert_max_num_queries(12):
        office.get("/staff/cohorts/")
    with django_assert_max_num_queries(18):
        office.get("/staff/cohorts/2026-a/")


def test_the_start_of_an_unpublished_cohort_moves_with_all_its_dates(office, cohort):
    Cohort.objects.update(published_at=None)

    office.post("/staff/cohorts/2026-a/start/", {"start-starts_on": "2026-03-09"})

    assert "Due Monday 23 March 2026, 11:59 (UTC)" in office.get("/staff/cohorts/2026-a/").content.decode()


@pytest.mark.parametrize(
    ("published", "day", "says"),
    [
        (None, "2026-03-10", "A cohort starts on a Monday. 2026-03-10 is another day."),
        (
            FROZEN_AT,
            "2026-03-09",
            "The dates are published, so the start stays. Change single dates instead.",
        ),
    ],
)
def test_a_start_that_cannot_be_is_refused(office, cohort, published, day, says):
    Cohort.objects.update(published_at=published)

    response = office.post("/staff/cohorts/2026-a/start/", {"start-starts_on": day})

    assert response.status_code == 422
    assert says in response.content.decode()
    assert Cohort.objects.get().starts_on == cohort.starts_on


def test_the_room_is_kept_and_a_wrong_address_is_refused(office, cohort):
    kept = office.post("/staff/cohorts/2026-a/room/", {"room-room_url": "https://forum.example/a"})
    refused = office.post("/staff/cohorts/2026-a/room/", {"room-room_url": "javascript:alert(1)"})
    room = Cohort.objects.get(code="2026-a").room_url
    office.post("/staff/cohorts/2026-a/room/", {"room-room_url": ""})

    assert kept["Location"] == "/staff/cohorts/2026-a/"
    assert (refused.status_code, room) == (422, "https://forum.example/a")
    assert "Enter an address such as https://forum.example/2027-a." in refused.content.decode()
    assert Cohort.objects.get(code="2026-a").room_url == ""


def test_more_places_are_offered_to_the_waiting_list(office, cohort):
    response = office.post("/staff/cohorts/2026-a/places/", {"places-capacity": "80"}, follow=True)

    assert "The cohort has 80 places now." in response.content.decode()
    assert Cohort.objects.get(code="2026-a").capacity == 80
    assert LearningEvent.objects.values_list("verb", "data").get() == (
        "cohort.places_changed",
        {"cohort": cohort.pk, "from": 60, "to": 80},
    )


@pytest.mark.parametrize(
    ("capacity", "says"),
    [
        ("1", "2 places are taken or offered. Enter at least 2."),
        ("0", "Enter a number of places between 1 and 5000."),
        ("many", "Enter a number of places between 1 and 5000."),
    ],
)
def test_places_that_cannot_be_are_refused(office, cohort, capacity, says):
    for number in (1, 2):
        make_enrolment(cohort, make_user(f"p{number}@demo.example"))

    response = office.post("/staff/cohorts/2026-a/places/", {"places-capacity": capacity})

    assert (response.status_code, Cohort.objects.get(code="2026-a").capacity) == (422, 60)
    assert says in response.content.decode()
