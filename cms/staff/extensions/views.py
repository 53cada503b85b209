"""Requests for more time: the list and the decision."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.log_actions import log

from cms.staff.doors import reach_of
from cms.staff.extensions.deciding import may_decide, requests_for, shown_requests
from cms.staff.learners.doors import staff_with
from cms.staff.learners.forms import DecideForm
from learners.enrolment.doors import get_or_post
from learners.enrolment.extending import UnableToExtend, grant_request, refuse_request
from learners.enrolment.models import Extension


@require_safe
@staff_with("grant_extension")
def extensions(request):
    return _page(request)


def _page(request, form=None, refused=None):
    context = {
        "requests": shown_requests(requests_for(request.user, reach_of(request.user, "grant_extension"))),
        "form": form or DecideForm(),
        "refused": refused,
    }
    return render(request, "cms/staff/extensions/list.html", context, status=422 if refused else 200)


@get_or_post
@staff_with("grant_extension")
def decide(request, extension_id):
    places = Extension.objects.select_related("enrolment__cohort", "enrolment__user")
    extension = places.filter(pk=extension_id).first()
    if extension is None or not may_decide(request.user, extension):
        raise Http404(extension_id)
    if request.method != "POST":
        return redirect("extensions")
    form = DecideForm(request.POST)
    if form.is_valid() and _decided(request, extension, form):
        return redirect("extensions")
    return _page(request, form=form, refused=extension)


def _decided(request, extension, form) -> bool:
    grants = request.POST.get("deed") == "grant"
    rule = grant_request if grants else refuse_request
    try:
        rule(extension, answer=form.cleaned_data["answer"], by=request.user, at=now())
    except UnableToExtend as refusal:
        form.add_error("answer", str(refusal))
        return False
    log(instance=extension.enrolment, action="campus.extension_decided", user=request.user)
    messages.success(request, _("Granted.") if grants else _("Refused. The learner reads your answer."))
    return True
