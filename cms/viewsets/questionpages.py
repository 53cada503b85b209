"""Pages of the question bank beside its forms: how a question looks, where it is used, questions from a file."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from cms.viewsets.banks import BankPolicy, banks_of, behind_glass, quizzes_by_bank
from content.base.errors import RuleError
from courses.editions.questions import frozen_question
from courses.library.bank_import import ImportReport, import_questions, report_on
from courses.questions.models import Question
from learners.attempts.asking import preview_of
from learners.attempts.queries import attempts_asking
from learners.attempts.statistics import OptionCount, Statistics, option_counts, statistics_of

POLICY = BankPolicy(Question, bank_field="bank")
MOST_ATTEMPTS = 50


@dataclass(frozen=True)
class Version:
    question: Question
    statistics: Statistics
    options: list[OptionCount]
    editions: list[str]


def _question_or_404(request, pk: int) -> Question:
    known = POLICY.visible_to(request.user, Question.objects.select_related("bank", "lesson"))
    question = known.filter(pk=pk).first()
    if question is None or not POLICY.user_has_any_permission(request.user, ["add", "change", "view"]):
        raise Http404(pk)
    return question


@require_safe
@behind_glass
def preview(request, pk):
    """As a learner sees it. Nothing that is chosen here is sent anywhere."""
    question = _question_or_404(request, pk)
    context = {"question": preview_of(frozen_question(question)), "stored": question}
    return render(request, "cms/admin/question_preview.html", context)


@require_safe
@behind_glass
def use(request, pk):
    """All versions with their statistics, and on which one each attempt was answered."""
    question = _question_or_404(request, pk)
    versions = list(
        Question.objects.filter(bank=question.bank_id, code=question.code)
        .prefetch_related("choices", "in_editions__edition_activity__edition")
        .order_by("-version")
    )
    found = statistics_of(versions)
    context = {
        "question": question,
        "quizzes": quizzes_by_bank().get(question.bank_id, []),
        "versions": [
            Version(each, found[each.pk], option_counts(each), _editions(each)) for each in versions
        ],
        "attempts": attempts_asking(versions)[:MOST_ATTEMPTS],
        "most": MOST_ATTEMPTS,
    }
    return render(request, "cms/admin/question_use.html", context)


def _editions(question: Question) -> list[str]:
    return sorted({str(row.edition_activity.edition) for row in question.in_editions.all()})


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File of a question bank"),
        help_text=gettext_lazy("A YAML file as content/library/README.md describes it, at most 1 MB."),
        error_messages={"required": gettext_lazy("Choose a file.")},
    )


class ConfirmForm(forms.Form):
    content = forms.CharField(widget=forms.HiddenInput, strip=False)
    stamp = forms.CharField(widget=forms.HiddenInput)


@require_http_methods(["GET", "HEAD", "POST"])
def import_file(request):
    """First a file, then the report, then the deed. Nothing is kept in between: the report carries the file."""
    if not POLICY.user_has_permission(request.user, "add"):
        raise PermissionDenied
    if "stamp" in request.POST:
        return _confirmed(request)
    if request.method != "POST":
        return _page(request, UploadForm())
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form)
    return _reported(request, form.cleaned_data["file"].read())


def _reported(request, content: bytes):
    try:
        report = report_on(content, banks=banks_of(request.user))
    except RuleError as error:
        form = UploadForm({})
        form.errors["file"] = form.error_class(str(error).splitlines())
        return _page(request, form)
    return _page(request, UploadForm(), report, content)


def _confirmed(request):
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        return redirect("question:import")
    content = form.cleaned_data["content"].replace("\r\n", "\n").encode()
    try:
        report = import_questions(
            content,
            stamp=form.cleaned_data["stamp"],
            banks=banks_of(request.user),
            by=request.user,
            at=now(),
        )
    except RuleError as error:
        messages.error(request, str(error))
        return _reported(request, content)
    messages.success(request, _("%(new)s questions are new, %(changed)s are changed.") % report.counts)
    return redirect("question:index")


def _page(request, form, report: ImportReport | None = None, content: bytes = b""):
    confirm = (
        ConfirmForm(initial={"content": content.decode("utf-8-sig"), "stamp": report.stamp})
        if report
        else None
    )
    context = {"form": form, "report": report, "confirm": confirm}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "cms/admin/question_import.html", context, status=status)
