"""Neither author nor reviewer is named to the other: pages, files, headers, numbers, calendar, transcript, mails."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from learners.enrolment.models import Enrolment, LearnerProfile
from learners.events.delivering import deliver_all_open
from learners.peerreviews.assigning import open_round
from learners.peerreviews.closing import end_round
from learners.peerreviews.models import PeerReview
from learners.submissions.handing_in import attach_file
from learners.submissions.models import Work
from tests.learners.peerreviews.rows import GOOD, make_authors, make_handed_in, make_learner, send
from tests.learners.submissions.files import docx, odt, pdf
from tests.learners.submissions.rows import in_week_2, make_marker
from tests.learners.submissions.test_cleaning import everything_in

pytestmark = pytest.mark.usefixtures("clock")
AUTHOR, REVIEWER = "Quillon Aradwhe", "Tindra Moskwell"
NAMES = {
    "author": r"(?i)quillon|aradwhe|demo\.learner\.77",
    "reviewer": r"(?i)tindra|moskwell|demo\.learner\.78",
}
DESK = "/learn/AS3/reviews/"


def make_named(cohort, number: int, name: str) -> Enrolment:
    """Somebody whose name stands in every place where a name can stand, files included."""
    enrolment = make_learner(cohort, number)
    _given, family = name.split()
    type(enrolment.user).objects.filter(pk=enrolment.user_id).update(name=name)
    LearnerProfile.objects.filter(user=enrolment.user).update(
        printed_name=f"Dr {name}", organisation=f"{family} Ministry"
    )
    return Enrolment.objects.select_related("user__profile", "cohort").get(pk=enrolment.pk)


def hand_in_with_files(enrolment: Enrolment, planned) -> None:
    name = enrolment.user.name
    given, family = name.split()
    files = (
        (f"{family}.docx", docx(author=name)),
        (f"{given}.odt", odt(author=name)),
        (f"{name}.pdf", pdf(name)),
    )
    for file_name, data in files:
        attach_file(enrolment, planned, name=file_name, data=data, at=in_week_2(enrolment.cohort))
    make_handed_in(enrolment, "AS3")


@pytest.fixture
def two(cohort, planned, at):
    """An author and a reviewer of the author, among four learners who all review each other; and the round."""
    author, reviewer = make_named(cohort, 77, AUTHOR), make_named(cohort, 78, REVIEWER)
    for each in (author, reviewer):
        hand_in_with_files(each, planned)
    make_authors(cohort, 2)
    return author, reviewer, open_round(cohort, planned, at=at)


def signed_in(enrolment: Enrolment) -> Client:
    browser = Client()
    browser.force_login(enrolment.user)
    return browser


def leaks(answer, whom: str) -> list[str]:
    told = everything_in(answer.content).decode("utf-8", errors="replace") + str(answer.headers)
    return sorted({each.lower() for each in re.findall(NAMES[whom], told)})


def everything_a_learner_reads(browser: Client) -> dict:
    addresses = [
        "/learn/",
        "/learn/programme/",
        "/learn/modules/M01/",
        "/learn/AS3/",
        "/learn/AS3/work/receipt/1/",
        "/learn/AS3/work/feedback/",
        "/learn/results/",
        "/learn/dates/",
        "/learn/dates/calendar.ics",
        "/learn/transcript/",
        "/learn/transcript/transcript.pdf",
        DESK,
        f"{DESK}received/",
    ]
    return {address: browser.get(address, follow=True) for address in addresses}


def everything_of_a_review(browser: Client, review: PeerReview, form: dict) -> dict:
    page = f"{DESK}{review.code}/"
    answers = {f"file {place}": browser.get(f"{page}files/{place}/") for place in (1, 2, 3)}
    answers["page"] = browser.get(page)
    answers["bad"] = browser.post(page, form | {"level-0": "7"})
    answers["incomplete"] = browser.post(page, form | {"change": "", "deed": "send"})
    answers["saved"] = browser.post(page, form, headers={"Accept": "application/json"})
    answers["old"] = browser.post(page, form, headers={"Accept": "application/json"})
    answers["conflict"] = browser.post(page, form | {"strength": "Other"})
    answers["sent"] = browser.post(page, form | {"sequence": "9", "deed": "send"}, follow=True)
    answers["afterwards"] = browser.get(page)
    answers["spare"] = browser.post(f"{DESK}spare/", follow=True)
    return answers


@pytest.fixture
def form():
    levels = {f"level-{place}": "75" for place in range(3)}
    return levels | {"strength": "Clear.", "change": "Name the owner.", "sequence": "5", "deed": "save"}


def test_the_reviewer_learns_nothing_of_the_author(two, form):
    author, reviewer, _round = two
    browser = signed_in(reviewer)
    review = PeerReview.objects.get(author=author, reviewer=reviewer)

    answers = everything_of_a_review(browser, review, form) | everything_a_learner_reads(browser)

    statuses = {answer.status_code for answer in answers.values()}
    assert statuses == {200, 409, 422}
    assert {name: found for name, answer in answers.items() if (found := leaks(answer, "author"))} == {}


def test_the_author_learns_nothing_of_the_reviewer_before_and_after_the_release(two, at):
    author, _reviewer, peer_round = two
    browser = signed_in(author)
    for review in PeerReview.objects.filter(author=author):
        send(review, at=at)
    before = everything_a_learner_reads(browser)
    end_round(peer_round, by=None, at=at)
    after = everything_a_learner_reads(browser)

    assert GOOD.strength in after[f"{DESK}received/"].content.decode()
    for answers in (before, after):
        assert {name: found for name, answer in answers.items() if (found := leaks(answer, "reviewer"))} == {}


def test_the_search_for_leaks_finds_one(two):
    author, _reviewer, _round = two

    assert leaks(signed_in(author).get("/learn/AS3/"), "author") == ["aradwhe", "demo.learner.77", "quillon"]


def test_no_number_of_a_person_stands_in_a_page(two):
    """Only codes that are drawn by chance and places in a list."""
    _author, reviewer, _round = two
    reviews = PeerReview.objects.filter(reviewer=reviewer)
    browser = signed_in(reviewer)
    pages = [browser.get(address) for address in (DESK, *(f"{DESK}{each.code}/" for each in reviews))]

    links = {
        link
        for page in pages
        for link in re.findall(r'(?:href|action|data-save)="(/learn/AS3/[^"]*)"', page.content.decode())
    }

    codes = "|".join(each.code for each in reviews)
    assert {link for link in links if not re.fullmatch(rf"{DESK}(({codes})/(files/[123]/)?)?", link)} <= {
        "/learn/AS3/"
    }
    works = set(Work.objects.values_list("code", flat=True))
    assert [code for code in works for page in pages if code in page.content.decode()] == []


def test_a_downloads_name_is_the_code_and_a_count(two):
    author, reviewer, _round = two
    review = PeerReview.objects.get(author=author, reviewer=reviewer)
    browser = signed_in(reviewer)

    names = [browser.get(f"{DESK}{review.code}/files/{place}/")["Content-Disposition"] for place in (1, 2, 3)]

    assert names == [
        f'attachment; filename="{review.code}-{place}.{kind}"'
        for place, kind in ((1, "docx"), (2, "odt"), (3, "pdf"))
    ]


def test_an_author_cannot_tell_reviewers_by_order_or_hour(two, at):
    author, _reviewer, peer_round = two
    for place, review in enumerate(PeerReview.objects.filter(author=author).order_by("-pk")):
        send(review, at=at + timedelta(minutes=place))
    end_round(peer_round, by=None, at=at + timedelta(days=1))

    page = signed_in(author).get(f"{DESK}received/").content.decode()

    assert [review.code for review in PeerReview.objects.all() if review.code in page] == []
    assert "2026" not in page.split("<main")[1].split("</main>")[0]


def test_no_mail_names_the_other(two, at):
    author, reviewer, peer_round = two
    for review in PeerReview.objects.all():
        send(review, at=at)
    end_round(peer_round, by=None, at=at)
    deliver_all_open(at=at)

    texts = {
        whom: "\n".join(
            f"{message.message()}{message.body}{message.subject}"
            for message in mail.outbox
            if message.to == [person.user.email]
        )
        for whom, person in (("author", author), ("reviewer", reviewer))
    }
    assert len([message for message in mail.outbox if message.to == [author.user.email]]) >= 2
    assert re.findall(NAMES["reviewer"], texts["author"]) == []
    assert re.findall(NAMES["author"], texts["reviewer"]) == []


def staff_answers(browser: Client, author: Enrolment, planned) -> dict:
    work = Work.objects.get(enrolment=author, activity_id=planned.activity_id)
    desk = "/staff/marking/"
    tutored = PeerReview.objects.filter(author=author, kind="tutor").first()
    page = f"{desk}review/{tutored.code}/"
    addresses = [
        desk,
        f"{desk}work/{work.code}/",
        f"{desk}2026-a/AS3/",
        f"{desk}2026-a/AS3/reviews/",
        page,
        *(f"{page}files/{place}/" for place in (1, 2, 3)),
    ]
    answers = {address: browser.get(address) for address in addresses}
    form = {f"level-{place}": "75" for place in range(3)} | {
        "strength": "Good.",
        "change": "",
        "sequence": "1",
    }
    answers["bad"] = browser.post(page, form | {"deed": "send"})
    answers["saved"] = browser.post(page, form | {"deed": "save"}, follow=True)
    return answers


def test_markers_and_tutors_read_codes_only(cohort, two, planned, at):
    author, reviewer, peer_round = two
    send(PeerReview.objects.get(author=author, reviewer=reviewer), at=at)
    end_round(peer_round, by=None, at=at)
    browser = Client()
    browser.force_login(make_marker(cohort, 1))

    answers = staff_answers(browser, author, planned)

    assert {answer.status_code for answer in answers.values()} == {200, 422}
    for whom in NAMES:
        assert {name: found for name, answer in answers.items() if (found := leaks(answer, whom))} == {}
