from datetime import timedelta

import pytest
import time_machine

from learners.selfassessment.assessing import save_sheet, start_assessment
from learners.selfassessment.inviting import invite, send_answers, take_back
from learners.selfassessment.models import Assessment
from learners.selfassessment.queries import owner_of, respondent_by_link
from learners.selfassessment.voices import Said, Voices, voices_of
from tests.factories.maturity import answers_of, make_sheet
from tests.factories.people import make_user
from tests.factories.programme import IN_WEEK_1

pytestmark = pytest.mark.django_db
AT = IN_WEEK_1


@pytest.fixture
def run() -> Assessment:
    for number in (1, 2):
        make_sheet(number)
    return start_assessment(make_user(), administration="Ministry of Health", at=AT)


def answer(respondent, number: int, *signs: str) -> None:
    save_sheet(respondent, number, answers=answers_of(number, *signs), notes={}, sequence=1, at=AT)


def colleague(run, label: str, *signs: str, consent: bool, number: int = 1, send: bool = True):
    person = respondent_by_link(invite(run, label=label, at=AT), at=AT)
    answer(person, number, *signs)
    return send_answers(person, consent=consent, at=AT) if send else person


def test_the_owner_sees_the_answers_of_those_who_agreed(run):
    answer(owner_of(run), 1, "01", "22", "x.")
    colleague(run, "Finance", "00", "12", "22", consent=True)
    colleague(run, "Audit", "22", "00", "00", consent=False)

    assert voices_of(run) == [
        Voices(
            1,
            ["You", "Finance"],
            [
                Said("early 1 of P1", ["Not true of us", "Not true of us"]),
                Said("early 2 of P1", ["Partly true", "Not true of us"]),
                Said("intermediate 1 of P1", ["True", "Partly true"]),
                Said("intermediate 2 of P1", ["True", "True"]),
                Said("advanced 1 of P1", ["Do not know", "True"]),
                Said("advanced 2 of P1", ["–", "True"]),
            ],
        )
    ]


def test_without_an_agreement_nothing_is_seen(run):
    answer(owner_of(run), 1, "00", "22", "22")
    colleague(run, "Audit", "22", "00", "00", consent=False)

    assert voices_of(run) == []


@pytest.mark.parametrize("case", ["not sent", "taken back"])
def test_what_does_not_count_is_not_seen(run, case):
    person = colleague(run, "Finance", "00", "12", "22", consent=True, send=case != "not sent")
    if case == "taken back":
        take_back(person, at=AT + timedelta(days=1))

    assert voices_of(run) == []


def test_the_page_shows_them_to_the_owner_alone(client, run):
    answer(owner_of(run), 1, "00", "22", "22")
    colleague(run, "Finance & more", "00", "12", "22", consent=True)
    colleague(run, "Audit", "22", "00", "00", consent=False, number=2)
    address = f"/assess/{run.pk}/result/"
    client.force_login(run.owner)

    with time_machine.travel(AT, tick=False):
        html = client.get(address).content.decode()
    client.force_login(make_user("other@demo.example"))

    assert '<th scope="col">You</th><th scope="col">Finance &amp; more</th>' in html
    assert ("Answers to principle 1" in html, "Answers to principle 2" in html) == (True, False)
    assert "Audit" not in html
    assert client.get(address).status_code == 404
