"""How an answer names options: on the page by place, in the record by id.

Ids in the page would tell in which order the options were written, and the right one is often written first.
"""

from typing import Any

from courses.assessments.drawing import order_of_choices, order_of_partners
from courses.editions.questions import FrozenQuestion
from courses.questions.kinds.base import Fields
from courses.questions.kinds.pairing import items_to_match, partners_to_choose
from courses.questions.kinds.table import kind_of
from learners.attempts.models import QuizAttempt


def shown_choices(attempt: QuizAttempt, question: FrozenQuestion) -> list[int]:
    """The ids of the options, or of the items to match or to order, in the order in which this attempt shows them."""
    kind = kind_of(question)
    shown = items_to_match(question) if kind.fields == Fields.MATCHING else question.choices
    ids = [choice.id for choice in shown]
    return order_of_choices(ids, seed=attempt.seed) if kind.mixed else ids


def shown_partners(attempt: QuizAttempt, question: FrozenQuestion) -> list[int]:
    """What can be chosen for each item: for a matching ids of options, for an order the positions."""
    if kind_of(question).fields == Fields.MATCHING:
        return order_of_partners([choice.id for choice in partners_to_choose(question)], seed=attempt.seed)
    return list(range(1, len(question.choices) + 1))


def with_ids(attempt: QuizAttempt, question: FrozenQuestion, raw: Any) -> Any:
    """What the page sent, with the id behind each place. A place that it does not have becomes None."""
    fields = kind_of(question).fields
    if fields in (Fields.LINE, Fields.ESSAY) or not isinstance(raw, list | tuple):
        return raw
    ids = _by_place(shown_choices(attempt, question))
    if fields == Fields.CHOICES:
        return [ids.get(str(entry)) for entry in raw]
    partners = _by_place(shown_partners(attempt, question))
    pairs = [str(entry).partition("-") for entry in raw if entry != ""]
    return [(ids.get(item), partners.get(partner)) for item, _dash, partner in pairs]


def as_sent(attempt: QuizAttempt, question: FrozenQuestion, response: Any) -> tuple[str, ...]:
    """What the page would send for a stored response."""
    fields = kind_of(question).fields
    if not response:
        return ()
    if fields in (Fields.LINE, Fields.ESSAY):
        return (response,)
    places = {number: place for place, number in enumerate(shown_choices(attempt, question), start=1)}
    if fields == Fields.CHOICES:
        return tuple(str(place) for number, place in places.items() if number in response)
    partners = {number: place for place, number in enumerate(shown_partners(attempt, question), start=1)}
    return tuple(f"{places[item]}-{partners[partner]}" for item, partner in response)


def _by_place(ids: list[int]) -> dict[str, int]:
    return {str(place): number for place, number in enumerate(ids, start=1)}
