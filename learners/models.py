"""The tables of this app, listed for Django. Nobody imports this module."""

from learners.attempts.models import AttemptItem, QuizAttempt
from learners.credentials.models import AwardProposal, Certificate, RevocationRequest, SigningKey
from learners.enrolment.models import (
    Accommodation,
    CalendarAddress,
    CohortMove,
    Enrolment,
    Extension,
    HeldPlace,
    LearnerProfile,
    RosterImport,
    RosterRow,
)
from learners.events.models import Delivery, LearningEvent
from learners.grades.models import GradeEvent
from learners.notices.models import Notice
from learners.progress.models import ActivityProgress

__all__ = [
    "Accommodation",
    "ActivityProgress",
    "AttemptItem",
    "AwardProposal",
    "CalendarAddress",
    "Certificate",
    "CohortMove",
    "Delivery",
    "Enrolment",
    "Extension",
    "GradeEvent",
    "HeldPlace",
    "LearnerProfile",
    "LearningEvent",
    "Notice",
    "QuizAttempt",
    "RevocationRequest",
    "RosterImport",
    "RosterRow",
    "SigningKey",
]
