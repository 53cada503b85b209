from dataclasses import replace
from datetime import date

import pytest

from learners.credentials.eligibility import Check, standing_for
from learners.credentials.models import BoardLine, BoardMeeting
from learners.credentials.ratifying import UnableToRatify, minutes_csv, ratify, with_board
from tests.factories.people import make_user
from tests.learners.credentials.rows import AT, LATER, administrator, grade, make_eligible

pytestmark = pytest.mark.django_db
DAY = date(2026, 9, 1)


def hold(cohort, by=None):
    return ratify(cohort, held_on=DAY, present="Demo chair", note="", by=by or administrator(), at=LATER)


def board_check(enrolment) -> Check:
    standing = standing_for(enrolment)
    asked = replace(standing, checks=(*standing.checks, Check("board", "Ratified", False, "")))
    [judged] = with_board([asked])
    return judged.checks[-1]


def test_rule_is_met_while_the_result_is_what_the_board_saw(eligible):
    before = board_check(eligible)
    hold(eligible.cohort)
    after = board_check(eligible)
    grade(eligible, 90)
    changed = board_check(eligible)
    hold(eligible.cohort)

    assert [(each.met, each.detail) for each in (before, after, changed, board_check(eligible))] == [
        (False, "The board has not ratified the results yet."),
        (True, "Ratified by the board of 1 September 2026."),
        (
            False,
            "Changed since the board of 1 September 2026: 80.0 then, 90.0 now. The board has to ratify it again.",
        ),
        (True, "Ratified by the board of 1 September 2026."),
    ]


def test_what_the_board_saw_stays_in_the_minutes(eligible):
    meeting = hold(eligible.cohort)
    grade(eligible, 10)

    line = BoardLine.objects.get()
    head, row = minutes_csv(meeting).decode("utf-8-sig").splitlines()
    assert (str(line.overall), [check["key"] for check in line.checks]) == ("80.0", head.split(",")[3:])
    assert head.startswith("Learner,Overall,Classification,")
    assert row.startswith('Demo learner 07,80.0,,"met: Enrolled, identity verified."')


def test_name_that_is_a_formula_is_text_in_the_minutes(cohort):
    make_eligible(cohort, "=HYPERLINK(1)")

    assert "\n'=HYPERLINK(1)," in minutes_csv(hold(cohort)).decode()


def test_policy_without_the_rule_costs_nothing(eligible, django_assert_num_queries):
    standing = standing_for(eligible)

    with django_assert_num_queries(0):
        assert with_board([standing]) == [standing]


@pytest.mark.parametrize(
    "words, says",
    [({"held_on": date(2027, 1, 1)}, "in the future"), ({"present": " "}, "Enter who was present")],
)
def test_meeting_that_cannot_be(eligible, words, says):
    sent = {"held_on": DAY, "present": "Demo chair", "note": ""} | words
    with pytest.raises(UnableToRatify, match=says):
        ratify(eligible.cohort, **sent, by=administrator(), at=LATER)
    assert not BoardMeeting.objects.exists()


def test_nobody_ratifies_the_own_results(cohort):
    person = make_user("both@demo.example", "Demo both")
    make_eligible(cohort, user=person)

    with pytest.raises(UnableToRatify, match="own results"):
        hold(cohort, by=person)


def test_desk_ratifies_and_gives_the_minutes(eligible, client):
    client.force_login(administrator())
    address = "/staff/awards/2026-a/ratify/"
    sent = {"held_on": "2026-09-01", "present": "Demo chair", "note": ""}

    assert client.get(address).status_code == 200
    assert client.post(address, sent | {"present": ""}).status_code == 422
    assert client.post(address, sent | {"held_on": "2999-01-01"}).status_code == 422
    assert client.post(address, sent)["Location"] == "/staff/awards/2026-a/"
    meeting = BoardMeeting.objects.get()
    minutes = client.get(f"/staff/awards/2026-a/minutes/{meeting.pk}.csv")
    assert minutes["Content-Disposition"] == 'attachment; filename="minutes-2026-a-2026-09-01.csv"'
    assert client.get(f"/staff/awards/2026-x/minutes/{meeting.pk}.csv").status_code == 404
    assert AT < LATER
