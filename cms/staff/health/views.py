"""The site's health for administrators, and work that was given up."""

from functools import wraps

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.text import get_text_list
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe
from wagtail.log_actions import log

from cms.accounts.roles import GROUPS, Role, roles_of
from cms.staff.doors import posted_from, staff_only
from cms.staff.health.checking import GOOD, all_checks
from cms.staff.health.parked import parked_work
from learners.events.models import Delivery
from learners.events.queries import parked_deliveries
from learners.events.retrying import retry

OPERATORS = frozenset((Role.ADMINISTRATOR, Role.SUPERUSER))


def operators_only(view):
    """The role table has no row for it: no record of a person is behind this door."""

    @staff_only
    @wraps(view)
    def door(request, *args, **kwargs):
        if roles_of(request.user) & OPERATORS:
            return view(request, *args, **kwargs)
        who = get_text_list([GROUPS[Role.ADMINISTRATOR], _("Superusers")], _("or"))
        return render(request, "cms/staff/refused.html", {"who": who}, status=403)

    return door


@require_safe
@operators_only
def health(request):
    at = now()
    checks = all_checks(at=at)
    failing = [check for check in checks if check.finding.state != GOOD]
    context = {"checks": checks, "failing": failing, "at": at, "parked": parked_work()}
    return render(request, "cms/staff/health/page.html", context)


@posted_from("site_health")
@operators_only
def retry_one(request, delivery_id):
    return _retry(request, list(parked_deliveries().filter(pk=delivery_id)))


@posted_from("site_health")
@operators_only
def retry_all(request):
    return _retry(request, list(parked_deliveries()))


def _retry(request, chosen: list[Delivery]):
    count = retry([delivery.pk for delivery in chosen])
    for delivery in chosen:
        log(instance=delivery, action="campus.delivery_retried", user=request.user)
    said = ngettext("%s piece of work runs again.", "%s pieces of work run again.", count) % count
    messages.success(request, said if count else _("Nothing is given up any more: somebody was faster."))
    return redirect("site_health")
