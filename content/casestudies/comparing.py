"""Two cases side by side."""

from dataclasses import dataclass

from content.casestudies.filtering import most_alike
from content.casestudies.models import CaseStudyPage, FailureFactor
from content.casestudies.queries import cases_in_order, library, principles_of

OFFERED = 50


@dataclass(frozen=True)
class Side:
    case: CaseStudyPage
    principles: list
    factors: list[str]


@dataclass(frozen=True)
class Comparison:
    left: Side
    right: Side
    shared: list
    """Principles that both have."""

    @property
    def sides(self) -> tuple[Side, Side]:
        return self.left, self.right


def cases_like(case: CaseStudyPage) -> list[CaseStudyPage]:
    """What one would compare it with, the most alike first."""
    facts = library().cases
    own = next(each for each in facts if each.pk == case.pk)
    return cases_in_order(most_alike(facts, own, most=OFFERED))


def compare(one: CaseStudyPage, two: CaseStudyPage) -> Comparison:
    left, right = _side(one), _side(two)
    numbers = {each.number for each in right.principles}
    return Comparison(left, right, [each for each in left.principles if each.number in numbers])


def factors_of(case: CaseStudyPage) -> list[str]:
    """In words, for a page."""
    known = {str(value): str(label) for value, label in FailureFactor.choices}
    return [known[block.value] for block in case.failure_factors if block.value in known]


def _side(case: CaseStudyPage) -> Side:
    return Side(case, principles_of(case), factors_of(case))
