from datetime import timedelta

import pytest

from content.maturity.scoring import Confidence, Stage
from learners.selfassessment.assessing import (
    UnableToAssess,
    adopt_trial,
    answered,
    pinned,
    save_sheet,
    set_weights,
    start_assessment,
    submit_assessment,
)
from learners.selfassessment.inviting import GOOD_FOR, MOST_INVITED, invite, send_answers, take_back
from learners.selfassessment.models import AnswerSheet, Assessment
from learners.selfassessment.planning import actions_of, change_action, choose_practice
from learners.selfassessment.queries import owner_of, respondent_by_link
from learners.selfassessment.radar import is_drawn, radar, summary
from learners.selfassessment.reading_plan import reading_plan
from learners.selfassessment.results import changes, is_evidence, pillar_scores, results_of
from learners.selfassessment.tasks import forget_trials
from tests.factories.maturity import answers_of, make_sheet
from tests.factories.people import make_user
from tests.factories.programme import IN_WEEK_1 as AT
from tests.factories.programme import make_lesson, make_module, make_programme

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=1)
LINK = "https://example.org/law"


@pytest.fixture
def user():
    return make_user()


@pytest.fixture
def run(user) -> Assessment:
    for number in (1, 2, 3):
        make_sheet(number)
    return start_assessment(user, administration=" Ministry of Health ", at=AT)


def answer(respondent, number=1, early="00", intermediate="22", advanced="00", *, notes=None, sequence=1):
    given = answers_of(number, early, intermediate, advanced)
    return save_sheet(respondent, number, answers=given, notes=notes or {}, sequence=sequence, at=LATER)


def colleague(run, label="Finance"):
    return respondent_by_link(invite(run, label=label, at=AT), at=LATER)


def test_a_run_pins_the_sheets_of_its_day(run):
    make_sheet(1, wording=", edited")

    texts = [statement.text for statement in pinned(run, 1).statements]

    assert (run.administration, sorted(run.pins)) == ("Ministry of Health", ["1", "2", "3"])
    assert texts[0] == "early 1 of P1"
    assert pinned(run, 4) is None
    fresh = start_assessment(run.owner, administration="Ministry of Health", at=LATER)
    assert pinned(fresh, 1).statements[0].text == "early 1 of P1, edited"


@pytest.mark.parametrize(
    ("administration", "with_sheets", "says"),
    [
        ("  ", True, "Enter the administration, organisation or sector that you look at."),
        ("Ministry", False, "The self-assessment is not published yet."),
    ],
)
def test_a_run_needs_a_name_and_published_sheets(user, administration, with_sheets, says):
    if with_sheets:
        make_sheet(1)

    with pytest.raises(UnableToAssess) as refusal:
        start_assessment(user, administration=administration, at=AT)

    assert (str(refusal.value), Assessment.objects.count()) == (says, 0)


def test_answers_are_kept_and_old_ones_change_nothing(run):
    owner = owner_of(run)
    first = answer(owner, sequence=3, notes={"P1-I1": LINK, "P9-E1": "unknown statement"})
    old = answer(owner, advanced="22", sequence=3)
    again = answer(owner, sequence=2, notes={"P1-I1": LINK})

    stored = AnswerSheet.objects.get()
    assert (first.kept, old.kept, again.kept) == (True, False, True)
    assert stored.answers == answers_of(1, "00", "22", "00")
    assert (stored.notes, stored.sequence, stored.saved_at) == ({"P1-I1": LINK}, 3, LATER)


def test_what_is_no_answer_is_left_out(run):
    given = {"P1-E1": 7, "P1-E2": None, "nonsense": 1}

    save_sheet(owner_of(run), 1, answers=given, notes={}, sequence=1, at=LATER)

    assert AnswerSheet.objects.get().answers == {"P1-E2": None}


def test_a_principle_outside_the_run_is_refused(run):
    with pytest.raises(UnableToAssess) as refusal:
        answer(owner_of(run), 7)

    assert str(refusal.value) == "This principle is not part of the run."


def test_half_of_the_statements_make_a_principle(run):
    owner = owner_of(run)
    answer(owner, 1, "0.", "2.", "0.")
    answer(owner, 2, "0x", "2x", "xx")

    assert answered(run, owner) == [1]


def test_sent_is_sent(run):
    owner = owner_of(run)
    with pytest.raises(UnableToAssess) as early:
        submit_assessment(run, at=LATER)
    answer(owner)

    sent = submit_assessment(run, at=LATER)
    again = submit_assessment(run, at=LATER + timedelta(days=1))

    assert str(early.value).startswith("You have answered 0 principles. Answer at least 1")
    assert (sent.submitted_at, again.submitted_at) == (LATER, LATER)
    with pytest.raises(UnableToAssess) as late:
        answer(owner, sequence=9)
    assert str(late.value) == "These answers were sent, so they do not change any more."


def test_the_result_of_one_is_medium_at_most_and_needs_evidence(run):
    codes = ("P1-I1", "P1-I2", "P1-A1", "P1-A2")
    answer(owner_of(run), 1, "00", "22", "22", notes=dict.fromkeys(codes, LINK))

    [one] = results_of(run)

    assert (one.number, one.result.stage, one.result.score, one.voices) == (1, Stage.ADVANCED, 100, 1)
    assert one.result.confidence == Confidence.MEDIUM
    assert [is_evidence(note) for note in (LINK, "x" * 20, "x" * 19, "")] == [True, True, False, False]


def test_several_people_give_the_lower_median_and_disagreement_shows(run):
    answer(owner_of(run), 1, "00", "22", "00")
    other = colleague(run)
    answer(other, 1, "20", "20", "00")
    before = results_of(run)
    send_answers(other, consent=False, at=LATER)

    [one] = results_of(run)

    assert [each.voices for each in before] == [1]
    assert one.voices == 2
    assert [statement.code for statement in one.apart] == ["P1-E1", "P1-I2"]
    assert one.result.raw == 25  # I: 2 and 0 give (2 + 0) / 4, A 0, E 0


def test_a_link_is_shown_once_expires_and_can_be_taken_back(run):
    token = invite(run, label="Finance", at=AT)
    respondent = respondent_by_link(token, at=AT + GOOD_FOR - timedelta(seconds=1))

    assert token not in str(list(run.respondents.values()))
    assert respondent_by_link(token, at=AT + GOOD_FOR) is None
    assert respondent_by_link(token + "x", at=LATER) is None
    answer(respondent)
    send_answers(respondent, consent=True, at=LATER)
    take_back(respondent, at=LATER)
    assert (respondent_by_link(token, at=LATER), results_of(run)) == (None, [])
    take_back(owner_of(run), at=LATER)
    assert owner_of(run).revoked_at is None


def test_a_colleague_sends_once_and_only_with_an_answer(run):
    other = colleague(run)
    with pytest.raises(UnableToAssess) as empty:
        send_answers(other, consent=True, at=LATER)
    answer(other)

    sent = send_answers(other, consent=True, at=LATER)
    again = send_answers(other, consent=False, at=LATER + timedelta(days=1))

    assert str(empty.value) == "Answer at least one principle first, half of its statements or more."
    assert (sent.submitted_at, again.consented_at) == (LATER, LATER)
    with pytest.raises(UnableToAssess):
        answer(other, sequence=5)


def test_a_run_that_was_sent_takes_nobody_and_not_more_than_twenty(run):
    for number in range(MOST_INVITED):
        invite(run, label=f"Unit {number}", at=AT)
    with pytest.raises(UnableToAssess) as full:
        invite(run, label="One more", at=AT)
    with pytest.raises(UnableToAssess) as nobody:
        invite(run, label=" ", at=AT)
    answer(owner_of(run))
    submit_assessment(run, at=LATER)
    with pytest.raises(UnableToAssess) as sent:
        invite(run, label="Finance", at=AT)

    assert str(full.value) == "You have invited 20 people. Take a link back first."
    assert str(nobody.value).startswith("Enter whom the link is for")
    assert str(sent.value) == "This run was sent. Start a new one to invite colleagues."


def test_the_reading_plan_takes_the_largest_weighted_gaps(user):
    module = make_module(make_programme())
    for number in range(1, 6):
        make_lesson(module, f"M01-L0{number}")
    codes = [f"M01-L0{number}" for number in range(1, 6)]
    reading = {
        "lessons_primary": codes[3:],
        "lessons_linked": codes[:3],
        "cases_success": [],
        "cases_caution": [],
    }
    for number in range(1, 7):
        make_sheet(number, reading=reading)
    run = start_assessment(user, administration="Ministry", at=AT)
    owner = owner_of(run)
    for number in range(1, 7):
        answer(owner, number, "00", "00" if number < 6 else "22", "00" if number < 6 else "22")
    run = set_weights(run, {5: 3, 2: 2, 3: 9})

    plan = reading_plan(run, results_of(run), completed={"M01-L04"})

    assert [each.principle.number for each in plan] == [5, 2, 1, 3]
    assert [page.activity.code for page in plan[0].lessons] == ["M01-L05", "M01-L01", "M01-L02"]
    assert [each.code for each in plan[0].practices] == ["P5-EP1"]
    assert run.weights == {"5": 3, "2": 2}


def test_two_runs_side_by_side(run):
    answer(owner_of(run), 1, "00", "00", "00")
    answer(owner_of(run), 2, "00", "22", "00")
    later = start_assessment(run.owner, administration="Ministry", at=LATER)
    answer(owner_of(later), 1, "00", "22", "22")
    answer(owner_of(later), 3, "xx", "xx", "x0")

    moved = {each.number: each.by for each in changes(results_of(run), results_of(later))}

    assert moved == {1: 100, 2: None, 3: None}
    assert pillar_scores(results_of(later)) == {"I": 100, "II": None, "III": None}


def test_the_radar_is_small_says_its_values_and_needs_four():
    scores = {number: number * 8 for number in range(1, 13)}

    picture = radar(scores, dict.fromkeys(range(1, 13), 20), title=summary(scores))

    assert len(picture.encode()) <= 3072
    assert picture.count("<polygon") == 5
    assert "Highest: principle 12 with 96. Lowest: principle 1 with 8." in picture
    assert [is_drawn(dict.fromkeys(range(count), 9)) for count in (3, 4)] == [False, True]
    assert summary({1: None}) == "No principle has a score yet."


def test_the_action_plan(run):
    item = choose_practice(run, "P2-EP1", at=AT)
    again = choose_practice(run, "P2-EP1", at=LATER)
    with pytest.raises(UnableToAssess) as unknown:
        choose_practice(run, "P9-EP1", at=AT)

    changed = change_action(
        item, text=" Write a rule. ", doer="Legal unit", due_on=AT.date(), state="under_way"
    )

    assert (item.pk, str(unknown.value)) == (again.pk, "Choose a practice of the list.")
    assert [each.text for each in actions_of(run)] == ["Write a rule."]
    for wrong in ({"text": " ", "state": "done"}, {"text": "x", "state": "lost"}):
        with pytest.raises(UnableToAssess):
            change_action(changed, doer="", due_on=None, **wrong)


def test_what_a_visitor_tried_is_taken_along_or_forgotten(user):
    make_sheet(1)
    kept = start_assessment(None, administration="Mine", at=AT)
    lost = start_assessment(None, administration="Mine", at=AT)
    adopt_trial(kept, user)
    adopt_trial(kept, make_user("other@demo.example"))

    forget_trials()

    assert [(each.pk, each.owner) for each in Assessment.objects.all()] == [(kept.pk, user)]
    assert lost.pk != kept.pk
