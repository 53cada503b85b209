import gzip
from datetime import timedelta
from decimal import Decimal

import pytest

from courses.editions.plan import frozen_page
from learners.enrolment.models import Enrolment
from learners.integrity.models import IntegrityCase
from learners.similarity.models import Overlap
from learners.submissions.commenting import keep_comment
from learners.submissions.marking import LEASE, claim
from learners.submissions.models import Mark, NextStep, SavedComment, Work
from learners.submissions.standing import standing_of
from tests.cms.staff.marking.pages import JSON, judged
from tests.factories.works import planned_work
from tests.learners.submissions.rows import (
    due,
    in_week_2,
    make_handed_in,
    make_learner,
    make_marker,
    make_released,
    mark,
)
from tests.pages import text_of

QUEUE, NEXT = "/staff/marking/", "/staff/marking/next/"
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


def page_of(submission, end: str = "") -> str:
    return f"/staff/marking/work/{submission.work.code}/{end}"


@pytest.fixture
def submission(learner):
    return make_handed_in(learner)


def test_the_queue_says_who_waits_and_for_how_long(cohort, desk, two, learner):
    taken, late = (
        make_handed_in(learner),
        make_handed_in(make_learner(cohort, 8), at=due(cohort) + timedelta(hours=1)),
    )
    journal = make_handed_in(make_learner(cohort, 9), "J1")
    claim(standing_of(taken.work.code), by=two, at=due(cohort) + timedelta(hours=25))

    page = text_of(desk.get(QUEUE))

    assert "1 work waits for you. The oldest comes first." in page
    assert "Demo marker 2 is marking it" in page
    assert f'{taken.work.code}</span></td> <td data-label="Waits">7 days</td>' in page
    assert '1 day <span class="tag tag-warn">Late</span>' in page
    assert page.index(taken.work.code) < page.index(late.work.code)
    assert journal.work.code not in page


def test_an_empty_queue_says_so(desk):
    page = text_of(desk.get(QUEUE))

    assert "Nothing to mark" in page
    assert "Mark next" not in page


def test_an_overdue_work_is_flagged(desk, submission, clock, one, cohort):
    clock.move_to(due(cohort) + 14 * DAY + SECOND)
    desk.force_login(one)

    assert "Overdue" in text_of(desk.get(QUEUE))


def test_mark_next_takes_the_oldest_and_saving_goes_on(cohort, desk, submission):
    second = make_handed_in(make_learner(cohort, 8), at=in_week_2(cohort) + DAY)

    first_page = desk.post(NEXT)
    after_saving = desk.post(page_of(submission, "save/"), judged(90, 60, 75, 40))
    done = desk.post(page_of(second, "save/"), judged(90, 90, 90, 90), follow=True)

    assert first_page["Location"] == page_of(submission)
    assert after_saving["Location"] == page_of(second)
    assert "Nothing waits for you." in text_of(done)
    assert sorted(Mark.objects.values_list("mark", flat=True)) == [Decimal("69.8"), Decimal("90.0")]


def test_the_screen_has_work_rubric_and_feedback_and_is_small(
    planned, one, submission, browser_of, settings, django_assert_max_num_queries
):
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.cache"  # as in production
    frozen_page(planned.revision_id)  # read once in a process
    keep_comment("Name your source.", by=one)
    desk = browser_of(one)
    desk.post(NEXT)

    with django_assert_max_num_queries(11):  # with the row that says who looked
        response = desk.get(page_of(submission))

    page = text_of(response)
    assert "The portal failed because nobody asked" in page
    assert "(name hidden)" in page
    assert page.count("data-criterion") == 4
    assert [
        word in page
        for word in ("Excellent 1", "Pass 1", "Fail 1", "What works", "What is missing", "The next step")
    ] == [True] * 6
    assert "Name your source." in page
    assert "<summary>Marking notes</summary><p>Look for a cause, <strong>not</strong> a culprit.</p>" in page
    assert "<summary>The task</summary><p>Judge <strong>one</strong> project" in page
    assert len(gzip.compress(response.content)) < 20 * 1024


def test_the_screen_shows_the_last_released_feedback_but_not_of_a_journal(
    cohort, desk, learner, submission, at
):
    earlier = make_released(make_handed_in(learner, "AS3").work, planned_work(cohort, "AS3"), at=at)
    journal = make_handed_in(learner, "J1").work
    mark(journal.code, make_marker(cohort, 83, kind="tutor"), 60, at=at)
    Work.objects.filter(pk=journal.pk).update(released_at=at + DAY)
    Mark.objects.filter(work=earlier).update(next_step="Count the users.")
    Mark.objects.filter(work=journal).update(next_step="Of the journal.")
    NextStep.objects.create(work=earlier, text="I ask first.", written_at=at)

    page = text_of(desk.get(page_of(submission)))

    assert "Feedback before this, on AS3" in page
    assert "Count the users.</p>" in page
    assert "<strong>The learner's next step:</strong> I ask first.</p>" in page
    assert "Of the journal." not in page


def test_what_nobody_has_taken_is_read_and_not_written(desk, submission):
    page = text_of(desk.get(page_of(submission)))

    assert "Mark this work" in page
    assert "data-criterion" not in page
    assert not Mark.objects.exists()
    assert desk.post(page_of(submission, "take/"))["Location"] == page_of(submission)
    assert "data-criterion" in text_of(desk.get(page_of(submission)))


def test_exact_points_win_and_a_newer_level_wins_over_them(desk, submission):
    desk.post(NEXT)
    desk.post(page_of(submission, "save/"), judged(90, 60, 75, 40, deed="draft") | {"points-0": "83"})
    desk.post(
        page_of(submission, "save/"),
        judged(60, 60, 75, 40, sequence=2, deed="draft")
        | {"points-0": "83", "was-0": "83", "points-1": "60", "points-2": "75", "points-3": "40"},
    )

    stored = Mark.objects.get()
    assert (stored.points, stored.completed_at) == ([60, 60, 75, 40], None)


def test_the_script_saves_a_draft(desk, submission):
    desk.post(NEXT)

    answer = desk.post(
        page_of(submission, "save/"), {"level-0": "90", "sequence": "1", "role": "first"}, headers=JSON
    )

    assert answer.json() == {"saved": True, "message": "Saved at 12:59 UTC", "sequence": 1}
    assert Mark.objects.get().points == [90, None, None, None]


@pytest.mark.parametrize(
    "changes, says",
    [
        ({"points-0": "101"}, "Enter points between 0 and 100."),
        ({"points-0": "many"}, "Enter points between 0 and 100."),
        ({"level-0": "55"}, "Select a valid choice. 55 is not one of the available choices."),
        ({"sequence": ""}, "Fill this in."),
        ({"level-0": ""}, "Enter points for: Criterion 1."),
        ({"strength": "", "next_step": ""}, "Write feedback to the learner: what worked, what is missing, or the next step."),
        ({"gap": "x" * 2001}, "Ensure this value has at most 2000 characters (it has 2001)."),
    ],
)  # fmt: skip
def test_bad_input_is_told_and_nothing_is_kept(desk, submission, changes, says):
    desk.post(NEXT)

    answers = [
        desk.post(page_of(submission, "save/"), judged(90, 60, 75, 40) | changes, headers=headers)
        for headers in ({}, JSON)
    ]

    assert [answer.status_code for answer in answers] == [422, 409]
    assert says in text_of(answers[0])
    assert Mark.objects.get().version == 0


def test_a_colleague_who_saved_first_is_shown_and_nothing_is_lost(
    desk, browser_of, two, submission, clock, at
):
    desk.post(NEXT)
    clock.move_to(at + LEASE + SECOND)
    other = browser_of(two)
    other.post(NEXT)
    other.post(page_of(submission, "save/"), judged(40, 40, 40, 40))

    told = desk.post(page_of(submission, "save/"), judged(90, 60, 75, 40))
    page = text_of(told)
    script = desk.post(page_of(submission, "save/"), judged(90, 60, 75, 40), headers=JSON)
    kept = desk.post(page_of(submission, "save/"), judged(90, 60, 75, 40) | {"over": "1"})

    assert told.status_code == 409
    assert "A colleague saved marks for this work at 13:29 UTC. Keep theirs, keep yours, or compare." in page
    assert '<td data-label="Theirs">40</td><td data-label="Yours">90</td>' in page
    assert 'name="level-0" value="90"' in page
    assert script.status_code == 409
    assert kept.status_code == 302
    assert (Mark.objects.get().points, Mark.objects.get().marker.name) == ([90, 60, 75, 40], "Demo marker 1")


def test_work_goes_back_to_the_queue(desk, browser_of, two, submission):
    desk.post(NEXT)

    desk.post(page_of(submission, "give-back/"))

    assert browser_of(two).post(NEXT)["Location"] == page_of(submission)


def test_keys_can_be_switched_off(desk, submission):
    desk.post(NEXT)
    on = text_of(desk.get(page_of(submission)))
    desk.post("/staff/marking/keys/", {"keys": "off"})
    off = text_of(desk.get(page_of(submission)))

    assert ("data-keys" in on, "<kbd>1</kbd>" in on) == (True, True)
    assert ("data-keys" in off, "<kbd>" in off) == (False, False)


def test_comments_are_ones_own(desk, browser_of, one, two):
    desk.post("/staff/marking/comments/", {"comment": "Name your source."})
    comment = SavedComment.objects.get()
    browser_of(two).post(f"/staff/marking/comments/{comment.pk}/remove/")

    assert "Name your source." in text_of(desk.get(QUEUE))
    assert "Name your source." not in text_of(browser_of(two).get(QUEUE))
    desk.post(f"/staff/marking/comments/{comment.pk}/remove/")
    assert not SavedComment.objects.exists()


def test_a_comment_without_words_is_refused(desk):
    assert "Fill this in." in text_of(desk.post("/staff/marking/comments/", {"comment": " "}, follow=True))


def test_work_of_another_module_journals_and_the_own_work_do_not_exist(
    cohort, desk, one, learner, browser_of
):
    journal = make_handed_in(learner, "J1")
    elsewhere = make_handed_in(learner)
    stranger = make_marker(cohort, 5)
    stranger.teaching_roles.update(module_code="M09")
    own = Enrolment.objects.create(user=one, cohort=cohort, enrolled_at=in_week_2(cohort))
    own_work = make_handed_in(own)

    answers = [
        desk.get(page_of(journal)),
        browser_of(stranger).get(page_of(elsewhere)),
        browser_of(stranger).post(page_of(elsewhere, "save/"), judged(90, 90, 90, 90)),
        desk.get(page_of(own_work)),
        desk.get("/staff/marking/work/ABCDEFGH/"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 5


def test_the_tutor_reads_the_journal_with_its_name(cohort, learner, browser_of):
    tutor = browser_of(make_marker(cohort, 3, kind="tutor"))
    entry = make_handed_in(learner, "J1", text="I led a meeting.")
    tutor.post(NEXT)

    page = text_of(tutor.get(page_of(entry)))

    assert "Demo learner 07" in page
    assert "I led a meeting." in page
    assert "An honest account of own practice, and what will change" in page


def test_learners_and_strangers_find_no_desk(client, learner, browser_of):
    assert browser_of(learner.user).get(QUEUE).status_code == 404
    assert client.get(QUEUE)["Location"].startswith("/account/login/")


def test_two_blind_markers_see_nothing_of_each_other(cohort, desk, one, two, browser_of, learner, at):
    report = make_handed_in(learner, "CPR")
    mark(report, two, 75, 75, 75, 75, at=at, strength="Only the second marker says so.")
    desk.post(NEXT)

    before = text_of(desk.get(page_of(report)))
    desk.post(page_of(report, "save/"), judged(40, 40, 40, 40))
    after = text_of(desk.get(page_of(report)))

    assert "Only the second marker says so." not in before
    assert "75" not in before.split("<main")[1].replace('value="75"', "").replace(report.work.code, "")
    assert "The two marks are more than ten points apart" in after
    assert "Only the second marker says so." in after
    assert ("First marker, Demo marker 2: 75.0" in after, "Second marker, Demo marker 1: 40.0" in after) == (
        True,
        True,
    )
    assert (after.count(": 75</li>"), after.count(": 40</li>")) == (4, 4)


def test_a_discussion_lets_a_third_marker_decide(cohort, desk, one, two, browser_of, learner, at):
    report = make_handed_in(learner, "CPR")
    for who, points in ((one, 40), (two, 75)):
        mark(report, who, *[points] * 4, at=at)
    three = browser_of(make_marker(cohort, 3))
    three.post(NEXT)
    assert Mark.objects.count() == 2

    empty = desk.post(page_of(report, "discussion/"), {"note": " "})
    desk.post(page_of(report, "discussion/"), {"note": "We weigh criterion 3 differently."})
    three.post(NEXT)
    page = text_of(three.get(page_of(report)))

    assert empty.status_code == 422
    assert "We weigh criterion 3 differently." in page
    assert "40.0" in page
    assert ("A third marker decides" in page, "Talk to each other" in page, "Keep the note" in page) == (
        True,
        False,
        False,
    )
    assert Mark.objects.get(role="third").marker.name == "Demo marker 3"


def test_a_similarity_note_stands_beside_the_work_and_names_nobody(cohort, desk, submission):
    other = make_handed_in(make_learner(cohort, 8), text="Something else.")
    Overlap.objects.create(
        submission=submission,
        other=other,
        percent=34,
        passages=["nobody asked the people"],
        found_at=other.handed_in_at,
    )
    desk.post(NEXT)

    page = text_of(desk.get(page_of(submission)))

    assert "Similarity note: 34 % of the words also stand in another work" in page
    assert f"34 % in work {other.work.code}, cohort 2026-a" in page
    assert "<blockquote>nobody asked the people</blockquote>" in page
    assert "Demo learner" not in page


def test_a_marker_flags_a_work_without_learning_whose_it_is(cohort, desk, submission):
    page = desk.post(f"{page_of(submission)}flag/", {"evidence": "Two pages of a report."}, follow=True)

    case = IntegrityCase.objects.get()
    record, listed = (text_of(desk.get(f"/staff/integrity/{end}")) for end in (f"{case.pk}/", ""))
    assert (case.enrolment, case.activity) == (submission.work.enrolment, submission.work.activity)
    assert "The case is open." in text_of(page)
    for seen in (text_of(page), record, listed):
        assert submission.work.enrolment.user.name not in seen
    assert "Name hidden until the release" in record
    assert f"/staff/learners/{case.enrolment_id}/" not in record


def test_a_flag_needs_evidence(desk, submission):
    page = desk.post(f"{page_of(submission)}flag/", {"evidence": " "})

    assert page.status_code == 422
    assert not IntegrityCase.objects.exists()


def test_a_long_queue_shows_the_oldest_and_says_how_many_more(desk, cohort, at, monkeypatch):
    monkeypatch.setattr("cms.staff.marking.showing.MOST_ROWS", 2)
    works = [
        make_handed_in(make_learner(cohort, number), at=at - timedelta(days=2, hours=number)).work.code
        for number in range(1, 5)
    ]

    response = desk.get("/staff/marking/")

    assert [row.work.code for row in response.context["queue"].rows] == works[:1:-1]
    page = text_of(response)
    assert "4 works wait for you." in page
    assert "2 more works stand behind these." in page
    assert "0 of 4 marked" in page
