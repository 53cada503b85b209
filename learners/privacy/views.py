"""The page of the own data: a copy, consents, who has seen what, the request to be erased."""

from functools import partial

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from content.base.errors import RuleError
from learners.consents import agreeing
from learners.consents.models import Consent
from learners.enrolment.doors import get_or_post
from learners.privacy import asking, copying
from learners.privacy.forms import AskForm
from learners.privacy.showing import privacy_context
from learners.privacy.tasks import make_copy


@require_safe
@login_required
def privacy(request):
    return _page(request)


def _page(request, form=None):
    context = privacy_context(request.user, settings.ROLE_NAMES, at=now()) | {"form": form or AskForm()}
    return render(request, "learners/privacy/privacy.html", context, status=422 if form else 200)


@get_or_post
@login_required
def ask_copy(request):
    if request.method == "POST":
        copy = copying.ask_for_copy(request.user, at=now())
        transaction.on_commit(partial(make_copy.delay, copy.pk), robust=True)
        messages.success(request, _("Your copy is being made. It is on this page as soon as it is ready."))
    return redirect("privacy")


@require_safe
@login_required
def download(request, copy_id):
    copy = copying.readable_copy(request.user, copy_id)
    content = copying.FOLDER.read(copy.stored_name) if copy else None
    if content is None:
        raise Http404(copy_id)
    response = HttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="my-data.zip"'
    response["Cache-Control"] = "private, no-store"
    return response


@get_or_post
@login_required
def withdraw_consent(request, kind):
    if kind not in Consent.Kind.values:
        raise Http404(kind)
    if request.method == "POST":
        agreeing.withdraw_consent(request.user, kind, at=now())
        messages.success(request, _("Your consent is withdrawn. What was done before stays right."))
    return redirect("privacy")


@get_or_post
@login_required
def ask_erasure(request):
    form = AskForm(request.POST)
    if request.method != "POST":
        return redirect("privacy")
    if not form.is_valid():
        return _page(request, form)
    asking.ask_for_erasure(request.user, by=request.user, words=form.cleaned_data["words"], at=now())
    messages.success(request, _("Your request is with the office. Two persons decide it."))
    return redirect("privacy")


@get_or_post
@login_required
def withdraw_erasure(request):
    found = asking.open_request_of(request.user) if request.method == "POST" else None
    if found:
        try:
            asking.withdraw_request(found, by=request.user, at=now())
        except RuleError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Your request is withdrawn. Nothing is erased."))
    return redirect("privacy")
