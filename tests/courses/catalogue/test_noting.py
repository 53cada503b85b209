from datetime import UTC, datetime, timedelta

import pytest

from content.casestudies.models import CaseStudyPage
from content.resources.models import OpenResource
from courses.catalogue.models import CatalogueRecord
from courses.catalogue.noting import note_catalogue, record_of
from courses.catalogue.queries import published_records
from courses.lessons.models import LessonPage
from tests.factories.cases import make_library_case
from tests.factories.knowledge import make_reading
from tests.factories.programme import make_lesson, make_module, make_programme

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 12, 0, 0, 500, tzinfo=UTC)
NOTED = AT.replace(microsecond=0)
LATER = NOTED + timedelta(days=1)


def state() -> dict[tuple[str, str], tuple[datetime, bool]]:
    rows = CatalogueRecord.objects.order_by("pk")
    return {(row.kind, row.key): (row.changed_at, row.deleted) for row in rows}


@pytest.fixture
def three():
    make_lesson(make_module(make_programme()), brief="What it is about.")
    make_library_case("a-case", principles=(1,))
    make_reading()


def test_everything_published_is_noted_once(three):
    make_library_case("draft", live=False)

    assert (note_catalogue(at=AT), note_catalogue(at=LATER)) == (3, 0)
    assert state() == {
        ("lesson", "M01-L01"): (NOTED, False),
        ("case", "a-case"): (NOTED, False),
        ("reading", "a-report"): (NOTED, False),
    }


def test_the_kept_record_is_the_published_one(three):
    note_catalogue(at=AT)

    assert [record_of(row) for row in CatalogueRecord.objects.order_by("pk")] == list(published_records())


def test_what_says_something_else_is_new_and_nothing_else_is(three):
    note_catalogue(at=AT)
    OpenResource.objects.update(title="Another title")

    assert note_catalogue(at=LATER) == 1
    assert [key for key, (at, _gone) in state().items() if at == LATER] == [("reading", "a-report")]


def test_what_is_gone_stays_as_gone_and_may_come_back(three):
    note_catalogue(at=AT)
    CaseStudyPage.objects.get().unpublish()
    OpenResource.objects.all().delete()

    assert (note_catalogue(at=LATER), note_catalogue(at=LATER + timedelta(days=1))) == (2, 0)
    assert state()["case", "a-case"] == state()["reading", "a-report"] == (LATER, True)
    CaseStudyPage.objects.get().save_revision().publish()
    back = LATER + timedelta(days=2)
    assert note_catalogue(at=back) == 1
    assert state()["case", "a-case"] == (back, False)


def test_a_closed_lesson_tells_nothing_of_its_text(three):
    note_catalogue(at=AT)

    [row] = CatalogueRecord.objects.filter(kind="lesson")
    assert (row.facts["free"], row.facts["description"]) == (False, "What it is about.")
    assert "deputy director" not in str(row.facts)
    LessonPage.objects.update(open_access=True)
    note_catalogue(at=LATER)
    row.refresh_from_db()
    assert row.facts["free"] is True
