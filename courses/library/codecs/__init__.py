"""How each kind of item of the source files becomes a row, and a row the item again. In the order of loading."""

from courses.library.codecs.assessing import BANK, EXAM, QUESTION, QUIZ
from courses.library.codecs.instrument import INSTRUMENT
from courses.library.codecs.internship import EVALUATION, HOURS_LOG, VIVA
from courses.library.codecs.knowledge import CASE, PRINCIPLE, RECOMMENDATION, RESOURCE, TERM
from courses.library.codecs.observed import DEFENCE, DISCUSSION, SELF_ASSESSMENT, TASK, WEBINAR
from courses.library.codecs.standing import PAGE
from courses.library.codecs.teaching import LESSON, MODULE, PROGRAMME
from courses.library.codecs.works import ASSIGNMENT, JOURNAL, RUBRIC

CODECS = (
    RECOMMENDATION,
    PRINCIPLE,
    INSTRUMENT,
    CASE,
    RESOURCE,
    TERM,
    RUBRIC,
    PROGRAMME,
    MODULE,
    BANK,
    LESSON,
    QUESTION,
    QUIZ,
    ASSIGNMENT,
    JOURNAL,
    DISCUSSION,
    TASK,
    WEBINAR,
    SELF_ASSESSMENT,
    DEFENCE,
    EXAM,
    HOURS_LOG,
    EVALUATION,
    VIVA,
    PAGE,
)
