"""Where each learner of a cohort stands with statements and records, and who can do the next deed."""

from datetime import datetime

from courses.cohorts.models import Cohort
from learners.credentials.awarding import Award, Board, State, award_at, award_in
from learners.credentials.eligibility import standings_of
from learners.credentials.exit_awards import ExitAward, cohort_exit_awards, exit_awards_in
from learners.credentials.queries import Register, register_of
from learners.credentials.studies import studies_of
from learners.enrolment.models import Enrolment
from learners.grades.queries import Grades

_SHOWN = (State.READY, State.WAITING, State.ISSUED, State.REVOKED)


def exit_board(cohort: Cohort, *, viewer, at: datetime) -> Board:
    """By learner: what was proposed or issued, and what is reached but for one thing that the learner can mend."""
    found = cohort_exit_awards(cohort, at=at)
    register = register_of(enrolment.pk for enrolment in found)
    awards = [_award(made, register) for of_learner in found.values() for made in of_learner]
    shown = [award for award in awards if award.state in _SHOWN or _is_near(award)]
    return Board(cohort, shown, viewer)


def exit_awards_of(enrolment: Enrolment, *, at: datetime, grades: Grades | None = None) -> list[Award]:
    """All that the edition knows, with every reason. grades: the released ones for the eyes of the learner."""
    studies = studies_of([enrolment], grades=None if grades is None else {enrolment.pk: grades})
    register = register_of([enrolment.pk])
    return [_award(made, register) for made in exit_awards_in(studies, at=at)[enrolment.pk]]


def all_awards_of(enrolment: Enrolment, *, at: datetime) -> tuple[Award, list[Award]]:
    """The certificate and the exit awards of one learner; what both look at is read once."""
    studies, register = studies_of([enrolment]), register_of([enrolment.pk])
    [standing] = standings_of(studies.values(), plan=studies[enrolment.pk].plan)
    exits = [_award(made, register) for made in exit_awards_in(studies, at=at)[enrolment.pk]]
    return award_in(standing, register), exits


def _is_near(award: Award) -> bool:
    made = award.standing
    return isinstance(made, ExitAward) and made.is_near and not made.certified


def _award(made: ExitAward, register: Register) -> Award:
    return award_at(made, (made.enrolment.pk, made.kind, made.scope), register)
