"""The tables of this app, listed for Django. Nobody imports this module."""

from learners.attempts.models import AttemptItem, QuizAttempt
from learners.credentials.models import AwardProposal, Certificate, RevocationRequest, SigningKey
from learners.enrolment.models import (
    Accommodation,
    CohortMove,
    Enrolment,
    Extension,
    HeldPlace,
    LearnerProfile,
)
from learners.events.models import Delivery, LearningEvent
from learners.grades.models import GradeEvent
from learners.notices.models import MailText, Notice
from learners.progress.models import ActivityProgress

__all__ = [
    "Accommodation",
    "ActivityProgress",
    "AttemptItem",
    "AwardProposal",
    "Certificate",
    "CohortMove",
    "Delivery",
    "Enrolment",
    "Extension",
    "GradeEvent",
    "HeldPlace",
    "LearnerProfile",
    "LearningEvent",
    "MailText",
    "Notice",
    "QuizAttempt",
    "RevocationRequest",
    "SigningKey",
]
