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
from learners.observations.models import AgreedMark, Contribution, Observation
from learners.peerreviews.models import PeerCalibration, PeerReview, PeerRound
from learners.placements.logbook import HoursEntry, SupervisorLink
from learners.placements.models import Host, HostContact, HostOffer, Internship, Placement
from learners.placements.papers import Agreement, Evaluation, Midpoint, Objective, Plan, Signature
from learners.placements.vivas import Viva, VivaRecord, VivaSlot
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
    "AgreedMark",
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
    "Evaluation",
    "Extension",
    "Fingerprint",
    "GradeEvent",
    "GradeRelease",
    "HeldPlace",
    "Host",
    "HostContact",
    "HostOffer",
    "HoursEntry",
    "Intake",
    "IntakeAlert",
    "IntegrityCase",
    "Internship",
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
    "Midpoint",
    "Moderation",
    "NameConfirmation",
    "NameCorrection",
    "NextStep",
    "Notice",
    "Objective",
    "Observation",
    "Overlap",
    "PanelVote",
    "PeerCalibration",
    "PeerReview",
    "PeerRound",
    "Placement",
    "Plan",
    "QuizAttempt",
    "Reply",
    "Respondent",
    "Review",
    "RevocationRequest",
    "RosterImport",
    "RosterRow",
    "SampleScript",
    "SavedComment",
    "Signature",
    "SigningKey",
    "StateChange",
    "StoppedMail",
    "Submission",
    "SupervisorLink",
    "Viva",
    "VivaRecord",
    "VivaSlot",
    "Withholding",
    "Work",
    "WorkFile",
]
