"""The baseline of the programme: from this week to the rule of the award."""

import pytest
import time_machine

from courses.cohorts.schedule import week_starts_at
from courses.programme.models import ModulePage
from learners.credentials.eligibility import standing_for
from learners.progress.models import ActivityProgress
from learners.selfassessment.models import Assessment
from tests.factories.maturity import make_sheet
from tests.factories.people import make_enrolment
from tests.factories.programme import (
    make_cohort,
    make_edition,
    make_lesson,
    make_module,
    make_policy,
    make_programme,
)
from tests.factories.works import make_own_assessment

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolment():
    for number in range(1, 4):
        make_sheet(number)
    programme = make_programme()
    policy = programme.award_policies.first() or make_policy(programme)
    policy.rules.create(order=9, key="self_assessment", text="Baseline and final self-assessment submitted")
    module = make_module(programme)
    for code in ("S1", "S2"):
        make_own_assessment(module, code)
    return make_enrolment(make_cohort(make_edition(programme)))


def rule(enrolment) -> tuple[bool, str]:
    [check] = [check for check in standing_for(enrolment).checks if check.key == "self_assessment"]
    return check.met, check.detail


def answers(number: int) -> dict:
    codes = [f"P{number}-{letter}{place}" for letter in "EIA" for place in (1, 2)]
    return dict.fromkeys(codes, "1") | {"sequence": "1"}


def test_both_runs_are_sent_and_the_rule_is_met(client, enrolment):
    with time_machine.travel(week_starts_at(enrolment.cohort, 2), tick=False):
        client.force_login(enrolment.user)
        before = client.get("/learn/S1/").content.decode()
        nothing = client.post("/assess/start/S1/", {"administration": " "})
        client.post("/assess/start/S1/", {"administration": "Ministry of Health"})
        client.post("/assess/start/S1/", {"administration": "Another name"})
        run = Assessment.objects.get()
        home = f"/assess/{run.pk}/"
        led = client.get("/learn/S1/")["Location"]
        client.post(f"{home}P1/", answers(1))
        early = client.post(f"{home}submit/", follow=True).content.decode()
        client.post(f"{home}P2/", answers(2))
        client.post(f"{home}submit/")
        one = rule(enrolment)
        client.post("/assess/start/S2/", {"administration": "Ministry of Health"})
        later = f"/assess/{Assessment.objects.latest('pk').pk}/"
        for number in (1, 3):
            client.post(f"{later}P{number}/", answers(number))
        client.post(f"{later}submit/")

    assert "Answer at least 2 of the twelve principles." in before
    assert nothing.status_code == 422
    assert (run.administration, led) == ("Ministry of Health", home)
    assert "You have answered 1 principles. Answer at least 2" in early
    assert one == (False, "Not sent yet: Self-assessment S2.")
    assert rule(enrolment) == (True, "All sent: 2.")
    assert ActivityProgress.objects.exclude(completed_at=None).count() == 2


def test_before_its_week_it_says_when_it_opens(client, enrolment):
    with time_machine.travel(week_starts_at(enrolment.cohort, 1), tick=False):
        client.force_login(enrolment.user)
        page = client.get("/learn/S1/")
        started = client.post("/assess/start/S1/", {"administration": "Ministry"})

    assert (page.status_code, started.status_code) == (403, 422)
    assert "opens on" in page.content.decode()
    assert "opens on" in started.content.decode()
    assert Assessment.objects.count() == 0


def test_an_edition_without_a_run_does_not_meet_the_rule(enrolment):
    ModulePage.objects.get().get_children().update(live=False)
    programme = enrolment.cohort.edition.programme
    make_lesson(ModulePage.objects.get(), "M01-L01")
    other = make_enrolment(make_cohort(make_edition(programme), "2026-b"), enrolment.user)

    assert rule(other) == (False, "The edition has no self-assessment.")
