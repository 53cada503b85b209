"""The deed on a learner's record that verifies the identity of somebody who came without an application."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.staff.learners.doors import deed_on_learner
from cms.staff.learners.forms import IdentityForm
from learners.enrolment.identifying import UnableToIdentify, verify_identity


@deed_on_learner("enrol_learner")
def identify(request, enrolment):
    form = IdentityForm(request.POST)
    seen = form.cleaned_data["seen"] if form.is_valid() else ""
    try:
        verify_identity(enrolment, seen=seen, by=request.user, at=now())
    except UnableToIdentify as refusal:
        messages.error(request, str(refusal))
    else:
        log(instance=enrolment, action="campus.enrolment_changed", user=request.user)
        messages.success(request, _("The identity of %s is verified.") % enrolment.user.name)
    return redirect("learner_record", enrolment.pk)
