import gzip
from datetime import date

import pytest

from cms.accounts.roles import Role
from learners.admissions.models import Application, Intake
from learners.admissions.queries import balance
from tests.factories.people import make_staff, make_user
from tests.factories.programme import make_cohort
from tests.learners.admissions.rows import (
    make_draft,
    make_offered,
    make_scored,
    make_sent,
    make_waiting,
)
from tests.pages import text_of

DESK = "/staff/admissions/"
PIPELINE = "/staff/admissions/2026-a/"


def told(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def names(response) -> list[str]:
    return [line.application.printed_name for line in response.context["lines"]]


def test_intakes_without_any(db, first):
    assert "There is no intake yet" in text_of(first.get(DESK))


def test_intakes_with_their_counts(intake, first):
    make_offered(intake, 1)
    make_sent(intake, 2)
    make_draft(intake, 3)

    [row] = first.get(DESK).context["intakes"]

    assert (row.sent, row.to_read, row.with_a_place) == (2, 1, 1)


def test_pipeline_of_nobody(intake, first):
    assert "Nobody has applied yet" in text_of(first.get(PIPELINE))


def test_tabs_count_each_state_and_show_it(intake, first):
    make_offered(intake, 1)
    make_sent(intake, 2)
    make_draft(intake, 3)

    response = first.get(PIPELINE)

    tabs = {str(tab.label): tab.count for tab in response.context["tabs"] if tab.count}
    assert tabs == {"All sent": 2, "Not sent yet": 1, "Sent": 1, "Place offered": 1}
    assert names(response) == ["Demo applicant 01", "Demo applicant 02"]
    assert names(first.get(f"{PIPELINE}?state=accepted")) == ["Demo applicant 01"]
    assert "1 of 2 places are offered or taken, <strong>1 are left</strong>" in text_of(response)


@pytest.mark.parametrize(
    "query, found",
    [
        ("?find=applicant+01", ["Demo applicant 01"]),
        ("?find=A-2026-0002", ["Demo applicant 02"]),
        ("?find=applicant.02%40demo", ["Demo applicant 02"]),
        ("?region=asia", ["Demo applicant 02"]),
        ("?sector=government", ["Demo applicant 01"]),
        ("?country_group=least_developed", ["Demo applicant 02"]),
        ("?region=asia&sector=government", []),
        ("?state=nonsense", ["Demo applicant 01", "Demo applicant 02"]),
        ("?find=%00&page=x", ["Demo applicant 01", "Demo applicant 02"]),
    ],
)
def test_filter(intake, first, query, found):
    make_sent(intake, 1)
    make_sent(intake, 2, country="NP", sector="private")

    response = first.get(PIPELINE + query)

    assert (response.status_code, names(response)) == (200, found)


def test_scores_of_others_are_shown_after_the_own(intake, first, other, client_of):
    make_scored(intake)
    third = client_of(make_staff(Role.ADMINISTRATOR, "third@demo.example"))

    assert "70.0" in text_of(first.get(PIPELINE))
    page = text_of(third.get(PIPELINE))
    assert "70.0" not in page
    assert "after yours" in page


def test_best_score_first_tells_nobody_what_others_think(intake, first, client_of):
    make_scored(intake, 1, points=40)
    make_scored(intake, 2, points=90)
    make_sent(intake, 3)
    make_scored(intake, 4, points=60)
    third = client_of(make_staff(Role.ADMINISTRATOR, "third@demo.example"))

    ranked = [names(each.get(f"{PIPELINE}?order=score")) for each in (first, third)]

    order = ([2, 4, 1, 3], [1, 2, 3, 4])
    assert ranked == [[f"Demo applicant {number:02d}" for number in numbers] for numbers in order]


def test_balance_counts_against_the_targets_in_words(intake, first):
    Intake.objects.update(targets={"region": {"africa": 50, "asia": 50}, "sector": {"private": 0}})
    intake.refresh_from_db()
    make_offered(intake, 1)
    make_offered(intake, 2)

    regions = {str(share.label): share for share in balance(intake)[0].shares}

    africa, asia = regions["Africa"], regions["Asia"]
    assert (africa.applied, africa.placed, africa.wanted, africa.beyond) == (2, 2, 1, 1)
    assert (asia.placed, asia.wanted, asia.missing) == (0, 1, 1)
    page = text_of(first.get(PIPELINE))
    assert "1 place over the target" in page
    assert "1 place under the target" in page
    assert "On the target" in page
    assert "No target" in page


def test_review_next_is_the_first_sent_that_this_person_has_not_read(intake, first):
    make_scored(intake, 1)
    make_sent(intake, 2)

    assert first.get(f"{PIPELINE}next/")["Location"] == f"{PIPELINE}A-2026-0002/"


def test_review_next_when_all_is_read(intake, first):
    make_scored(intake, 1)

    response = first.get(f"{PIPELINE}next/", follow=True)

    assert told(response) == ["You have read everything that was sent."]


@pytest.mark.parametrize("count", [1, 3])
def test_pipeline_costs_the_same_for_one_and_for_three(intake, first, count, django_assert_num_queries):
    for number in range(1, count + 1):
        make_waiting(intake, number)

    with django_assert_num_queries(12):
        first.get(PIPELINE)


def test_fifty_rows_fit_the_budget(intake, first):
    make_sent(intake, 1)
    model = Application.objects.get()
    for number in range(2, 62):
        model.pk, model.user = None, make_user(f"more{number}@demo.example")
        model.reference, model.printed_name = f"A-2026-{number:04d}", f"More applicant {number}"
        model.save(force_insert=True)

    response = first.get(PIPELINE)

    assert len(response.context["page_obj"]) == 50
    assert len(response.content) < 130_000
    assert len(gzip.compress(response.content, 6)) < 20_000


# Dates and targets.


def future(intake, code="2031-a"):
    return make_cohort(intake.cohort.edition, code, starts_on=date(2031, 3, 3), title="Later")


def test_intake_is_opened_for_a_cohort_that_has_none(intake, first):
    future(intake)
    data = {"cohort": "2031-a", "opens_on": "2030-09-01", "closes_on": "2030-12-01", "answer_days": "10"}
    data |= {"region-africa": "40", "sector-government": "60"}

    response = first.post(f"{DESK}new/", data)

    made = Intake.objects.get(cohort__code="2031-a")
    assert response["Location"] == "/staff/admissions/2031-a/"
    assert (made.answer_days, made.targets) == (
        10,
        {"region": {"africa": 40}, "sector": {"government": 60}, "country_group": {}},
    )
    assert (made.opens_at.isoformat(), made.closes_at.isoformat()) == (
        "2030-09-01T00:00:00+00:00",
        "2030-12-01T23:59:00+00:00",
    )


@pytest.mark.parametrize(
    "changed, sentence",
    [
        ({"cohort": ""}, "Cohort: Choose a cohort."),
        ({"cohort": "2026-a"}, "Cohort: Choose a cohort that has no intake."),
        ({"opens_on": "soon"}, "Opens on: Choose a day, a month and a year that exist."),
        ({"closes_on": "2030-08-01"}, "The intake closes before it opens. Enter a later closing date."),
        (
            {"closes_on": "2031-03-03"},
            "The cohort starts on 3 March 2031. The intake must close before that day.",
        ),
        (
            {"opens_on": "2020-01-01", "closes_on": "2020-02-01"},
            "The closing date is in the past. Enter a later one.",
        ),
        ({"answer_days": "0"}, "Days to answer an offer: Enter a number of days from 1 to 60."),
        ({"region-asia": "101"}, "Asia: Enter a whole number from 0 to 100, or nothing."),
        (
            {"region-asia": "61", "region-africa": "40"},
            "Africa: Targets of one group come to more than 100 per cent.",
        ),
    ],
)
def test_intake_that_cannot_be_is_422_with_a_sentence(intake, first, changed, sentence):
    future(intake)
    data = {"cohort": "2031-a", "opens_on": "2030-09-01", "closes_on": "2030-12-01", "answer_days": "10"}

    response = first.post(f"{DESK}new/", data | changed)

    assert response.status_code == 422
    assert sentence in text_of(response)
    assert Intake.objects.count() == 1


def test_intake_is_changed_and_applications_stay(intake, first):
    make_sent(intake)
    page = first.get(f"{PIPELINE}intake/")
    data = {"opens_on": "2026-01-05", "closes_on": "2026-02-20", "answer_days": "7"}

    first.post(f"{PIPELINE}intake/", data)

    intake.refresh_from_db()
    assert '<option value="15" selected>15</option>' in text_of(page)
    assert (intake.answer_days, intake.closes_at.date(), intake.applications.count()) == (
        7,
        date(2026, 2, 20),
        1,
    )


def test_staff_home_counts_what_is_to_read(intake, first):
    assert "Nothing to read" in text_of(first.get("/staff/"))
    make_sent(intake)

    assert "1 application to read" in text_of(first.get("/staff/"))
