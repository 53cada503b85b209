"""Which attempt a quiz page belongs to: the page carries a token that nobody else can make up."""

from django.core.signing import BadSignature, Signer

from learners.attempts.models import QuizAttempt

_signer = Signer(salt="quiz attempt")


def token_of(attempt: QuizAttempt) -> str:
    """It begins with the number of its learner, by which the script knows what other people left on the device."""
    return _signer.sign(_name(attempt))


def belongs_to(attempt: QuizAttempt, token: str) -> bool:
    try:
        return _signer.unsign(token) == _name(attempt)
    except BadSignature:
        return False


def _name(attempt: QuizAttempt) -> str:
    return f"{attempt.enrolment.user_id}.{attempt.pk}"
