"""What came of a review that a page sent, for learners and tutors alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from content.base.errors import RuleError
from learners.enrolment.access import words
from learners.peerreviews.forms import ReviewForm, review_form
from learners.peerreviews.models import PeerReview
from learners.peerreviews.writing import Saved, save_review, send_review


@dataclass(frozen=True)
class Posted:
    form: ReviewForm
    """Holds what was typed, and why it was refused."""
    status: int
    review: PeerReview
    sent: bool = False
    message: str = ""

    @property
    def refused(self) -> bool:
        return self.status != 200

    def as_json(self) -> dict:
        if self.form.errors:
            errors = [str(text) for texts in self.form.errors.values() for text in texts]
            return {"saved": False, "message": " ".join(errors), "sequence": self.review.sequence}
        return {"saved": True, "message": self.message, "sequence": self.review.sequence}


def post_review(data: Mapping[str, str], review: PeerReview, *, by, zone: str, at: datetime) -> Posted:
    """deed in data: “send” sends it, anything else keeps it."""
    form = review_form(review, data)
    if not form.is_valid():
        return Posted(form, 422, review)
    sends, sequence = data.get("deed") == "send", form.cleaned_data["sequence"]
    written = form.written()
    try:
        if sends:
            done = send_review(review, written, sequence=sequence, by=by, zone=zone, at=at)
            return Posted(form, 200, done, True, _("Your review is sent."))
        saved = save_review(review, written, sequence=sequence, by=by, zone=zone, at=at)
    except RuleError as error:
        form.add_error(None, str(error))
        return Posted(form, 422, review)
    return _kept(form, saved, zone)


def _kept(form: ReviewForm, saved: Saved, zone: str) -> Posted:
    moment = words(saved.review.saved_at, zone, day="j F") if saved.review.saved_at else ""
    if saved.kept:
        return Posted(form, 200, saved.review, message=_("Saved %s") % moment)
    text = _("A newer text was saved in another window on %s. It is kept. What you sent now is not.")
    form.add_error(None, text % moment)
    return Posted(form, 409, saved.review)
