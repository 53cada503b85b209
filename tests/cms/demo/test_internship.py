from datetime import UTC, datetime

import pytest

from cms.demo.internship import load_demo_internships
from learners.placements.counting import in_hours
from learners.placements.models import Host, HostOffer, Placement
from learners.placements.standing import facts_for, sums_in
from tests.factories.internship import make_internship_programme
from tests.factories.people import make_enrolment, make_user
from tests.factories.programme import make_small_programme

pytestmark = pytest.mark.django_db
AT = datetime(2026, 5, 20, 12, tzinfo=UTC)


class Staff:
    def __init__(self):
        self.instructor = make_user("instructor@demo.example", "Demo instructor")
        self.administrator = make_user("administrator@demo.example", "Demo administrator")


def learners(cohort):
    return [
        make_enrolment(cohort, make_user(f"l{number}@demo.example", f"Demo learner 0{number}"))
        for number in (1, 2)
    ]


@pytest.mark.parametrize("day", range(18, 25))
def test_one_placement_is_in_the_middle_of_its_hours_on_any_day_of_the_week(settings, tmp_path, day):
    settings.DATA_FOLDER = tmp_path
    cohort = make_internship_programme()
    enrolments = learners(cohort)
    at = AT.replace(day=day)

    placement = load_demo_internships(cohort, enrolments, Staff(), at=at)

    sums = sums_in(facts_for(enrolments[0]), at=at)
    assert placement.internship.enrolment == enrolments[0]
    assert [in_hours(each) for each in (sums.counted, sums.queried, sums.waiting)] == ["35", "7", "14"]
    assert list(Placement.objects.order_by("pk").values_list("state", flat=True)) == ["running", "proposed"]
    assert all(name.startswith("Demo ") for name in Host.objects.values_list("name", flat=True))
    assert HostOffer.objects.count() == 1


def test_an_edition_without_an_internship_has_none():
    cohort = make_small_programme()

    assert load_demo_internships(cohort, learners(cohort), Staff(), at=AT) is None
