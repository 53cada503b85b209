"""The tables of this app, listed for Django. Nobody imports this module."""

from learners.admissions.models import Application, Decision, Document, Intake, Review, StateChange
from learners.attempts.models import AttemptItem, LateAnswer, QuizAttempt
from learners.credentials.models import AwardProposal, Certificate, RevocationRequest, SigningKey
from learners.enrolment.models import (
    Accommodation,
    CohortMove,
    Enrolment,
    Extension,
    HeldPlace,
    LearnerProfile,
    RosterImport,
    RosterRow,
)
from learners.events.models import Delivery, LearningEvent
from learners.grades.models import GradeEvent, GradeRelease, Withholding
from learners.notices.models import MailText, Notice
from learners.progress.models import ActivityProgress

__all__ = [
    "Accommodation",
    "ActivityProgress",
    "Application",
    "AttemptItem",
    "AwardProposal",
    "Certificate",
    "CohortMove",
    "Decision",
    "Delivery",
    "Document",
    "Enrolment",
    "Extension",
    "GradeEvent",
    "GradeRelease",
    "HeldPlace",
    "Intake",
    "LateAnswer",
    "LearnerProfile",
    "LearningEvent",
    "MailText",
    "Notice",
    "QuizAttempt",
    "Review",
    "RevocationRequest",
    "RosterImport",
    "RosterRow",
    "SigningKey",
    "StateChange",
    "Withholding",
]
