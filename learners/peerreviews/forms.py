"""What the page of a review sends."""

from django import forms
from django.utils.translation import gettext_lazy as _

from learners.peerreviews.models import PeerReview
from learners.peerreviews.rounds import rules_of
from learners.peerreviews.writing import MOST_CHARACTERS, Written
from learners.submissions.rubric_form import PointsForm


class ReviewForm(PointsForm):
    """Nothing in it has to be complete before it is sent."""

    strength = forms.CharField(
        label=_("One strength"),
        required=False,
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("What works, and where in the text."),
    )
    change = forms.CharField(
        label=_("One change"),
        required=False,
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("What you would change first, and why."),
    )
    sequence = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000)

    def written(self) -> Written:
        data = self.cleaned_data
        return Written(self.points(), data["strength"], data["change"])

    def texts(self):
        return [self["strength"], self["change"]]


def review_form(review: PeerReview, data=None) -> ReviewForm:
    initial = {
        "strength": review.strength,
        "change": review.change,
        "sequence": review.sequence + 1,
    }
    criteria = rules_of(review.round).peer_criteria
    return ReviewForm(data, criteria=criteria, points=review.points, initial=initial)
