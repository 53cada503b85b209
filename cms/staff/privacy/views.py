"""The desk of personal data: who asked to be erased, what stands against it, two persons who decide."""

from functools import wraps

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.accounts.opening import account_of
from cms.staff.doors import posted_from, staff_may
from cms.staff.looks import What, looked
from cms.staff.privacy.forms import EnterForm, ProposeForm, RefuseForm
from content.base.errors import RuleError
from learners.privacy import asking
from learners.privacy.models import ErasureRequest
from learners.privacy.obstacles import obstacles_to_erasing

ACTION = "erase_person"
PAGE = "cms/staff/privacy/{}.html".format


def on_request(view):
    """Call view(request, found) for addresses of deeds. The own request does not exist here."""

    @posted_from("erasure_request", "request_id")
    @staff_may(ACTION)
    @wraps(view)
    def door(request, request_id):
        return view(request, _found(request, request_id))

    return door


@require_safe
@staff_may(ACTION)
def requests(request):
    return _list(request, EnterForm())


def _list(request, form, status=200):
    rows = ErasureRequest.objects.exclude(user=request.user).select_related("user", "proposed_by")
    context = {"open": rows.filter(state__in=asking.OPEN).order_by("asked_at", "pk"), "form": form}
    context["closed"] = rows.exclude(state__in=asking.OPEN).order_by("-decided_at", "-pk")[:50]
    return render(request, PAGE("list"), context, status=status)


@posted_from("erasure_requests")
@staff_may(ACTION)
def enter(request):
    form = EnterForm(request.POST)
    if not form.is_valid():
        return _list(request, form, 422)
    person = account_of(form.cleaned_data["email"])
    if person is None or person == request.user:
        form.add_error("email", _("No account of somebody else has this address."))
        return _list(request, form, 422)
    found = asking.ask_for_erasure(person, by=request.user, words=form.cleaned_data["words"], at=now())
    return redirect("erasure_request", found.pk)


@require_safe
@staff_may(ACTION)
def record(request, request_id):
    found = _found(request, request_id)
    looked(request, found.user_id, What.ERASURE, action=ACTION)
    return _page(request, found)


@on_request
def propose(request, found):
    return _decide(
        request,
        found,
        ProposeForm(request.POST),
        asking.propose_erasure,
        _("Proposed. Another person decides."),
        "propose_form",
    )


@on_request
def refuse(request, found):
    return _decide(
        request,
        found,
        RefuseForm(request.POST),
        asking.refuse_erasure,
        _("Refused. The person reads why."),
        "refuse_form",
    )


@on_request
def approve(request, found):
    try:
        asking.approve_erasure(found, by=request.user, at=now())
    except RuleError as refusal:
        messages.error(request, str(refusal))
        return redirect("erasure_request", found.pk)
    messages.success(request, _("The person is erased. The register of awards keeps its entries."))
    return redirect("erasure_requests")


def _found(request, request_id: int) -> ErasureRequest:
    rows = ErasureRequest.objects.exclude(user=request.user).select_related("user", "asked_by", "proposed_by")
    return get_object_or_404(rows, pk=request_id)


def _decide(request, found, form, rule, told: str, name: str):
    if not form.is_valid():
        return _page(request, found, **{name: form})
    try:
        rule(found, by=request.user, reason=form.cleaned_data["reason"], at=now())
    except RuleError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, told)
    return redirect("erasure_request", found.pk)


def _page(request, found, **bound):
    context = {
        "found": found,
        "obstacles": obstacles_to_erasing(found.user, at=now()) if found.state in asking.OPEN else [],
        "is_open": found.state in asking.OPEN,
        "may_approve": found.state == ErasureRequest.State.PROPOSED
        and found.proposed_by_id != request.user.pk,
        "propose_form": ProposeForm(),
        "refuse_form": RefuseForm(),
        "bound": list(bound.values()),
    } | bound
    return render(request, PAGE("request"), context, status=422 if bound else 200)
