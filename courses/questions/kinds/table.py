"""Which class reads and scores which kind of question."""

from courses.questions.kinds.base import Asked, QuestionKind
from courses.questions.kinds.choosing import Multiple, Single, TrueFalse
from courses.questions.kinds.pairing import Matching, Ordering
from courses.questions.kinds.writing import Essay, Numeric, ShortText
from courses.questions.models import Question

KINDS: dict[str, QuestionKind] = {
    Question.Kind.SINGLE: Single(),
    Question.Kind.MULTIPLE: Multiple(),
    Question.Kind.TRUE_FALSE: TrueFalse(),
    Question.Kind.MATCHING: Matching(),
    Question.Kind.ORDERING: Ordering(),
    Question.Kind.NUMERIC: Numeric(),
    Question.Kind.SHORT_TEXT: ShortText(),
    Question.Kind.ESSAY: Essay(),
}


def kind_of(question: Asked) -> QuestionKind:
    return KINDS[question.kind]
