from fractions import Fraction
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from content.maturity.scoring import (
    BANDS,
    STAGES,
    Confidence,
    Stage,
    disagree,
    mean_score,
    median,
    priority,
    score,
)

SOURCE = Path(settings.BASE_DIR) / "content" / "library" / "self_assessment.yaml"
VECTORS = yaml.safe_load(SOURCE.read_text(encoding="utf-8"))["test_vectors"]
ANSWERS = st.lists(st.sampled_from([None, 0, 1, 2]), min_size=1, max_size=5)


def given_answers(early, intermediate, advanced) -> dict:
    return dict(zip(STAGES, (early, intermediate, advanced), strict=True))


def test_the_source_has_its_six_vectors():
    assert len(VECTORS) == 6


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_the_vectors_of_the_specification(vector):
    answers = given_answers(vector["early"], vector["intermediate"], vector["advanced"])

    result = score(answers, evidenced=vector["evidence"], respondents=vector["respondents"])

    assert {
        "raw_score": result.raw,
        "score": result.score,
        "stage": result.stage.value,
        "coverage": round(float(result.coverage), 3),
        "consistency": round(float(result.consistency), 3),
        "contradictory": result.contradictory,
        "confidence_index": round(float(result.confidence_index), 3),
        "confidence": result.confidence.value,
    } == vector["expected"]


@given(early=ANSWERS, middle=ANSWERS, top=ANSWERS, share=st.integers(0, 10), respondents=st.integers(1, 5))
def test_score_and_stage_never_disagree(early, middle, top, share, respondents):
    claimed = sum(1 for answer in middle + top if answer)
    result = score(given_answers(early, middle, top), evidenced=min(share, claimed), respondents=respondents)

    assert 0 <= result.raw <= 100
    assert 0 <= result.confidence_index <= 1
    if result.stage == Stage.INSUFFICIENT:
        assert (result.score, result.gap, result.confidence) == (None, 0, Confidence.LOW)
    else:
        low, high = BANDS[result.stage]
        assert low <= result.score <= high
    if respondents == 1:
        assert result.confidence != Confidence.HIGH


@given(early=ANSWERS, middle=ANSWERS, top=ANSWERS, place=st.integers(0, 4))
def test_a_better_answer_to_a_higher_statement_never_lowers_the_raw_score(early, middle, top, place):
    place %= len(top)
    if top[place] is None or top[place] == 2:
        return
    better = [answer + 1 if index == place else answer for index, answer in enumerate(top)]

    before = score(given_answers(early, middle, top), evidenced=0, respondents=1)
    after = score(given_answers(early, middle, better), evidenced=0, respondents=1)

    assert after.raw >= before.raw


def test_boundaries_of_the_stages():
    def stage(early, middle, top) -> Stage:
        return score(given_answers(early, middle, top), evidenced=0, respondents=1).stage

    assert stage([0, 0], [2, 1, 1, 2], [2, 2, 1, 1, 1]) == Stage.ADVANCED  # I 0.75, A 0.70
    assert stage([1, 1], [2, 2], [2, 2]) == Stage.INTERMEDIATE  # E 0.50
    assert stage([2, 1], [1, 1], [0, 0]) == Stage.EARLY  # E 0.75
    assert stage([2, 0], [1, 1], [0, 0]) == Stage.INTERMEDIATE


@pytest.mark.parametrize(
    ("answers", "middle"), [([2, 0], 0), ([0, 1, 2], 1), ([None, 2], 2), ([None], None), ([1, 1, 2, 2], 1)]
)
def test_median_takes_the_lower_of_two(answers, middle):
    assert median(answers) == middle


@pytest.mark.parametrize(
    ("answers", "apart"), [([0, 2], True), ([0, 1], False), ([None, 2], False), ([], False)]
)
def test_disagreement(answers, apart):
    assert disagree(answers) is apart


def test_priority_and_mean():
    early = score(given_answers([2], [0], [0]), evidenced=0, respondents=1)
    middle = score(given_answers([0], [2], [0]), evidenced=0, respondents=1)
    nothing = score(given_answers([None], [None], [None]), evidenced=0, respondents=1)

    assert [priority(each, weight=3) for each in (early, middle, nothing)] == [150, 90, 0]
    assert (mean_score([early, middle, nothing]), mean_score([nothing])) == (25, None)
    assert middle.coverage == Fraction(1)
