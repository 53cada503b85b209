"""The exact questions that a quiz of an edition may ask. They never change, so each process reads them once."""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType

from courses.editions.models import EditionQuestion
from courses.questions.models import Question


@dataclass(frozen=True)
class FrozenChoice:
    id: int
    text: str
    match: str
    correct: bool
    explanation: str


@dataclass(frozen=True)
class FrozenPrinciple:
    number: int
    pillar: str
    name: str


@dataclass(frozen=True)
class FrozenQuestion:
    id: int
    bank_id: int
    code: str
    version: int
    kind: str
    stem: str
    explanation: str
    points: int
    number: Decimal | None
    tolerance: Decimal
    tolerance_kind: str
    unit: str
    keep_case: bool
    words_from: int | None
    words_to: int | None
    lesson_code: str
    choices: tuple[FrozenChoice, ...]
    principles: tuple[FrozenPrinciple, ...]


@lru_cache(maxsize=128)
def frozen_pool(edition_activity_id: int) -> MappingProxyType[int, FrozenQuestion]:
    """All questions of one frozen quiz by their id. Four queries once in a process, none afterwards."""
    asked = EditionQuestion.objects.filter(edition_activity_id=edition_activity_id).values("question_id")
    questions = (
        Question.objects.filter(pk__in=asked)
        .select_related("lesson")
        .prefetch_related("choices", "principle_links__principle")
        .order_by("code", "pk")
    )
    return MappingProxyType({question.pk: frozen_question(question) for question in questions})


def frozen_question(question: Question) -> FrozenQuestion:
    """The question as it stands now, by value."""
    taken = ("number", "tolerance", "tolerance_kind", "unit", "keep_case", "words_from", "words_to")
    links = sorted(question.principle_links.all(), key=lambda link: link.principle.number)
    return FrozenQuestion(
        id=question.pk,
        bank_id=question.bank_id,
        code=question.code,
        version=question.version,
        kind=question.kind,
        stem=question.stem,
        explanation=question.explanation,
        points=question.points,
        **{name: getattr(question, name) for name in taken},
        lesson_code=question.lesson.code if question.lesson else "",
        choices=tuple(
            FrozenChoice(choice.pk, choice.text, choice.match, choice.correct, choice.explanation)
            for choice in sorted(
                question.choices.all(), key=lambda choice: (choice.sort_order or 0, choice.pk)
            )
        ),
        principles=tuple(
            FrozenPrinciple(link.principle.number, link.principle.pillar, link.principle.title)
            for link in links
        ),
    )
