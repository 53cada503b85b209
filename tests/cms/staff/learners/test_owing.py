import pytest

from learners.enrolment.models import Outstanding, Settlement
from tests.factories.people import make_enrolment
from tests.factories.programme import make_small_programme

pytestmark = pytest.mark.django_db
FEE = {"owed-kind": "fee", "owed-what": "Fee, 2nd half", "owed-since_on": "2026-03-02"}


@pytest.fixture
def page():
    return f"/staff/learners/{make_enrolment(make_small_programme()).pk}/"


def test_entered_and_settled_on_the_record(page, second):
    second.post(f"{page}outstanding/", FEE)
    owed = Outstanding.objects.get()
    assert "Fee: Fee, 2nd half" in second.get(page).content.decode()

    refused = second.post(f"{page}outstanding/{owed.pk}/settle/", {"note": "", "settled_on": "2026-03-04"})
    assert refused.status_code == 422
    assert "Say how it was settled" in refused.content.decode()
    second.post(f"{page}outstanding/{owed.pk}/settle/", {"note": "Receipt 7", "settled_on": "2026-03-04"})

    assert Settlement.objects.get().note == "Receipt 7"
    assert "Receipt 7" in second.get(page).content.decode()


def test_without_words_nothing_is_entered(page, second):
    refused = second.post(f"{page}outstanding/", FEE | {"owed-what": " "})

    assert refused.status_code == 422
    assert not Outstanding.objects.exists()
