import threading
from datetime import timedelta
from functools import partial

import pytest
from django.core import mail
from django.db import connection

from courses.cohorts.models import TeachingRole
from courses.cohorts.staffing import UnableToStaff
from learners.enrolment.appointing import appoint
from learners.enrolment.enrolling import UnableToEnrol, enrol, hold_place
from learners.enrolment.models import Enrolment, HeldPlace
from learners.enrolment.moving import UnableToMove, transfer
from learners.enrolment.queries import team_history
from learners.events.delivering import deliver_all_open
from learners.events.models import LearningEvent
from tests.conftest import make_wagtail_root
from tests.factories.people import make_enrolment, make_user
from tests.factories.programme import IN_WEEK_1, make_cohort, make_small_programme
from tests.factories.works import teach

pytestmark = pytest.mark.django_db
AT = IN_WEEK_1


@pytest.fixture
def cohort():
    return make_small_programme()


@pytest.fixture
def office():
    return make_user("pa@demo.example", "Demo administrator")


@pytest.fixture
def person():
    return make_user("t@demo.example", "Demo tutor")


def test_an_appointment_is_an_event_and_a_mail(cohort, person, office, settings):
    settings.SITE_ADDRESS, settings.SITE_NAME = "https://campus.example.org", "Campus"

    role = appoint(cohort, person, kind="tutor", module_code="M01", by=office, at=AT)

    event = LearningEvent.objects.get()
    assert (event.verb, event.by, event.at) == ("team.joined", office, AT)
    assert event.data == {"cohort": cohort.pk, "user": person.pk, "kind": "tutor", "module": "M01"}
    assert (role.cohort, role.user, role.kind, role.module_code) == (cohort, person, "tutor", "M01")
    deliver_all_open(at=AT)
    [message] = mail.outbox
    assert (message.to, message.subject) == (["t@demo.example"], "You teach in Spring")
    assert message.body.splitlines()[2:6] == [
        "you are in the team of Spring. Your role: Tutor, module M01. The first day is Monday 2 March 2026.",
        "",
        "Sign in with this e-mail address. We send you a code, so you need no password:",
        "https://campus.example.org/staff/",
    ]


@pytest.mark.parametrize("state", ["active", "interrupted", "completed"])
def test_a_learner_of_the_cohort_does_not_teach_in_it(cohort, office, state):
    learner = make_enrolment(cohort, state=state).user

    with pytest.raises(UnableToStaff) as refusal:
        appoint(cohort, learner, kind="tutor", module_code="", by=office, at=AT)

    assert str(refusal.value) == (
        "Demo learner 07 learns in cohort 2026-a or has an offer for it, so cannot teach in it."
    )
    assert (TeachingRole.objects.count(), LearningEvent.objects.count()) == (0, 0)


def test_somebody_with_an_offer_neither(cohort, person, office):
    hold_place(person, cohort, until=AT + timedelta(days=7))

    with pytest.raises(UnableToStaff):
        appoint(cohort, person, kind="tutor", module_code="", by=office, at=AT)


def test_who_learned_elsewhere_or_left_may(cohort, office):
    elsewhere = make_enrolment(make_cohort(cohort.edition, "2026-b")).user
    left = make_enrolment(cohort, make_user("l@x.org", "Lu"), state="withdrawn").user

    for user in (elsewhere, left):
        appoint(cohort, user, kind="marker", module_code="", by=office, at=AT)

    assert set(TeachingRole.objects.values_list("user_id", flat=True)) == {elsewhere.pk, left.pk}


def test_who_teaches_does_not_come_in_as_a_learner(cohort, person, office):
    other = make_enrolment(make_cohort(cohort.edition, "2026-b"), person)
    teach(cohort, person, "tutor")

    with pytest.raises(UnableToEnrol, match="This person teaches in cohort 2026-a"):
        enrol(person, cohort, by=office, at=AT)
    with pytest.raises(UnableToEnrol, match="This person teaches in cohort 2026-a"):
        hold_place(person, cohort, until=AT)
    with pytest.raises(UnableToMove, match="This person teaches in cohort 2026-a"):
        transfer(other, cohort, reason="Family.", by=office, at=AT)

    assert (Enrolment.objects.filter(cohort=cohort).count(), HeldPlace.objects.count()) == (0, 0)


def test_history_is_of_the_one_cohort(cohort, person, office):
    other = make_cohort(cohort.edition, "2026-b")
    for each, hours in ((cohort, 0), (other, 1)):
        appoint(each, person, kind="tutor", module_code="", by=office, at=AT + timedelta(hours=hours))
    appoint(cohort, person, kind="marker", module_code="", by=office, at=AT + timedelta(hours=2))

    assert [event.data["kind"] for event in team_history(cohort)] == ["marker", "tutor"]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_an_enrolment_and_an_appointment_at_once_one_is_made():
    if connection.vendor != "postgresql":
        pytest.skip("needs the row locks of PostgreSQL")
    make_wagtail_root()  # an earlier test without rollback has emptied the tables
    cohort, office = make_small_programme(), make_user("pa@demo.example", "Demo administrator")
    people = [make_user(f"p{number}@demo.example", f"Demo learner {number:02d}") for number in range(6)]
    refused = []

    def act(deed):
        try:
            deed()
        except (UnableToEnrol, UnableToStaff) as refusal:
            refused.append(str(refusal))
        finally:
            connection.close()

    deeds = []
    for person in people:
        deeds += [
            partial(enrol, person, cohort, by=office, at=AT),
            partial(appoint, cohort, person, kind="tutor", module_code="", by=office, at=AT),
        ]
    threads = [threading.Thread(target=act, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    learn = set(Enrolment.objects.values_list("user", flat=True))
    teach_too = set(TeachingRole.objects.filter(user__in=people).values_list("user", flat=True))
    assert learn | teach_too == {person.pk for person in people}
    assert (learn & teach_too, len(refused)) == (set(), 6)
