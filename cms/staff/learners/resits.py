"""A resit for a failed component of one learner."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.staff.learners.doors import on_learner
from cms.staff.learners.forms import ResitForm
from courses.cohorts.schedule import LAST_ZONE_ON_EARTH, day_ends_at
from learners.enrolment.doors import get_or_post
from learners.grades.resitting import FailedComponent, UnableToResit, failed_components, open_resit, usual_end


@get_or_post
@on_learner("grant_extension")
def resit(request, enrolment):
    failed = failed_components(enrolment)
    posted = request.POST.get("component", "")
    forms = [_form(request, enrolment, each, bound=each.component.code == posted) for each in failed]
    sent = next((form for form in forms if form.is_bound), None)
    if sent is not None and sent.is_valid() and _opened(request, enrolment, sent):
        return redirect("learner_record", enrolment.pk)
    if request.method == "POST" and sent is None:
        messages.error(request, _("This component has no resit left, or has reached its minimum meanwhile."))
    context = {"enrolment": enrolment, "forms": forms}
    status = 422 if request.method == "POST" else 200
    return render(request, "cms/staff/learners/resit.html", context, status=status)


def _form(request, enrolment, failed: FailedComponent, *, bound: bool) -> ResitForm:
    end = usual_end(enrolment.cohort, failed.works, at=now()).astimezone(LAST_ZONE_ON_EARTH)
    works = [planned.code for planned in failed.works]
    initial = {"due_on": end.date().isoformat(), "works": works if len(works) == 1 else []}
    return ResitForm(request.POST if bound else None, failed=failed, initial=initial)


def _opened(request, enrolment, form: ResitForm) -> bool:
    codes = form.cleaned_data["works"]
    works = [planned for planned in form.failed.works if planned.code in codes]
    due_at, reason = day_ends_at(form.cleaned_data["due_on"]), form.cleaned_data["reason"]
    try:
        open_resit(enrolment, works, due_at=due_at, reason=reason, by=request.user, at=now())
    except UnableToResit as refusal:
        form.add_error(None, str(refusal))
        return False
    log(instance=enrolment, action="campus.resit_opened", user=request.user, data={"works": codes})
    messages.success(request, _("The resit is open. %s gets a mail.") % enrolment.user.name)
    return True
