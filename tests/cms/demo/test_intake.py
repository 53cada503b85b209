from collections import Counter

import pytest
from django.utils.timezone import now

from cms.accounts.syncing import sync_roles
from cms.demo.intake import demo_pdf, load_demo_intake
from content.base.uploads import inspect
from learners.admissions.models import Application
from learners.events.models import LearningEvent
from tests.factories.programme import make_small_programme
from tests.learners.admissions.rows import administrator


@pytest.fixture
def first(db, settings, tmp_path):
    settings.DATA_FOLDER = tmp_path
    sync_roles()
    administrator()
    return make_small_programme()


def test_demo_applications_stand_in_many_states(first):
    intake = load_demo_intake(first, hashed="x", at=now())

    states = Counter(intake.applications.values_list("state", flat=True))
    assert states == {
        "draft": 1,
        "submitted": 2,
        "under_review": 3,
        "interview": 1,
        "accepted": 1,
        "waitlisted": 2,
        "rejected": 1,
        "incomplete": 1,
        "enrolled": 1,
    }


def test_loading_twice_changes_nothing(first):
    once = load_demo_intake(first, hashed="x", at=now())
    before = list(Application.objects.order_by("pk").values()), LearningEvent.objects.count()

    again = load_demo_intake(first, hashed="x", at=now())

    after = list(Application.objects.order_by("pk").values()), LearningEvent.objects.count()
    assert (again, after) == (once, before)


def test_demo_document_is_a_pdf():
    assert inspect(demo_pdf("Demo applicant 01: cv")).content_type == "application/pdf"
