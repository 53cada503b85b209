"""An account as the office sees it: end all sessions, take a lost second step away."""

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.accounts.ending import UnableToEnd, end_sessions, remove_second_step
from cms.staff.accounts.doors import on_account
from cms.staff.accounts.forms import ReasonForm
from cms.staff.doors import posted_from


@require_safe
@on_account
def account(request, person):
    return _page(request, person)


def _page(request, person, **bound):
    """bound: a form that was refused."""
    context = {
        "person": person,
        "has_second_step": is_mfa_enabled(person),
        "sessions_form": ReasonForm(prefix="sessions"),
        "step_form": ReasonForm(prefix="step"),
    } | bound
    return render(request, "cms/staff/accounts/account.html", context, status=422 if bound else 200)


def _deed(rule, prefix, done):
    """The view of one deed."""

    @posted_from("staff_account", "user_id")
    @on_account
    def view(request, person):
        form = ReasonForm(request.POST, prefix=prefix)
        if form.is_valid():
            try:
                rule(person, reason=form.cleaned_data["reason"], by=request.user, at=now())
            except UnableToEnd as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, done() % person.name)
                return redirect("staff_account", person.pk)
        return _page(request, person, **{f"{prefix}_form": form})

    return view


sign_out = _deed(end_sessions, "sessions", lambda: _("%s is signed out on all devices and gets a mail."))
take_step = _deed(
    remove_second_step, "step", lambda: _("The second step of %s is taken away. The person gets a mail.")
)
