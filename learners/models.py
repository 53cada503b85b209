"""The tables of this app, listed for Django. Nobody imports this module."""

from learners.admissions.models import Application, Decision, Document, Intake, Review, StateChange
from learners.alerts.models import IntakeAlert
from learners.attempts.models import AttemptItem, ItemRegrade, KeyCorrection, LateAnswer, QuizAttempt
from learners.attendance.models import Attendance
from learners.credentials.models import (
    AwardProposal,
    BoardLine,
    BoardMeeting,
    Certificate,
    IssuedFile,
    IssuingItem,
    IssuingRun,
    NameConfirmation,
    NameCorrection,
    RevocationRequest,
    SigningKey,
)
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
from learners.integrity.models import IntegrityCase, PanelVote
from learners.notices.models import MailText, Notice, StoppedMail
from learners.observations.models import Agreement, Contribution, Observation
from learners.peerreviews.models import PeerCalibration, PeerReview, PeerRound
from learners.progress.models import ActivityProgress
from learners.selfassessment.models import ActionItem, AnswerSheet, Assessment, Respondent
from learners.similarity.models import Fingerprint, Overlap
from learners.submissions.models import (
    CalibrationMark,
    Correction,
    Discussion,
    Draft,
    Mark,
    Moderation,
    NextStep,
    Reply,
    SampleScript,
    SavedComment,
    Submission,
    Work,
    WorkFile,
)

__all__ = [
    "Accommodation",
    "ActionItem",
    "ActivityProgress",
    "Agreement",
    "AnswerSheet",
    "Application",
    "Assessment",
    "AttemptItem",
    "Attendance",
    "AwardProposal",
    "BoardLine",
    "BoardMeeting",
    "CalibrationMark",
    "Certificate",
    "CohortMove",
    "Contribution",
    "Correction",
    "Decision",
    "Delivery",
    "Discussion",
    "Document",
    "Draft",
    "Enrolment",
    "Extension",
    "Fingerprint",
    "GradeEvent",
    "GradeRelease",
    "HeldPlace",
    "Intake",
    "IntakeAlert",
    "IntegrityCase",
    "IssuedFile",
    "IssuingItem",
    "IssuingRun",
    "ItemRegrade",
    "KeyCorrection",
    "LateAnswer",
    "LearnerProfile",
    "LearningEvent",
    "MailText",
    "Mark",
    "Moderation",
    "NameConfirmation",
    "NameCorrection",
    "NextStep",
    "Notice",
    "Observation",
    "Overlap",
    "PanelVote",
    "PeerCalibration",
    "PeerReview",
    "PeerRound",
    "QuizAttempt",
    "Reply",
    "Respondent",
    "Review",
    "RevocationRequest",
    "RosterImport",
    "RosterRow",
    "SampleScript",
    "SavedComment",
    "SigningKey",
    "StateChange",
    "StoppedMail",
    "Submission",
    "Withholding",
    "Work",
    "WorkFile",
]
