"""A marker flags the work on the desk, without learning whose it is."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.staff.integrity.forms import EvidenceForm
from cms.staff.marking.doors import on_work
from learners.enrolment.doors import get_or_post
from learners.integrity.deciding import UnableToProceed, flag


@get_or_post
@on_work
def flag_work(request, standing, scope):
    form = EvidenceForm(request.POST or None)
    if form.is_valid() and _flagged(request, standing, form):
        return redirect("marking_work", standing.work.code)
    context = {"form": form, "standing": standing}
    return render(request, "cms/staff/marking/flag.html", context, status=422 if form.errors else 200)


def _flagged(request, standing, form) -> bool:
    work, evidence = standing.work, form.cleaned_data["evidence"]
    try:
        flag(work.enrolment, activity_id=work.activity_id, evidence=evidence, by=request.user, at=now())
    except UnableToProceed as refusal:
        form.add_error(None, str(refusal))
        return False
    log(instance=work, action="campus.integrity_flagged", user=request.user, title=work.code)
    messages.success(request, _("The case is open. The mark is withheld until it is decided."))
    return True
