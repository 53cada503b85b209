"""The public page of a certificate, and the holder's PDF."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from learners.credentials.issuer import issuer_address
from learners.credentials.models import Certificate
from learners.credentials.rendering import Altered, certificate_pdf
from learners.credentials.serials import read_serial
from learners.credentials.verifying import Status, verify
from learners.enrolment.names import NotPrintable


@require_safe
@never_cache
def find(request):
    typed = request.GET.get("serial")
    serial = read_serial(typed or "")
    if serial:
        return redirect("verify_certificate", serial)
    return render(
        request, "learners/credentials/find.html", {"typed": typed or "", "refused": typed is not None}
    )


@require_safe
@never_cache
def verify_certificate(request, serial):
    canonical = read_serial(serial)
    if canonical and canonical != serial:
        return redirect("verify_certificate", canonical)
    verdict = verify(serial, at=now())
    status = 404 if verdict.status == Status.UNKNOWN else 200
    context = {
        "verdict": verdict,
        "typed": canonical or serial,
        "issuer": settings.ISSUER_NAME,
        "issuer_address": issuer_address(),
    }
    return render(request, "learners/credentials/verify.html", context, status=status)


@require_safe
@login_required
def my_certificate_pdf(request, serial):
    """For its holder, also when the enrolment is over. A revoked certificate is not handed out."""
    own = Certificate.objects.filter(enrolment__user=request.user, revoked_at=None)
    certificate = get_object_or_404(own, serial=serial)
    try:
        return pdf_response(certificate)
    except Altered as refusal:
        return altered_page(request, refusal)
    except NotPrintable as refusal:
        messages.error(request, str(refusal))
        return redirect("results")


def altered_page(request, refusal: Altered, *, base: str = "base.html") -> HttpResponse:
    """Instead of a PDF that would repeat what nobody has signed."""
    context = {"refusal": str(refusal), "issuer_address": issuer_address(), "base": base}
    return render(request, "learners/credentials/altered.html", context, status=409)


def pdf_response(certificate: Certificate) -> HttpResponse:
    response = HttpResponse(certificate_pdf(certificate), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="certificate-{certificate.serial}.pdf"'
    return response
