"""What the agreement says: clauses for each type of host and each language.

A translation is one more entry of CLAUSES with the same keys, checked by a test. The institution's lawyer reads it first.
"""

from dataclasses import dataclass

from learners.placements.models import Sector


@dataclass(frozen=True)
class Clause:
    title: str
    text: str
    """May name {hours}, {programme}, {host}, {learner} and {supervisor}."""


_ENGLISH = {
    "supervisor": Clause(
        "Duties of the supervisor",
        "{supervisor} introduces the learner, agrees objectives, meets the learner at least every two weeks, confirms hours "
        "every two weeks by personal link, takes part in the midpoint review, and evaluates the placement at its end.",
    ),
    "learner": Clause(
        "Duties of the learner",
        "{learner} works {hours} hours on the task, keeps the rules of the workplace, logs hours and activities honestly, "
        "and tells the supervisor and the co-ordinator early when something goes wrong.",
    ),
    "safety": Clause(
        "Working conditions and safety",
        "The host gives the learner the same conditions of health and safety as its own staff, and a workplace, or means to "
        "work remotely. At most 10 hours a day and 40 hours a week are worked.",
    ),
    "confidentiality": Clause(
        "Confidentiality",
        "The learner keeps confidential what the host marks as confidential, also after the end. Personal, classified or "
        "commercially sensitive data is never entered into the learning platform. The portfolio is anonymised.",
    ),
    "data": Clause(
        "Data protection",
        "The programme keeps the contact data of the supervisor, the papers of the placement and the hours log for 24 months "
        "after the end of the programme, then deletes them. Marks of the evaluation stay in the learner's record.",
    ),
    "property": Clause(
        "Intellectual property",
        "What the learner makes for the host belongs to the host. The learner may use it in the portfolio and the viva, "
        "anonymised, unless it is confidential.",
    ),
    "equality": Clause(
        "Equal treatment and safeguarding",
        "Nobody is treated less favourably because of sex, gender, origin, religion, disability, age or opinion. Harassment "
        "is not tolerated. The learner may turn to the co-ordinator at any time, in confidence.",
    ),
    "end": Clause(
        "End of the agreement",
        "Each party may end the agreement in writing, with reasons, within five working days; the programme at once if the "
        "placement is not safe or has no learning content. Hours that are confirmed by then count.",
    ),
}
_OF_SECTOR = {
    "en": {
        Sector.GOVERNMENT: Clause(
            "Public service",
            "The learner exercises no public authority, signs nothing in the name of the host, and follows its rules on "
            "official secrets and gifts. The host does not use the learner in place of regular staff.",
        ),
        Sector.PRIVATE: Clause(
            "Business",
            "The learner takes no part in bids to public bodies for which the learner works. The host does not use the "
            "learner in place of regular staff without pay.",
        ),
        Sector.NONPROFIT: Clause(
            "Mission",
            "The learner follows the host's rules on safeguarding of the people whom it serves. The host does not use the "
            "learner in place of regular staff, paid or voluntary.",
        ),
    }
}
CLAUSES = {"en": _ENGLISH}
LANGUAGES = tuple(CLAUSES)


def clauses_for(sector: str, language: str, values: dict[str, str]) -> list[dict[str, str]]:
    """The clauses in their order, filled in; in English where a language has none."""
    language = language if language in CLAUSES else "en"
    clauses = [*CLAUSES[language].values(), _OF_SECTOR[language][Sector(sector)]]
    return [{"title": clause.title, "text": clause.text.format_map(values)} for clause in clauses]
