"""Every component in its states on one page, for people who build pages. Served in development only."""

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render

from content.principles.models import PrinciplePage


class _EveryField(forms.Form):
    name = forms.CharField(label="Name on the certificate", help_text="As it will be printed", max_length=80)
    email = forms.EmailField(label="E-mail")
    country = forms.ChoiceField(
        label="Country", choices=[("", "Choose a country"), ("ke", "Kenya"), ("pe", "Peru")]
    )
    why = forms.CharField(
        label="Why do you want to join?", widget=forms.Textarea, help_text="At most 200 words", required=False
    )
    when = forms.DateField(
        label="Date of birth",
        widget=forms.SelectDateWidget(years=range(1960, 1966)),
        help_text="For example 27 March 1980",
    )
    file = forms.FileField(
        label="Your curriculum vitae", help_text="PDF, DOCX or ODT, at most 10 MB", required=False
    )
    sector = forms.ChoiceField(
        label="Where do you work?",
        widget=forms.RadioSelect,
        choices=[("g", "Government"), ("p", "Private sector"), ("x", "I am not sure")],
    )
    languages = forms.MultipleChoiceField(
        label="Which languages do you read?",
        widget=forms.CheckboxSelectMultiple,
        choices=[("en", "English"), ("fr", "French"), ("ar", "Arabic")],
        required=False,
    )
    agree = forms.BooleanField(label="I have read the programme rules and I accept them")


class _Filters(forms.Form):
    name = forms.CharField(label="Find a learner", widget=forms.TextInput(attrs={"type": "search"}))
    show = forms.ChoiceField(label="Show", choices=[("", "Everyone")])


def design(request):
    if not settings.DEBUG:
        raise Http404(request.path)
    principles = PrinciplePage.objects.live().order_by("number")
    context = {
        "principles": [
            {"number": page.number, "pillar": page.pillar, "name": page.title, "url": page.url}
            for page in principles
        ],
        "form": _EveryField(),
        "filters": _Filters(auto_id="filter_%s"),
        "bad_form": _EveryField({"bad-email": "learner07@"}, prefix="bad"),
        "page_obj": Paginator(range(480), 50).page(4),
    }
    return render(request, "cms/design.html", context)
