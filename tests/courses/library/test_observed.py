import pytest
from django.core.exceptions import ValidationError

from courses.assessments.observed import DefencePage, DiscussionPage
from courses.assessments.rulebook import observed_rules, work_rules
from courses.assessments.tasks import TaskPage, WebinarPage
from courses.assessments.works import AssignmentPage
from courses.editions.freezing import freeze
from courses.editions.plan import plan_of
from courses.library.exporting import export_programme
from courses.library.loading import load_programme
from courses.library.problems import BrokenLibrary
from courses.library.yaml_files import read_yaml, yaml_text
from courses.programme.models import AwardPolicy, ProgrammePage
from tests.courses.library.test_loading import AT
from tests.factories.library import REAL, make_whole_plan, write_small_library
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db
ELSEWHERE = {"S1", "S2", "IE", "IV", "IL", "PR3"}
"""Lines of the plan that are no activity of this kind: PR3 is a part of AS3, the others have places of their own."""


@pytest.fixture
def folder(tmp_path):
    return write_small_library(tmp_path / "library")


def change(folder, **values):
    """Of the line of the first discussion; a value of None takes the key away."""
    data = read_yaml(folder / "programme.yaml")
    line = next(line for line in data["modules"][0]["assessments"] if line["code"] == "D1")
    line |= values
    for key in [key for key, value in values.items() if value is None]:
        del line[key]
    (folder / "programme.yaml").write_text(yaml_text(data, "Programme"), encoding="utf-8")


def test_what_nobody_hands_in_and_what_gets_no_mark_is_loaded_from_the_programme():
    make_whole_plan()

    discussions = {
        page.code: (
            page.component,
            page.share,
            page.week,
            page.weeks,
            page.posts,
            page.replies,
            page.rubric.code,
        )
        for page in DiscussionPage.objects.live()
    }
    assert discussions == {
        "D1": ("DS", 10, 2, 1, 1, 2, "R-DS"),
        "D2": ("DS", 15, 5, 1, 1, 2, "R-DS"),
        "D3": ("DS", 15, 8, 1, 1, 2, "R-DS"),
        "D4": ("DS", 10, 11, 1, 1, 2, "R-DS"),
        "D5": ("DS", 10, 21, 1, 1, 2, "R-DS"),
        "DD": ("DS", 40, 13, 2, 2, 4, "R-DD"),
    }
    tasks = {
        page.code: (page.completion, page.words, page.rubric.code if page.rubric else "", page.peer_reviews)
        for page in TaskPage.objects.live()
    }
    assert tasks == {
        "PR1": ("reviews", None, "R-PR", 2),
        "PR2": ("reviews", None, "R-PR", 2),
        "L1": ("handing_in", None, "", 2),
        "W1": ("handing_in", None, "", 2),
        "CPP": ("approval", 600, "", 2),
    }
    [defence] = DefencePage.objects.live()
    assert (defence.code, defence.component, defence.share, defence.rubric.code) == ("CPD", "CP", 25, "R-CD")
    assert [(page.code, page.week, page.response_words) for page in WebinarPage.objects.live()] == [
        ("WB", 14, 300)
    ]
    assert AssignmentPage.objects.get(activity__code="CPR").after == "CPP"


def test_every_line_of_the_plan_that_has_a_place_is_frozen_with_its_rules():
    make_whole_plan()
    policy = AwardPolicy.objects.get(code="certificate")

    edition = freeze(ProgrammePage.objects.get(), policy=policy, label="First", by=make_user(), at=AT)

    plan = plan_of(edition.pk)
    lines = {
        line["code"]
        for module in read_yaml(REAL / "programme.yaml")["modules"]
        for line in module["assessments"]
    }
    missing = lines - {planned.code for planned in plan.activities}
    assert {code for code in missing if not code.startswith("Q")} - {"EX"} <= ELSEWHERE
    dialogue, defence = plan.activity("DD"), plan.activity("CPD")
    assert (dialogue.first_week, dialogue.week, dialogue.kind) == (12, 13, "discussion")
    rules = observed_rules(dialogue.rules)
    assert (len(rules.criteria), rules.examiners, rules.posts, rules.replies) == (4, 1, 2, 4)
    assert (observed_rules(defence.rules).examiners, defence.kind) == (2, "defence")
    proposal = work_rules(plan.activity("CPP").rules)
    assert (proposal.is_marked, proposal.is_approved, proposal.words_from, proposal.words_to) == (
        False,
        True,
        540,
        660,
    )
    reviewed = work_rules(plan.activity("PR1").rules)
    assert [c.title for c in reviewed.peer_criteria] == [
        "Clarity",
        "Feasibility",
        "Attention to people left out",
    ]
    assert reviewed.anonymous
    assert work_rules(plan.activity("CPR").rules).after == "CPP"
    assert "after" not in plan.activity("AS1").rules
    assert plan.activity("WB").rules == {"response_words": 300}


def test_what_was_edited_in_the_cms_is_exported(tmp_path):
    make_whole_plan()
    dialogue = DiscussionPage.objects.get(activity__code="DD")
    dialogue.weeks, dialogue.replies = 1, 3
    dialogue.save_revision().publish()
    exercise = TaskPage.objects.get(activity__code="L1")
    exercise.completion, exercise.brief = "approval", "Draw."
    exercise.save_revision().publish()

    export_programme(tmp_path)

    data = read_yaml(tmp_path / "programme.yaml")
    lines = {line["code"]: line for module in data["modules"] for line in module["assessments"]}
    told = {key: lines["DD"].get(key) for key in ("week", "weeks", "replies", "rubric")}
    assert told == {"week": 13, "weeks": None, "replies": 3, "rubric": "R-DD"}
    assert (lines["L1"]["completion"], lines["L1"]["brief"]) == ("approval", "Draw.")
    before = {
        line["code"]: line for m in read_yaml(REAL / "programme.yaml")["modules"] for line in m["assessments"]
    }
    assert lines["CPD"] == before["CPD"]


@pytest.mark.parametrize(
    "values, reason",
    [
        ({"rubric": None}, "D1 has no “rubric”"),
        ({"rubric": "R-XX"}, "D1 names the rubric “R-XX”, which does not exist"),
        ({"posts": "two"}, "“posts” of D1 is “two”, not a whole number"),
        ({"week": None, "weeks": [3, 2]}, "“weeks” of D1 is not a first and a last week"),
        ({"after": "CPX"}, "D1 comes after “CPX”, which is no proposal"),
    ],
)
def test_a_fault_is_named(folder, values, reason):
    change(folder, **values)

    with pytest.raises(BrokenLibrary) as refusal:
        load_programme(folder, overwrite=False, at=AT)

    assert [problem.reason for problem in refusal.value.problems] == [reason]


def test_a_work_that_learners_review_needs_a_rubric():
    with pytest.raises(ValidationError, match="Learners review by a rubric"):
        TaskPage(title="Map", slug="pr1", completion="reviews", week=2).clean()
