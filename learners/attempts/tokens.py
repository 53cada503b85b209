"""Which attempt a quiz page belongs to: the page carries a token that nobody else can make up."""

from django.core.signing import BadSignature, Signer

from learners.attempts.models import QuizAttempt

_signer = Signer(salt="quiz attempt")


def token_of(attempt: QuizAttempt) -> str:
    """It begins with the number of its learner, by which the script knows what other people left on the device."""
    return _signer.sign(f"{attempt.enrolment.user_id}.{attempt.pk}")


def attempt_in(token: str, *, user) -> int | None:
    """The number of the attempt; None for a token that is none, or that was made for somebody else."""
    try:
        owner, _dot, attempt = _signer.unsign(token).partition(".")
    except BadSignature:
        return None
    return int(attempt) if owner == str(user.pk) else None
