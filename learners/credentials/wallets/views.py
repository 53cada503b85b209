"""The holder's page with the link, and the two addresses that a wallet asks."""

import segno
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from content.base.errors import RuleError
from learners.credentials.models import Certificate
from learners.credentials.wallets.doors import ANY_ORIGIN, for_wallets, wants_page
from learners.credentials.wallets.handing_over import offer_of, presented, protocols
from learners.enrolment.access import words, zone_of


@require_safe
@never_cache
@login_required
def hand_over(request, serial):
    own = Certificate.objects.select_related("enrolment__cohort", "enrolment__user__profile")
    certificate = get_object_or_404(own, enrolment__user=request.user, serial=serial)
    try:
        offer = offer_of(certificate, at=now())
    except RuleError as refusal:
        messages.error(request, str(refusal))
        return redirect("results")
    until = words(offer.until, zone_of(certificate.enrolment))
    picture = segno.make(offer.address, error="m").svg_data_uri(border=2)
    context = {"serial": serial, "offer": offer, "until": until, "picture": picture}
    return render(request, "learners/credentials/wallet.html", context)


@for_wallets("GET", "HEAD")
def offer(request, key, _certificate):
    """For a wallet the way on; for a person who opened it in a browser the words what to do."""
    if wants_page(request):
        return render(request, "learners/credentials/wallet_offer.html")
    return JsonResponse(protocols(key), headers=ANY_ORIGIN)


@csrf_exempt  # nothing is changed by it, and nobody is signed in for it
@for_wallets("POST")
def exchange(_request, _key, certificate):
    return JsonResponse(presented(certificate), headers=ANY_ORIGIN)
