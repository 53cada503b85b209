"""The way into an account for somebody who wants to apply."""

from urllib.parse import urlencode

from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now

from cms.accounts.forms import ApplicantForm
from cms.accounts.opening import account_to_apply
from learners.admissions.models import Intake
from learners.enrolment.doors import get_or_post


@get_or_post
def open_account(request, code):
    """An e-mail address, then the page for its code. Only while the intake is open."""
    intake = get_object_or_404(Intake.objects.select_related("cohort"), cohort__code=code)
    if not intake.opens_at <= now() < intake.closes_at:
        raise Http404(code)
    start = reverse("apply_start", args=[code])
    if request.user.is_authenticated:
        return redirect(start)
    form = ApplicantForm(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        context = {"intake": intake, "form": form}
        return render(request, "account/apply.html", context, status=422 if form.is_bound else 200)
    user = account_to_apply(form.cleaned_data["email"])
    email = user.email if user else form.cleaned_data["email"]
    LoginCodeVerificationProcess.initiate(request=request, user=user, email=email)
    return redirect(f"{reverse('account_confirm_login_code')}?{urlencode({'next': start})}")
