import re
from pathlib import Path

import pytest
from django.conf import settings

from learners.events.models import LearningEvent
from learners.events.telling import SENTENCES, sentence
from tests.factories.programme import IN_WEEK_1

NOT_OF_AN_ENROLMENT = ("application.", "intake.", "intake_alert.", "roster.", "cohort.")
"""They stand on no learner's timeline."""


def test_every_verb_that_is_recorded_has_words():
    root = Path(settings.BASE_DIR)
    verbs = set()
    for path in (root / "learners").rglob("*.py"):
        verbs |= set(
            re.findall(r'record(?:_for_each)?\(\s*"([a-z_]+\.[a-z_]+)"', path.read_text(encoding="utf-8"))
        )

    of_learners = {verb for verb in verbs if not verb.startswith(NOT_OF_AN_ENROLMENT)}
    assert of_learners - set(SENTENCES) == set()


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


def test_every_verb_of_an_internship_has_words():
    """Its rules tell through a function of their own."""
    folder = Path(settings.BASE_DIR) / "learners" / "placements"
    verbs = set()
    for path in folder.glob("*.py"):
        verbs |= set(
            re.findall(r'"((?:placement|hours|supervisor|viva)\.[a-z_]+)"', path.read_text(encoding="utf-8"))
        )

    assert len(verbs) > 25
    assert verbs - set(SENTENCES) == set()
