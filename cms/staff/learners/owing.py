"""Fees and documents that a learner owes, on the record."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _

from cms.staff.learners.doors import deed_on_learner
from cms.staff.learners.forms import OutstandingForm, SettlementForm
from cms.staff.learners.views import record_page
from learners.enrolment.outstanding import UnableToSettle, enter_outstanding, settle


@deed_on_learner("check_eligibility")
def owe(request, enrolment):
    form = OutstandingForm(request.POST)
    if form.is_valid():
        try:
            enter_outstanding(enrolment, **form.cleaned_data, by=request.user, at=now())
        except UnableToSettle as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Entered. The award waits until it is settled."))
            return redirect("learner_record", enrolment.pk)
    return record_page(request, enrolment, owed_form=form)


@deed_on_learner("check_eligibility")
def settle_owed(request, enrolment, outstanding_id):
    owed = get_object_or_404(enrolment.outstanding, pk=outstanding_id)
    form = SettlementForm(request.POST)
    if form.is_valid():
        try:
            settle(owed, **form.cleaned_data, by=request.user, at=now())
        except UnableToSettle as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Settled."))
            return redirect("learner_record", enrolment.pk)
    return record_page(request, enrolment, settlement_form=form)
