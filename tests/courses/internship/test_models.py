"""The steps of the internship in the plan: loaded, exported, frozen."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError

from courses.editions.freezing import freeze
from courses.editions.plan import plan_of
from courses.internship.models import EvaluationPage, HoursLogPage, VivaPage
from courses.library.exporting import export_programme
from courses.library.loading import load_programme
from courses.library.problems import BrokenLibrary
from courses.library.yaml_files import read_yaml
from courses.programme.models import ProgrammePage
from tests.factories.library import make_whole_plan, write_whole_plan

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_every_step_of_the_programme_is_loaded_frozen_and_exported(tmp_path):
    make_whole_plan()
    programme = ProgrammePage.objects.get()

    edition = freeze(programme, policy=programme.award_policies.get(), label="First", by=None, at=AT)

    plan = plan_of(edition.pk)
    steps = {code: plan.activity(code) for code in ("IL", "IE", "IV")}
    told = {code: (each.kind, each.week, each.component, each.share) for code, each in steps.items()}
    assert told == {
        "IL": ("placement_step", 26, "", 1),
        "IE": ("placement_step", 23, "IN", 15),
        "IV": ("placement_step", 25, "IN", 25),
    }
    assert steps["IL"].rules == {
        "step": "hours", "window_hours": 3024, "total": 120, "host": 100, "reflection": 20,
    }  # fmt: skip
    assert steps["IE"].rules == {"step": "evaluation"}
    assert steps["IV"].rules["rubric"]["code"] == "R-IV"
    assert [each["weight"] for each in steps["IV"].rules["rubric"]["criteria"]] == [40, 35, 25]
    assert plan.activity("IP").share == 60

    export_programme(tmp_path / "out")

    written = read_yaml(write_whole_plan(tmp_path / "plan") / "programme.yaml")
    assert read_yaml(tmp_path / "out" / "programme.yaml") == written


def test_what_was_edited_in_the_cms_is_exported(tmp_path):
    make_whole_plan()
    log, viva = HoursLogPage.objects.get(), VivaPage.objects.get()
    log.hours_host, log.first_week = 90, 10
    log.save_revision().publish()
    viva.week, viva.share = 26, 30
    viva.save_revision().publish()

    export_programme(tmp_path / "out")

    text = (tmp_path / "out" / "programme.yaml").read_text()
    assert "hours_host: 90" in text
    assert "    share: 30\n" in text


@pytest.mark.parametrize(
    "before, after, reason",
    [
        ("    rubric: R-IV\n", "    rubric: R-XX\n", "IV names the rubric “R-XX”, which does not exist"),
        (
            "    hours: 120\n",
            "    hours: 120\n    hours_host: most\n",
            "“hours_host” of IL is “most”, not a whole number",
        ),
        ("    - 9\n    - 26\n", "    - 9\n", "“weeks” of IL holds its first and its last week"),
        ("    share: 15\n", "    share: much\n", "“share” of IE is “much”, not a whole number"),
    ],
)
def test_a_fault_is_named_and_nothing_is_loaded(tmp_path, before, after, reason):
    folder = write_whole_plan(tmp_path / "library")
    file = folder / "programme.yaml"
    text = file.read_text()
    head, tail = text.split("  - code: IE\n")
    file.write_text(head + "  - code: IE\n" + tail.replace(before, after, 1))

    with pytest.raises(BrokenLibrary) as refusal:
        load_programme(folder, overwrite=False, at=AT)

    assert [problem.reason for problem in refusal.value.problems] == [reason]
    assert not EvaluationPage.objects.exists()


def test_the_first_week_cannot_come_after_the_last():
    page = HoursLogPage(title="Hours", slug="il", week=5, first_week=9)

    with pytest.raises(ValidationError, match="The first week cannot come after the last one"):
        page.clean()
