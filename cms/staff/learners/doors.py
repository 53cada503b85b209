"""The door of a learner's record: staff with a right over all learners, or over those whom they teach."""

from functools import wraps

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from cms.staff.doors import may_in_cohort, posted_from, staff_with
from cms.staff.looks import What, looked
from learners.enrolment.models import Enrolment


def on_learner(action: str):
    """Call view(request, enrolment). A learner whom the right does not reach does not exist; the own record is to read."""

    def decorate(view):
        @staff_with(action)
        @wraps(view)
        def door(request, enrolment_id, **kwargs):
            places = Enrolment.objects.select_related("user__profile", "cohort__edition")
            enrolment = places.filter(pk=enrolment_id).first()
            if enrolment is None or not reaches(request.user, action, enrolment):
                raise Http404(enrolment_id)
            if request.method == "POST" and enrolment.user_id == request.user.pk:
                messages.error(request, _("Nobody decides about oneself. Ask a colleague."))
                return redirect("learner_record", enrolment.pk)
            looked(request, enrolment.user_id, What.RECORD, about=enrolment.cohort.code, action=action)
            return view(request, enrolment, **kwargs)

        return door

    return decorate


def reaches(user, action: str, enrolment: Enrolment) -> bool:
    return may_in_cohort(user, action, enrolment.cohort_id)


def deed_on_learner(action: str):
    """Like on_learner, for addresses of deeds."""

    def decorate(view):
        return posted_from("learner_record", "enrolment_id")(on_learner(action)(view))

    return decorate
