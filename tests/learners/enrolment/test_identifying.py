import pytest

from learners.enrolment.identifying import UnableToIdentify, verify_identity
from learners.enrolment.models import Enrolment
from learners.events.models import LearningEvent
from tests.factories.people import make_enrolment, make_user
from tests.factories.programme import IN_WEEK_1, make_small_programme

pytestmark = pytest.mark.django_db
AT = IN_WEEK_1


@pytest.fixture
def enrolment():
    enrolment = make_enrolment(make_small_programme())
    Enrolment.objects.update(identity_verified_at=None, identity_verified_by=None)
    enrolment.refresh_from_db()
    return enrolment


@pytest.fixture
def office():
    return make_user("pa@demo.example", "Demo administrator")


def test_it_is_written_who_has_seen_what(enrolment, office):
    verify_identity(enrolment, seen=" Passport, in a call. ", by=office, at=AT)

    enrolment.refresh_from_db()
    event = LearningEvent.objects.get(verb="enrolment.identified")
    assert (enrolment.identity_verified_at, enrolment.identity_verified_by) == (AT, office)
    assert (event.enrolment, event.by, event.data) == (enrolment, office, {"seen": "Passport, in a call."})


def test_verified_twice_is_verified_once(enrolment, office):
    verify_identity(enrolment, seen="Passport", by=office, at=AT)
    again = verify_identity(enrolment, seen="", by=make_user("other@demo.example", "Other"), at=AT)

    assert again.identity_verified_by == office
    assert LearningEvent.objects.filter(verb="enrolment.identified").count() == 1


def test_nobody_verifies_the_own_identity(enrolment):
    with pytest.raises(UnableToIdentify, match="Nobody verifies the own identity"):
        verify_identity(enrolment, seen="Passport", by=enrolment.user, at=AT)


def test_what_was_seen_must_be_written(enrolment, office):
    with pytest.raises(UnableToIdentify, match="Write which document you have seen"):
        verify_identity(enrolment, seen="  ", by=office, at=AT)
