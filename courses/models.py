"""The tables of this app, listed for Django. Nobody imports this module."""

from courses.assessments.models import ExamPage, ExamSection, QuizPage, QuizSection
from courses.assessments.observed import DefencePage, DiscussionPage
from courses.assessments.rubrics import Criterion, Rubric
from courses.assessments.tasks import SelfAssessmentPage, TaskPage, WebinarPage
from courses.assessments.works import AssignmentPage, JournalPage
from courses.catalogue.models import CatalogueRecord
from courses.cohorts.models import Cohort, DateOverride, TeachingRole
from courses.editions.models import Edition, EditionActivity, EditionModule, EditionQuestion, EditionText
from courses.internship.models import EvaluationPage, HoursLogPage, VivaPage
from courses.lessons.models import LessonCase, LessonPage, LessonPrinciple, LessonResource
from courses.library.models import LoadedItem
from courses.programme.models import (
    Activity,
    AssessmentComponent,
    AwardPolicy,
    AwardRule,
    ModulePage,
    ProgrammePage,
)
from courses.programme.workflow import SecondReaderTask
from courses.questions.models import Choice, Question, QuestionBank, QuestionPrinciple

__all__ = [
    "Activity",
    "AssessmentComponent",
    "AssignmentPage",
    "AwardPolicy",
    "AwardRule",
    "CatalogueRecord",
    "Choice",
    "Cohort",
    "Criterion",
    "DateOverride",
    "DefencePage",
    "DiscussionPage",
    "Edition",
    "EditionActivity",
    "EditionModule",
    "EditionQuestion",
    "EditionText",
    "EvaluationPage",
    "ExamPage",
    "ExamSection",
    "HoursLogPage",
    "JournalPage",
    "LessonCase",
    "LessonPage",
    "LessonPrinciple",
    "LessonResource",
    "LoadedItem",
    "ModulePage",
    "ProgrammePage",
    "Question",
    "QuestionBank",
    "QuestionPrinciple",
    "QuizPage",
    "QuizSection",
    "Rubric",
    "SecondReaderTask",
    "SelfAssessmentPage",
    "TaskPage",
    "TeachingRole",
    "VivaPage",
    "WebinarPage",
]
