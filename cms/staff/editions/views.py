"""The desk of editions: what is frozen, and freezing what is published now."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.staff.doors import staff_may
from cms.staff.editions.forms import FreezeForm
from courses.editions.freezing import UnableToFreeze, freeze
from courses.editions.queries import all_editions
from learners.enrolment.doors import get_or_post


@get_or_post
@staff_may("enrol_learner")
def editions(request):
    form = FreezeForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _frozen(request, form):
        return redirect("editions")
    context = {"editions": all_editions(), "form": form}
    return render(request, "cms/staff/editions/list.html", context, status=422 if form.errors else 200)


def _frozen(request, form) -> bool:
    policy, label = form.cleaned_data["policy"], form.cleaned_data["label"]
    try:
        edition = freeze(policy.programme, policy=policy, label=label, by=request.user, at=now())
    except UnableToFreeze as refusal:
        form.add_error(None, str(refusal))
        return False
    log(instance=edition, action="campus.edition_frozen", user=request.user)
    messages.success(request, _("Edition %s is frozen. Cohorts can be created on it.") % edition.number)
    return True
