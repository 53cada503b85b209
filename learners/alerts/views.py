"""The pages of somebody who wants a mail when applications open. The addresses with a key come in mails."""

from allauth.core import ratelimit
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from content.base.errors import note_refusal
from learners.admissions.queries import next_intake, open_intake
from learners.alerts import asking
from learners.alerts.doors import one_click
from learners.alerts.forms import AlertForm
from learners.alerts.models import IntakeAlert
from learners.enrolment.doors import get_or_post

PAGE = "learners/alerts/{}.html".format


@get_or_post
def ask(request):
    form = AlertForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        if ratelimit.consume(request, action="intake_alert"):
            asking.ask_for_alert(form.cleaned_data["email"], at=now())
            return render(request, PAGE("asked"), {"email": form.cleaned_data["email"]})
        note_refusal("limit")
        form.add_error(None, _("You asked too often. Wait one hour and try again."))
    context = {"form": form, "intake": open_intake(at=now()), "next_intake": next_intake(at=now())}
    return render(request, PAGE("ask"), context, status=422 if form.is_bound else 200)


@never_cache
@get_or_post
def confirm(request, key):
    """Mail programs open links by themselves, so opening it confirms nothing: a button does."""
    alert = IntakeAlert.objects.filter(key=key).first()
    if alert is None:
        return render(request, PAGE("gone"), status=404)
    if request.method == "POST":
        asking.confirm_alert(alert, at=now())
        messages.success(request, _("Thank you. We write to you when applications open."))
        return redirect("confirm_alert", key)
    return render(request, PAGE("confirm"), {"alert": alert})


@one_click
@never_cache
@get_or_post
def stop(request, key):
    alert = IntakeAlert.objects.filter(key=key).first()
    if request.method == "POST":
        if alert:
            asking.stop_alert(alert)
        return render(request, PAGE("gone"))
    return render(request, PAGE("stop" if alert else "gone"), {"alert": alert})
