"""Nothing of a learner leaks to those who mark without a name: pages, files, headers, sequence."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.test import Client

from learners.enrolment.models import LearnerProfile
from learners.submissions.handing_in import attach_file
from learners.submissions.models import NextStep, Work
from tests.factories.works import planned_work
from tests.learners.submissions.files import docx, odt, pdf
from tests.learners.submissions.rows import (
    due,
    in_week_2,
    make_handed_in,
    make_learner,
    make_marker,
    make_released,
)
from tests.learners.submissions.test_cleaning import everything_in

NAME, MAIL, PRINTED = "Quillon Aradwhe", "demo.learner.77@demo.example", "Dr Quillon T. Aradwhe"


@pytest.fixture
def at(cohort):
    return due(cohort) + timedelta(days=3)


@pytest.fixture(autouse=True)
def clock(at):
    with time_machine.travel(at, tick=False):
        yield


@pytest.fixture
def author(cohort):
    """Somebody whose name stands in every place where a name can stand."""
    enrolment = make_learner(cohort, 77)
    type(enrolment.user).objects.filter(pk=enrolment.user_id).update(name=NAME)
    LearnerProfile.objects.filter(user=enrolment.user).update(
        printed_name=PRINTED, organisation="Aradwhe Ministry"
    )
    enrolment.user.refresh_from_db()
    return enrolment


@pytest.fixture
def work(cohort, author, at):
    for code in ("AS1", "CPR"):
        planned = planned_work(cohort, code)
        for name, data in (
            ("Aradwhe.docx", docx(author=NAME)),
            ("Quillon.odt", odt(author=NAME)),
            ("Dr Aradwhe.pdf", pdf(NAME)),
        ):
            attach_file(author, planned, name=name, data=data, at=in_week_2(cohort))
        make_handed_in(author, code)
    earlier = make_released(make_handed_in(author, "AS3").work, planned_work(cohort, "AS3"), at=at)
    NextStep.objects.create(work=earlier, text="I ask first.", written_at=at)
    return Work.objects.get(enrolment=author, activity__code="AS1")


def leaks(answer) -> list[str]:
    """Every trace of the author in an answer: its text, its headers, what its files hold."""
    told = everything_in(answer.content).decode("utf-8", errors="replace") + str(answer.headers)
    found = re.findall(r"(?i)quillon|aradwhe|demo\.learner\.77", told)
    return sorted({each.lower() for each in found})


def staff_answers(browser, code: str, work: Work) -> dict:
    """Every page and file of the desk that a marker can reach for this work."""
    page = f"/staff/marking/work/{work.code}/"
    files = [f"{page}files/{pk}/" for pk in work.files.values_list("pk", flat=True)]
    addresses = [
        "/staff/",
        "/staff/marking/",
        page,
        *files,
        f"/staff/marking/2026-a/{code}/",
        f"/staff/marking/2026-a/{code}/calibration/",
    ]
    answers = {address: browser.get(address) for address in addresses}
    answers["next"] = browser.post("/staff/marking/next/", follow=True)
    answers["take"] = browser.post(f"{page}take/", follow=True)
    answers["form"] = browser.get(page)
    answers["bad"] = browser.post(f"{page}save/", {"role": "first", "sequence": "1", "level-0": "7"})
    answers["conflict"] = browser.post(f"{page}save/", {"role": "first", "sequence": "99", "level-0": "90"})
    return answers


@pytest.mark.parametrize("code", ["AS1", "CPR"])
def test_no_page_file_or_header_names_the_author(cohort, author, work, code):
    browser = Client()
    browser.force_login(make_marker(cohort, 1))
    wanted = Work.objects.get(enrolment=author, activity__code=code)

    answers = staff_answers(browser, code, wanted)

    assert {
        name: answer.status_code
        for name, answer in answers.items()
        if answer.status_code not in (200, 409, 422)
    } == {}
    assert {name: found for name, answer in answers.items() if (found := leaks(answer))} == {}


def test_the_search_for_leaks_finds_one(author, work, client):
    client.force_login(author.user)
    file = work.files.order_by("pk").first()

    own = client.get(f"/learn/AS1/work/files/{file.pk}/")

    assert leaks(own) == ["aradwhe", "quillon"]


def test_the_number_of_the_learner_stands_nowhere(cohort, work, author):
    browser = Client()
    browser.force_login(make_marker(cohort, 1))
    type(author).objects.filter(pk=author.pk).update(enrolled_at=in_week_2(cohort))
    page = browser.get(f"/staff/marking/work/{work.code}/").content.decode()

    links = re.findall(r'(?:href|action|value)="([^"]+)"', page)

    assert not [link for link in links if re.search(rf"\b(enrolment|learner|user)s?/{author.pk}\b", link)]
    assert f"/staff/learners/{author.pk}/" not in page


def test_names_of_downloads_are_made_of_the_code_and_a_count(cohort, work):
    browser = Client()
    browser.force_login(make_marker(cohort, 1))
    files = list(work.files.order_by("pk"))

    names = [
        browser.get(f"/staff/marking/work/{work.code}/files/{file.pk}/")["Content-Disposition"]
        for file in files
    ]

    assert names == [
        f'attachment; filename="{work.code}-{place}.{kind}"'
        for place, kind in ((1, "docx"), (2, "odt"), (3, "pdf"))
    ]


def test_a_portfolio_is_marked_with_its_name(cohort, author, at):
    """So that the test above would fail if names were shown."""
    tutor = Client()
    tutor.force_login(make_marker(cohort, 5, kind="tutor"))
    entry = make_handed_in(author, "J1")

    assert leaks(tutor.get(f"/staff/marking/work/{entry.work.code}/")) == ["aradwhe", "quillon"]


def test_a_pdf_as_a_marker_gets_it_opens(cohort, work):
    browser = Client()
    browser.force_login(make_marker(cohort, 1))
    file = work.files.get(original_name="Dr Aradwhe.pdf")

    data = browser.get(f"/staff/marking/work/{work.code}/files/{file.pk}/").content

    assert BytesIO(data).read(5) == b"%PDF-"
