import pytest

from courses.cohorts.models import Cohort
from learners.credentials.models import Certificate
from learners.credentials.signing import make_signing_key
from learners.opendata.indicators import Figure, indicators
from tests.factories.cases import make_library_case
from tests.factories.knowledge import make_reading
from tests.factories.people import make_enrolment, make_user
from tests.factories.programme import make_small_programme
from tests.learners.credentials.rows import AT, make_certificate, make_eligible

pytestmark = pytest.mark.django_db


def people(name: str) -> dict[str, int | None]:
    return {each.of: each.value for each in indicators() if each.indicator == name}


def enrol(cohort: Cohort, count: int) -> None:
    for number in range(count):
        make_enrolment(cohort, make_user(f"more.{number}@demo.example"))


def test_what_is_published_is_counted():
    make_library_case("one", principles=(1, 3))
    make_library_case("two", principles=(3,), region="Asia", outcome="failure")
    make_library_case("draft", principles=(3,), live=False)
    make_reading()

    assert indicators() == [
        Figure("lessons_published", "", 0, "lessons"),
        Figure("cases_published", "", 2, "cases"),
        Figure("cases_published", "P1", 1, "cases"),
        Figure("cases_published", "P3", 2, "cases"),
        Figure("cases_published", "failure", 1, "cases"),
        Figure("cases_published", "success", 1, "cases"),
        Figure("cases_published", "Africa", 1, "cases"),
        Figure("cases_published", "Asia", 1, "cases"),
        Figure("readings_published", "", 1, "readings"),
    ]


@pytest.mark.parametrize("count, told", [(4, None), (5, 5)])
def test_fewer_than_five_people_are_not_told(count, told):
    cohort = make_small_programme()
    enrol(cohort, count)

    assert people("learners_enrolled") == {"2026-a": told}


def test_the_people_of_a_demonstration_are_not_counted():
    cohort = make_small_programme()
    enrol(cohort, 6)
    Cohort.objects.update(demo=True)

    assert people("learners_enrolled") == {}


@pytest.mark.parametrize("enrolled, awarded, told", [(10, 5, 5), (9, 5, None), (10, 4, None), (5, 5, 5)])
def test_certificates_are_told_when_neither_side_is_small(settings, tmp_path, enrolled, awarded, told):
    settings.KEYS_FOLDER = tmp_path
    make_signing_key(at=AT)
    cohort = make_small_programme()
    for number in range(awarded):
        make_certificate(make_eligible(cohort, f"Demo learner {number:02d}"))
    enrol(cohort, enrolled - awarded)

    assert people("certificates_valid") == {"2026-a": told}
    assert people("learners_enrolled") == {"2026-a": enrolled}


def test_a_revoked_certificate_does_not_count(settings, tmp_path):
    settings.KEYS_FOLDER = tmp_path
    make_signing_key(at=AT)
    cohort = make_small_programme()
    for number in range(6):
        make_certificate(make_eligible(cohort, f"Demo learner {number:02d}"))
    first = Certificate.objects.first()
    Certificate.objects.update(revoked_at=AT, revoked_by=first.issued_by, revoked_reason="A doubt.")

    assert people("certificates_valid") == {"2026-a": 0}
