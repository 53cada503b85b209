import pytest

from courses.editions.plan import frozen_page
from learners.peerreviews.closing import end_round
from learners.peerreviews.models import PeerReview, PeerRound
from learners.submissions.models import SampleScript, Work
from tests.cms.staff.marking.pages import JSON
from tests.factories.works import planned_work
from tests.learners.peerreviews.rows import GOOD, make_authors, make_handed_in, make_learner, make_round, send
from tests.learners.submissions.rows import make_marker
from tests.pages import text_of

OVERVIEW = "/staff/marking/2026-a/AS3/reviews/"


def form(**changes) -> dict:
    levels = {f"level-{place}": "75" for place in range(3)}
    words = {"strength": GOOD.strength, "change": GOOD.change, "sequence": "1", "deed": "send"}
    return levels | words | changes


@pytest.fixture
def peer_round(cohort):
    return make_round(cohort)


@pytest.fixture
def owed(peer_round, at):
    end_round(peer_round, by=None, at=at)
    return PeerReview.objects.filter(kind="tutor").order_by("pk").first()


def test_before_the_round_the_overview_says_when_it_begins(desk):
    assert "They begin soon after 17 March, 11:59 UTC" in text_of(desk.get(OVERVIEW))


def test_the_overview_counts_what_each_gave_and_received(desk, peer_round, at):
    [one, *_others] = PeerReview.objects.order_by("pk")
    send(one, at=at)

    page = text_of(desk.get(OVERVIEW))

    work = Work.objects.get(enrolment=one.reviewer, activity__code="AS3")
    assert (
        f'{work.code}</th><td data-label="Its learner gave">1 of 3</td><td data-label="It received">0 of 3</td>'
        in page
    )
    assert "Learners have until 24 March, 11:59 UTC. On 27 March, 11:59 UTC tutors get" in page
    assert "Demo learner" not in page


def test_the_leader_ends_the_reviews_and_tutors_get_the_gaps(desk, peer_round):
    before = text_of(desk.get(OVERVIEW))
    page = text_of(desk.post(f"{OVERVIEW}end/", follow=True))

    assert "End the reviews now" in before
    assert "The reviews are over. Their authors read them now." in page
    assert page.count(">To write") == 5
    assert PeerRound.objects.get().released_at is not None


def test_ending_before_the_beginning_is_a_sentence(desk):
    assert "The reviews have not begun yet." in text_of(desk.post(f"{OVERVIEW}end/", follow=True))


def test_who_only_marks_does_not_end_them(cohort, peer_round, browser_of):
    browser = browser_of(make_marker(cohort, 5, kind="marker"))

    assert "End the reviews now" not in text_of(browser.get(OVERVIEW))
    assert browser.post(f"{OVERVIEW}end/").status_code == 404


def test_the_queue_lists_what_tutors_write_and_the_review_is_sent(desk, owed):
    queue = text_of(desk.get("/staff/marking/"))
    page = text_of(desk.get(f"/staff/marking/review/{owed.code}/"))
    half = desk.post(f"/staff/marking/review/{owed.code}/", form(change=""))
    saved = desk.post(f"/staff/marking/review/{owed.code}/", form(deed="save"), headers=JSON)
    sent = text_of(desk.post(f"/staff/marking/review/{owed.code}/", form(sequence="2"), follow=True))

    assert "Reviews that tutors write" in queue
    assert owed.submission.text[:20] in page
    assert half.status_code == 422
    assert "Name one strength, and one thing that you would change." in text_of(half)
    assert saved.json() == {"saved": True, "message": "Saved 17 March, 12:59 (UTC)", "sequence": 1}
    assert "Your review is sent." in sent
    assert PeerReview.objects.get(pk=owed.pk).sent_at is not None


def test_a_tutor_writes_too_and_a_colleague_is_told(cohort, owed, browser_of):
    tutor, other = (browser_of(make_marker(cohort, n, kind="tutor")) for n in (6, 7))
    address = f"/staff/marking/review/{owed.code}/"

    saved = tutor.post(address, form(deed="save"), follow=True)
    refused = other.post(address, form(sequence="2"))

    assert "Saved 17 March, 12:59 (UTC)" in text_of(saved)
    assert "A colleague writes this review." in text_of(refused)
    assert owed.submission.work.code not in text_of(other.get("/staff/marking/"))


def test_whoever_teaches_nothing_here_finds_no_review(cohort, owed, browser_of, peer_round):
    stranger = make_marker(cohort, 8)
    stranger.teaching_roles.all().delete()
    browser, own = browser_of(stranger), browser_of(peer_round.reviews.first().author.user)
    addresses = [
        OVERVIEW,
        f"/staff/marking/review/{owed.code}/",
        f"/staff/marking/review/{owed.code}/files/1/",
    ]

    for each in (browser, own):
        assert [each.get(address).status_code for address in addresses] == [404] * 3
    assert browser.get("/staff/marking/review/AAAAAAAA/").status_code == 404


def test_only_works_with_reviews_have_an_overview(desk):
    assert desk.get("/staff/marking/2026-a/AS1/reviews/").status_code == 404


def test_the_marker_sees_given_reviews_at_once_and_medians_after_the_release(desk, peer_round, at):
    work = Work.objects.filter(activity__code="AS3").first()
    for review in PeerReview.objects.filter(author=work.enrolment) | PeerReview.objects.filter(
        reviewer=work.enrolment
    ):
        send(review, at=at)
    page = f"/staff/marking/work/{work.code}/"

    before = text_of(desk.get(page))
    end_round(peer_round, by=None, at=at)
    after = text_of(desk.get(page))

    assert "3 reviews that this learner gave" in before
    assert "The reviews of this work are shown from 27 March." in before
    assert 'data-label="Median">90</td><td class="num" data-label="All points">90, 90, 90</td>' in after


def test_a_work_without_peer_review_has_no_such_part(desk, learner):
    code = make_handed_in(learner).work.code

    assert "Peer reviews" not in text_of(desk.get(f"/staff/marking/work/{code}/"))


def test_a_sample_script_can_be_for_learners_where_they_review(desk):
    script = {"title": "Sample", "text": "A text.", "for_peers": "on"}

    for code in ("AS1", "AS3"):
        desk.post(f"/staff/marking/2026-a/{code}/calibration/add/", script)

    assert list(SampleScript.objects.order_by("pk").values_list("activity__code", "for_peers")) == [
        ("AS1", False),
        ("AS3", True),
    ]


def test_the_pages_cost_the_same_for_one_and_three(cohort, desk, peer_round, at, django_assert_num_queries):
    end_round(peer_round, by=None, at=at)
    rows = PeerReview.objects.filter(kind="tutor")
    kept = rows.first()
    rows.exclude(pk=kept.pk).update(sent_at=at, strength="x", change="y")
    desk.get("/staff/marking/")
    with django_assert_num_queries(11):
        desk.get("/staff/marking/")
    with django_assert_num_queries(13):
        desk.get(OVERVIEW)

    rows.update(sent_at=None)
    make_authors(cohort, 3, first=30)
    make_handed_in(make_learner(cohort, 40), "AS3")

    with django_assert_num_queries(11):
        desk.get("/staff/marking/")
    with django_assert_num_queries(13):
        desk.get(OVERVIEW)


def test_the_marking_screen_stays_within_its_queries(
    one, browser_of, peer_round, at, settings, django_assert_max_num_queries
):
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.cache"  # as in production
    frozen_page(planned_work(peer_round.cohort, "AS3").revision_id)  # read once in a process
    end_round(peer_round, by=None, at=at)
    work = Work.objects.filter(activity__code="AS3").first()
    desk = browser_of(one)
    desk.post(f"/staff/marking/work/{work.code}/take/")

    with django_assert_max_num_queries(12):  # with the row that says who looked, and the reviews
        desk.get(f"/staff/marking/work/{work.code}/")


def test_a_learner_gets_more_time_by_the_code_of_the_work(desk, one, peer_round, clock):
    clock.move_to(peer_round.fallback_at)
    desk.force_login(one)
    end_round(peer_round, by=None, at=peer_round.fallback_at)
    work = Work.objects.filter(activity__code="AS3").order_by("pk").first()
    data = {"work": work.code, "days": "10", "reason": "A week on duty."}

    bare = desk.post(f"{OVERVIEW}more-time/", {"work": work.code})
    done = text_of(desk.post(f"{OVERVIEW}more-time/", data, follow=True))
    again = desk.post(f"{OVERVIEW}more-time/", data | {"days": "5"})

    assert (bare.status_code, again.status_code) == (422, 422)
    assert "Enter the days." in text_of(bare)
    assert "The learner can send the reviews until" in done
    assert "This gives no more time" in text_of(again)
    assert "Demo learner" not in done
    assert PeerReview.objects.filter(more_time="A week on duty.", reviewer=work.enrolment).count() == 3


def test_only_who_answers_for_the_module_gives_more_time(cohort, peer_round, client):
    client.force_login(make_marker(cohort, 3, kind="tutor"))

    answer = client.post(f"{OVERVIEW}more-time/", {"work": "x", "days": "3", "reason": "Flood."})

    assert (answer.status_code, "Give a learner more time" in text_of(client.get(OVERVIEW))) == (404, False)
