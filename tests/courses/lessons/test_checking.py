import pytest

from content.blocks.story import LessonStoryBlock, new_lesson
from courses.lessons.checking import (
    Finding,
    UnableToSubmit,
    check_ready,
    findings,
    minutes_to_study,
    word_count,
)
from tests.factories.programme import LESSON_BODY


def _body(*parts):
    return LessonStoryBlock().normalize(list(parts))


def _whole(**replaced):
    """The lesson of the factory, with a text of the right length as its idea."""
    long = " ".join(["Ten words stand here and each of them counts once."] * 90)
    parts = dict(LESSON_BODY) | {"section": {"heading": "One idea", "text": long}}
    return _body(*[(name, value) for name, value in (parts | replaced).items() if value is not None])


def test_findings_of_a_whole_lesson_are_none():
    assert findings(_whole()) == []


@pytest.mark.parametrize(
    "part, message",
    [
        ("situation", "The lesson has no situation at its start."),
        ("objectives", "The lesson has no objectives."),
        ("case", "The lesson has no case."),
        ("activity", "The lesson has no activity."),
        ("check", "The lesson has no check."),
        ("apply", "The lesson has no note to apply at work."),
    ],
)
def test_findings_name_a_missing_part(part, message):
    assert findings(_whole(**{part: None})) == [Finding(f"no_{part}", message, blocking=True)]


def test_findings_count_a_part_without_words_as_missing():
    missing = [finding.rule for finding in findings(_body(*new_lesson())) if finding.blocking]

    assert missing == [
        "no_situation",
        "no_objectives",
        "no_section",
        "no_case",
        "no_activity",
        "no_check",
        "no_apply",
    ]


def test_findings_tell_the_length():
    assert findings(_body(*LESSON_BODY)) == [
        Finding("length", f"The lesson has {word_count(_body(*LESSON_BODY))} words. Aim at 900 to 1300.")
    ]


@pytest.mark.parametrize("count, found", [(25, 0), (26, 1)])
def test_findings_name_a_long_sentence(count, found):
    text = " ".join(["word"] * count) + ". Short one."

    sentences = [
        finding for finding in findings(_whole(situation={"text": text})) if finding.rule == "sentence"
    ]

    assert [finding.message for finding in sentences] == [
        f"A sentence has {count} words, the limit is 25: “word word word word word word word word …”"
    ] * found


def test_findings_do_not_read_a_table_as_a_sentence():
    text = "| " + " | ".join(["word"] * 40) + " |"

    assert [finding.rule for finding in findings(_whole(situation={"text": text}))] == []


def test_findings_name_a_heavy_text():
    text = "A sentence of five words. " * 3000

    rules = [finding.rule for finding in findings(_whole(section={"heading": "Idea", "text": text}))]

    assert rules == ["length", "weight"]


@pytest.mark.parametrize("alternative", ["", "  ", None])
def test_findings_name_a_figure_without_text(alternative):
    figure = {"image": None, "alternative": alternative, "caption": ""}

    assert findings(_whole(figure=figure)) == [
        Finding("alternative", "A figure has no text for people who do not see it.", blocking=True)
    ]


def test_check_ready_lets_a_short_lesson_pass():
    assert check_ready(_body(*LESSON_BODY)) is None


def test_check_ready_refuses_missing_parts_and_names_them_all():
    with pytest.raises(UnableToSubmit) as refusal:
        check_ready(_whole(check=None, apply=None))

    assert str(refusal.value) == (
        "The lesson was saved as a draft. It cannot go to a second reader yet: "
        "The lesson has no check. The lesson has no note to apply at work."
    )


@pytest.mark.parametrize("words, minutes, shown", [(0, 8, 10), (700, 8, 20), (1200, 8, 25), (0, 0, 5)])
def test_minutes_to_study_are_rounded_to_five(words, minutes, shown):
    body = _body(
        ("section", {"heading": "", "text": " ".join(["word"] * words)}),
        ("activity", {"minutes": minutes, "text": ""}),
    )

    assert minutes_to_study(body) == shown
