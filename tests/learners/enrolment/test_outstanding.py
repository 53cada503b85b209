from datetime import UTC, date, datetime

import pytest

from learners.enrolment.models import Outstanding, Settlement
from learners.enrolment.outstanding import (
    UnableToSettle,
    enter_outstanding,
    open_outstanding,
    outstanding_of,
    settle,
)
from learners.events.models import LearningEvent
from tests.factories.people import make_enrolment, make_user
from tests.factories.programme import make_small_programme

pytestmark = pytest.mark.django_db
AT = datetime(2026, 9, 1, 12, tzinfo=UTC)
SINCE, PAID = date(2026, 8, 1), date(2026, 8, 20)


@pytest.fixture
def enrolment():
    return make_enrolment(make_small_programme())


@pytest.fixture
def office():
    return make_user("office@demo.example", "Demo office")


def owe(enrolment, by, **words):
    return enter_outstanding(
        enrolment, **({"kind": "fee", "what": "Fee, 2nd half", "since_on": SINCE} | words), by=by, at=AT
    )


def test_owed_until_settled(enrolment, office):
    owed = owe(enrolment, office)
    assert open_outstanding([enrolment]) == {enrolment.pk: [owed]}

    settlement = settle(owed, settled_on=PAID, note="Receipt 7", by=office, at=AT)

    assert (settlement.settled_on, settlement.note, settlement.entered_by) == (PAID, "Receipt 7", office)
    assert open_outstanding([enrolment]) == {enrolment.pk: []}
    assert outstanding_of(enrolment) == [owed]
    verbs = LearningEvent.objects.order_by("pk").values_list("verb", "by", "data__what")
    assert list(verbs) == [
        ("outstanding.entered", office.pk, "Fee, 2nd half"),
        ("outstanding.settled", office.pk, "Fee, 2nd half"),
    ]


def test_open_ones_come_first(enrolment, office):
    settled, still_open = owe(enrolment, office), owe(enrolment, office, kind="document", what="Diploma")
    settle(settled, settled_on=PAID, note="Receipt 7", by=office, at=AT)

    assert outstanding_of(enrolment) == [still_open, settled]


def test_settled_twice_keeps_the_first(enrolment, office):
    owed = owe(enrolment, office)
    first = settle(owed, settled_on=PAID, note="Receipt 7", by=office, at=AT)

    assert settle(owed, settled_on=AT.date(), note="Receipt 8", by=office, at=AT) == first
    assert Settlement.objects.get().note == "Receipt 7"


@pytest.mark.parametrize(
    "words, says", [({"what": " "}, "Say what"), ({"since_on": date(2026, 9, 2)}, "future")]
)
def test_what_cannot_be_entered(enrolment, office, words, says):
    with pytest.raises(UnableToSettle, match=says):
        owe(enrolment, office, **words)
    assert not Outstanding.objects.exists()


@pytest.mark.parametrize(
    "words, says",
    [
        ({"note": " "}, "Say how"),
        ({"settled_on": date(2026, 7, 31)}, "between the day it was due and today"),
        ({"settled_on": date(2026, 9, 2)}, "between the day it was due and today"),
    ],
)
def test_what_cannot_be_settled(enrolment, office, words, says):
    owed = owe(enrolment, office)

    with pytest.raises(UnableToSettle, match=says):
        settle(owed, **({"settled_on": PAID, "note": "Receipt 7"} | words), by=office, at=AT)
    assert not Settlement.objects.exists()


def test_nobody_decides_on_the_own_fees(enrolment, office):
    with pytest.raises(UnableToSettle, match="own fees"):
        owe(enrolment, enrolment.user)
    with pytest.raises(UnableToSettle, match="own fees"):
        settle(owe(enrolment, office), settled_on=PAID, note="Paid", by=enrolment.user, at=AT)
