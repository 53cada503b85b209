"""The learner's side of an integrity case: read it, reply, appeal."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from learners.enrolment.access import zone_of
from learners.enrolment.doors import get_or_post
from learners.integrity.deciding import UnableToProceed, appeal, appeal_until, reply, reply_until
from learners.integrity.forms import WordsForm
from learners.integrity.models import IntegrityCase


def _own(request, case_id: int) -> IntegrityCase:
    """Also when the enrolment is over. Before the letter a case does not exist for the learner."""
    cases = IntegrityCase.objects.select_related("enrolment__user__profile", "enrolment__cohort", "activity")
    case = cases.filter(pk=case_id, enrolment__user=request.user, informed_at__isnull=False).first()
    if case is None:
        raise Http404(case_id)
    return case


@require_safe
@login_required
def case(request, case_id):
    return _page(request, _own(request, case_id), WordsForm())


def _page(request, own: IntegrityCase, form: WordsForm):
    until, last = reply_until(own), appeal_until(own)
    in_time, at = own.state in ("informed", "panel") and not own.replied_at, now()
    context = {
        "case": own,
        "form": form,
        "zone": zone_of(own.enrolment),
        "reply_until": until,
        "appeal_until": last,
        "may_reply": bool(in_time and until and at <= until),
        "may_appeal": bool(own.state == "decided" and own.is_finding and last and at <= last),
    }
    return render(request, "learners/integrity/case.html", context, status=422 if form.errors else 200)


def _words(rule, done):
    """The view of one deed with words."""

    @get_or_post
    @login_required
    def view(request, case_id):
        own, form = _own(request, case_id), WordsForm(request.POST)
        if request.method == "POST" and not form.is_valid():
            return _page(request, own, form)
        if request.method == "POST":
            try:
                rule(own, text=form.cleaned_data["text"], at=now())
            except UnableToProceed as refusal:
                form.add_error(None, str(refusal))
                return _page(request, own, form)
            messages.success(request, done())
        return redirect("integrity_case", case_id)

    return view


send_reply = _words(reply, lambda: _("Your reply is sent. You will read the decision here and by e-mail."))
send_appeal = _words(appeal, lambda: _("Your appeal is sent to the board. You will read its decision here."))
