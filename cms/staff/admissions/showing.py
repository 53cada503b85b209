"""What the page of one application shows, and what the person who looks may do there."""

from django.utils.translation import gettext_lazy as _

from cms.accounts.roles import may
from cms.staff.admissions.forms import ConflictForm, ScoreForm
from learners.admissions.checking import summary
from learners.admissions.deciding import possible_outcomes
from learners.admissions.models import Application, Document
from learners.admissions.queries import reading
from learners.admissions.reviewing import CAN_BE_READ
from learners.admissions.scoring import WEIGHTS, total
from learners.admissions.tasklist import doubts

SHORT = {
    "relevance": _("Relevance"),
    "motivation": _("Motivation"),
    "readiness": _("Readiness"),
    "diversity": _("Diversity"),
}


def record_context(application: Application, *, viewer, score_form=None, conflict_form=None) -> dict:
    read = reading(application, viewer=viewer)
    own = read.line.own
    documents = list(application.documents.order_by("kind", "pk"))
    present = [document for document in documents if document.deleted_at is None]
    decides = may(viewer, "decide_application") and application.user_id != viewer.pk
    conflicted = bool(own and own.conflict)
    return {
        "application": application,
        "cohort": application.intake.cohort,
        "groups": summary(application),
        "doubts": doubts(application),
        "documents": documents,
        "reading": read,
        "reviews": [(review, _scores(review), total(review)) for review in read.reviews],
        "own": own,
        "criteria": SHORT.values(),
        "decisions": application.decisions.select_related("by").order_by("-at", "-pk"),
        "changes": application.changes.select_related("by").order_by("-at", "-pk"),
        "may_score": decides and application.state in CAN_BE_READ,
        "outcomes": possible_outcomes(application) if decides and not conflicted else [],
        "may_verify": application.identity_verified_at is None
        and application.user_id != viewer.pk
        and any(document.kind == Document.Kind.IDENTITY for document in present),
        "score_form": score_form or ScoreForm(review=own if own and not own.conflict else None),
        "conflict_form": conflict_form or ConflictForm(),
    }


def _scores(review) -> list[tuple]:
    """Of each criterion its short name, the score and the note."""
    return [(SHORT[name], getattr(review, name), getattr(review, f"{name}_note")) for name in WEIGHTS]
