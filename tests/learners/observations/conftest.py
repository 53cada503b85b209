import pytest

from tests.factories.works import make_programme_of_all_kinds, planned_work
from tests.learners.submissions.rows import make_learner, make_marker


@pytest.fixture
def cohort(db):
    return make_programme_of_all_kinds()


@pytest.fixture
def learner(cohort):
    return make_learner(cohort)


@pytest.fixture
def examiners(cohort):
    return [make_marker(cohort, number) for number in (1, 2)]


@pytest.fixture
def discussion(cohort):
    return planned_work(cohort, "D1")


@pytest.fixture
def defence(cohort):
    return planned_work(cohort, "CPD")
