"""Where each learner of a cohort stands with statements and records, and who can do the next deed."""

from datetime import datetime

from courses.cohorts.models import Cohort
from learners.credentials.awarding import Award, State
from learners.credentials.exit_awards import ExitAward, cohort_exit_awards, exit_awards_for
from learners.credentials.queries import ExitRegister, exit_register_of, names_confirmed
from learners.enrolment.models import Enrolment
from learners.grades.queries import Grades

_SHOWN = (State.READY, State.WAITING, State.ISSUED, State.REVOKED)


def exit_board(cohort: Cohort, *, at: datetime) -> list[Award]:
    """By learner: what was proposed or issued, and what is reached but for one thing that the learner can mend."""
    found = cohort_exit_awards(cohort, at=at)
    ids = [enrolment.pk for enrolment in found]
    register, names = exit_register_of(ids), names_confirmed(ids)
    awards = [_award(made, register, names) for of_learner in found.values() for made in of_learner]
    return [award for award in awards if award.state in _SHOWN or _is_near(award)]


def exit_awards_of(enrolment: Enrolment, *, at: datetime, grades: Grades | None = None) -> list[Award]:
    """All that the edition knows, with every reason. grades: as for exit_awards_for."""
    register, names = exit_register_of([enrolment.pk]), names_confirmed([enrolment.pk])
    return [_award(made, register, names) for made in exit_awards_for(enrolment, at=at, grades=grades)]


def _is_near(award: Award) -> bool:
    return isinstance(award.standing, ExitAward) and award.standing.is_near


def _award(made: ExitAward, register: ExitRegister, names: dict[int, set[str]]) -> Award:
    part = (made.enrolment.pk, made.kind, made.scope)
    return Award(
        made,
        register.proposals.get(part),
        register.certificates.get(part),
        register.revocations.get(part),
        frozenset(names.get(made.enrolment.pk, ())),
    )
