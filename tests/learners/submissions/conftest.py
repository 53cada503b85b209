import pytest

from tests.factories.works import make_programme_with_works, planned_work
from tests.learners.submissions.rows import make_learner


@pytest.fixture(autouse=True)
def _private_files(settings, tmp_path):
    settings.DATA_FOLDER = tmp_path


@pytest.fixture
def cohort(db):
    return make_programme_with_works()


@pytest.fixture
def learner(cohort):
    return make_learner(cohort)


@pytest.fixture
def planned(cohort):
    return planned_work(cohort)
