import re
from pathlib import Path

import pytest
from django.conf import settings

from courses.programme.models import Activity
from learners.audit.named import NAMES, RECORDED
from learners.enrolment import moving
from learners.events.models import LearningEvent
from learners.events.telling import SENTENCES, kind_of, sentence
from tests.factories.programme import IN_WEEK_1

ROOT = Path(settings.BASE_DIR)
FILES = ("json", "typ")


def told_in(path: str) -> set[str]:
    """The second words that the rules of one file hand to its function that tells."""
    lines = (ROOT / "learners" / path).read_text(encoding="utf-8").splitlines()
    return {word for line in lines if "_tell(" in line for word in re.findall(r'"(\w+)"', line)}


MADE_OF_PARTS = {
    "enrolment": set(moving._STEPS),
    "extension": {"granted", "refused"},
    "integrity": told_in("integrity/deciding.py"),
    "key_correction": told_in("attempts/regrading.py"),
    "name": {"corrected", "correction_refused"},
}
"""Verbs whose second word a rule puts in."""


def sources() -> str:
    files = (path for app in ("learners", "cms") for path in (ROOT / app).rglob("*.py"))
    return "\n".join(
        path.read_text(encoding="utf-8") for path in files if path.name not in ("telling.py", "named.py")
    )


def test_every_verb_that_is_recorded_has_words():
    """Verbs are found by their first word, wherever they stand: some rules tell through a function of their own."""
    text = sources()
    recorded = set(re.findall(r'\brecord(?:_for_each)?\(\s*"([a-z_]+)\.[a-z_]+"', text))
    areas = "|".join(recorded | {verb.split(".")[0] for verb in SENTENCES})

    found = re.findall(rf'(?<!f)"((?:{areas})\.([a-z_]+))"', text)
    made = set(re.findall(rf'f"({areas})\.\{{[a-z]+\}}"', text))

    verbs = {verb for verb, second in found if second not in FILES}
    verbs |= {f"{area}.{second}" for area, seconds in MADE_OF_PARTS.items() for second in seconds}
    assert made == MADE_OF_PARTS.keys()
    assert verbs - SENTENCES.keys() - (NAMES.keys() - RECORDED) == set()
    assert SENTENCES.keys() - verbs == set()


def test_every_event_with_a_mail_has_words():
    assert settings.EVENT_RECEIVERS.keys() - SENTENCES.keys() == set()


def test_the_kind_of_an_event_tells_no_reason():
    event = LearningEvent(verb="enrolment.withdrawn", data={"reason": "Illness."}, at=IN_WEEK_1)

    assert kind_of(event) == "Withdrew"


def test_an_activity_is_named_by_its_title_where_there_is_one():
    event = LearningEvent(verb="quiz.submitted", activity=Activity(code="Q1"), at=IN_WEEK_1)

    assert (sentence(event, "Foundations quiz"), sentence(event)) == (
        "Submitted an attempt at Foundations quiz (Q1)",
        "Submitted an attempt at Q1",
    )


@pytest.mark.parametrize(
    ("verb", "data", "says"),
    [
        ("enrolment.withdrawn", {"reason": "A new post."}, "Withdrew: A new post."),
        ("enrolment.withdrawn", {}, "Withdrew: –"),
        ("extension.granted", {"extension": 4}, "More time was granted for all remaining work"),
        ("something.new", {}, "something.new"),
    ],
)
def test_an_event_in_words(verb, data, says):
    assert sentence(LearningEvent(verb=verb, data=data, at=IN_WEEK_1)) == says
