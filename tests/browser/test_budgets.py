"""What each page weighs on the wire, and that it asks nobody else for anything."""

from dataclasses import dataclass

from tests.browser.pages import Place, all_places, tour
from tests.browser.visiting import Visitor

KB = 1024


@dataclass(frozen=True)
class Budget:
    document: int
    """Text, style and all, compressed."""
    script: int
    """Compressed."""
    requests: int
    elements: int


TEXT = Budget(14 * KB, 6 * KB, 4, 600)
TABLE = Budget(20 * KB, 10 * KB, 5, 1500)
BUDGETS = {
    "lesson": Budget(25 * KB, 6 * KB, 2, 600),
    "This week": TEXT,
    "programme map": TEXT,
    "module": TEXT,
    "quiz question": TEXT,
    "quiz review": TEXT,
    "quiz, matching": TEXT,
    "quiz sheet, all kinds": TEXT,
    "quiz review, all kinds": TEXT,
    "answer to mark": TEXT,
    "exam to moderate": TEXT,
    "answers to mark": TABLE,
    "results": TEXT,
    "transcript": TEXT,
    "home": TEXT,
    "cases": Budget(25 * KB, 8 * KB, 8, 1200),
    "glossary": TEXT,
    "search, found": TEXT,
    "self-assessment, result": Budget(25 * KB, 8 * KB, 8, 1200),
    "sign in": TEXT,
    "verify, valid": Budget(6 * KB, 0, 1, 80),
    "verify, revoked": Budget(6 * KB, 0, 1, 80),
    "award board": TABLE,
    "gradebook": TABLE,
    "assignment": TEXT,
    "feedback": TEXT,
    "discussion, judged": TEXT,
    "proposal, returned": TEXT,
    "learners of a discussion": TABLE,
    "two marks far apart": TABLE,
    "learners with a proposal": TABLE,
    "reviews": TEXT,
    "review": TEXT,
    "received reviews": TEXT,
    "This week with reviews": TEXT,
    "review by a tutor": TABLE,
    "overview of reviews": TABLE,
    "marking queue": TABLE,
    "marking screen": TABLE,
    "marks of a work": TABLE,
    "dates": TEXT,
    "schedule of a cohort": TABLE,
    "learners": TABLE,
    "record of a learner": TABLE,
    "staff home": TABLE,
    "admissions pipeline": TABLE,
    "before you apply": TEXT,
    "application status": TEXT,
    "people of a cohort": TABLE,
    "new rows": TABLE,
    "team of a cohort": TABLE,
    "internship": TEXT,
    "hours log": TEXT,
    "supervisor": Budget(14 * KB, 0, 1, 600),
    "evaluation": Budget(14 * KB, 0, 1, 600),
    "internships": TABLE,
    "internship record": TABLE,
    "end a role": TEXT,
}


def test_each_page_keeps_its_budget(visit, world):
    places = {place.name: place for place in all_places(world)}
    over = {}
    for place, visitor in tour(visit, [places[name] for name in BUDGETS]):
        spent = cost_of(visitor, place)
        beyond = {key: cost for key, cost in spent.items() if cost > getattr(BUDGETS[place.name], key)}
        if beyond:
            over[place.name] = beyond

    assert over == {}


def cost_of(visitor: Visitor, place: Place) -> dict[str, int]:
    page = visitor.open(place.address)
    load = visitor.load
    return {
        "document": load.document,
        "script": load.script,
        "requests": len(load.addresses),
        "elements": page.evaluate("document.querySelectorAll('*').length"),
    }
