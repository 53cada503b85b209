"""What the demo cohort has without handing in, or without a mark: a judged discussion, a proposal, a round of reviews."""

from datetime import datetime, timedelta

from courses.assessments.rulebook import observed_rules
from courses.cohorts.models import Cohort, DateOverride
from courses.cohorts.schedule import week_starts_at
from courses.editions.plan import Plan, PlannedActivity
from learners.enrolment.models import Enrolment
from learners.observations.contributing import save_contribution
from learners.observations.judging import Judgement, complete_observation, note_absence
from learners.observations.releasing import release
from learners.peerreviews.assigning import open_round
from learners.submissions.declaring import Declared
from learners.submissions.handing_in import Written, hand_in, save_draft

JUDGED = 9
DISCUSSION, PROPOSAL, REVIEWED = "D1", "CPP", "PR1"
_POST = (
    "I wrote on the four offices that a small firm has to visit, and on who could put them behind one door. "
    "In two replies I asked what happened to the counter staff elsewhere."
)
_PROPOSAL = """This is a text of the demonstration, written to show how a proposal is approved.

My capstone is an outline business case for one application of small firms in our region. Today they visit four offices
and give the same papers three times. The director of the regional office could decide on it.

I can use the counts of the counters and talk to twelve owners of firms. Names of firms stay out of the text."""
_MAP = """This is a text of the demonstration, written to show how learners review each other.

The permit is decided by the building office, its data by nobody, its money by the treasury, and its end by the council.
Two heads believe that they decide on the form. One of them should say so by next month."""


def load_demo_discussions(
    cohort: Cohort, plan: Plan, enrolments: list[Enrolment], *, by, at: datetime
) -> None:
    """The first learners have their marks of the first discussion, a proposal waits, and four maps are reviewed."""
    if discussion := plan.activity(DISCUSSION):
        _discuss(cohort, discussion, enrolments[:JUDGED], by=by, at=at)
    if proposal := plan.activity(PROPOSAL):
        _bring_forward(cohort, proposal, due_at=at + timedelta(days=3))
        _write(enrolments[1], proposal, _PROPOSAL, at=at - timedelta(hours=20))
    if reviewed := plan.activity(REVIEWED):
        _bring_forward(cohort, reviewed, due_at=at - timedelta(hours=30))
        for place, enrolment in enumerate(enrolments[:4]):
            _write(enrolment, reviewed, _MAP, at=at - timedelta(hours=40 - place))
        open_round(cohort, reviewed, at=at)


def _discuss(
    cohort: Cohort, planned: PlannedActivity, enrolments: list[Enrolment], *, by, at: datetime
) -> None:
    *there, away = enrolments
    criteria = len(observed_rules(planned.rules).criteria)
    for place, enrolment in enumerate(there):
        if place % 2 == 0:
            moment = week_starts_at(cohort, planned.week) + timedelta(days=3, hours=place)
            save_contribution(enrolment, planned, text=_POST, at=moment)
        points = [60 + 5 * ((place + criterion) % 5) for criterion in range(criteria)]
        judgement = Judgement(points, "Your post moved the conversation. Ask one more question next time.")
        complete_observation(enrolment, planned, judgement, sequence=1, by=by, at=at)
    note_absence(away, planned, reason="There is no post in the discussion.", sequence=1, by=by, at=at)
    release(cohort, planned, by=by, at=at)


def _bring_forward(cohort: Cohort, planned: PlannedActivity, *, due_at: datetime) -> None:
    DateOverride.objects.create(
        cohort=cohort,
        activity_id=planned.activity_id,
        opens_at=week_starts_at(cohort, 1),
        due_at=due_at,
        reason="The demonstration has it early.",
    )


def _write(enrolment: Enrolment, planned: PlannedActivity, text: str, *, at: datetime) -> None:
    draft = save_draft(enrolment, planned, Written(text, Declared(uses_tools=False), 1), at=at).draft
    hand_in(enrolment, planned, sequence=draft.sequence, at=at)
