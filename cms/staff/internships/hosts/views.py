"""The registry of hosts: list, change, merge, offers."""

from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.staff.doors import posted_from, staff_with
from cms.staff.internships.doors import READ, for_coordinators
from cms.staff.internships.forms import HostForm, MergeForm, NewHostForm, OfferForm
from learners.enrolment.doors import get_or_post
from learners.placements import hosting
from learners.placements.models import Host, HostOffer
from learners.placements.views import done

PAGE = "cms/staff/internships/{}.html".format
ROWS = 50


@require_safe
@staff_with(READ)
def hosts(request):
    name = request.GET.get("name", "").strip()[:100]
    found = Host.objects.filter(merged_into=None, name__icontains=name).order_by("name", "pk")
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    return render(request, PAGE("hosts"), {"page_obj": page, "name": name})


@get_or_post
@for_coordinators
def new_host(request):
    form = NewHostForm(request.POST or None)
    if form.is_bound and form.is_valid():
        distinct = form.cleaned_data["distinct"]
        deed = partial(hosting.register_host, form.host(), by=request.user, at=now(), distinct=distinct)
        if done(request, form, deed, _("The host is registered.")):
            return redirect("hosts")
    return render(request, PAGE("new_host"), {"form": form}, status=422 if form.errors else 200)


@get_or_post
@for_coordinators
def host(request, host_id):
    found = get_object_or_404(Host, pk=host_id)
    form = HostForm(request.POST or None, initial=_values(found))
    if form.is_bound and form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("capacity", "notes", "state")}
        deed = partial(hosting.change_host, found, form.host(), **told, by=request.user, at=now())
        if done(request, form, deed, _("The host is changed.")):
            return redirect("host", host_id)
    return _page(request, found, form=form)


def _values(found: Host) -> dict:
    names = ("sector", "country", "place", "capacity", "notes", "state")
    return {name: getattr(found, name) for name in names} | {"host_name": found.name}


def _page(request, found: Host, **bound):
    forms = {
        "form": HostForm(initial=_values(found)),
        "merge": MergeForm(host=found),
        "offer": OfferForm(),
    } | bound
    wrong = any(form.errors for form in bound.values())
    return render(request, PAGE("host"), forms | _shown(found), status=422 if wrong else 200)


def _shown(found: Host) -> dict:
    placements = found.placements.select_related(
        "internship__enrolment__user", "internship__enrolment__cohort"
    )
    return {
        "host": found,
        "similar": hosting.duplicates_of(found.name, found.country, but=found.pk),
        "contacts": found.contacts.order_by("name", "pk"),
        "offers": found.offers.order_by("-pk"),
        "placements": placements.order_by("-pk")[:ROWS],
        "free": hosting.free_places(found),
    }


@posted_from("host", "host_id")
@for_coordinators
def merge(request, host_id):
    found = get_object_or_404(Host, pk=host_id)
    form = MergeForm(request.POST, host=found)
    if form.is_valid():
        into = form.cleaned_data["into"]
        deed = partial(hosting.merge_hosts, found, into, by=request.user, at=now())
        if done(request, form, deed, _("The two are one host now.")):
            return redirect("host", into.pk)
    return _page(request, found, merge=form)


@posted_from("host", "host_id")
@for_coordinators
def offer(request, host_id):
    found = get_object_or_404(Host, pk=host_id)
    form = OfferForm(request.POST)
    if form.is_valid():
        deed = partial(hosting.publish_offer, found, **form.cleaned_data, by=request.user, at=now())
        if done(request, form, deed, _("Learners can apply for it now.")):
            return redirect("host", host_id)
    return _page(request, found, offer=form)


@posted_from("host", "host_id")
@for_coordinators
def close_offer(request, host_id, offer_id):
    hosting.close_offer(get_object_or_404(HostOffer, pk=offer_id, host=host_id), at=now())
    messages.success(request, _("The offer is closed."))
    return redirect("host", host_id)
