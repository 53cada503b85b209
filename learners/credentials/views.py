"""The public page of a certificate, and the holder's PDF."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache

from learners.credentials.models import Certificate
from learners.credentials.rendering import certificate_pdf
from learners.credentials.serials import read_serial
from learners.credentials.verifying import Status, verify
from learners.enrolment.doors import enrolled


def find(request):
    typed = request.GET.get("serial", "")
    serial = read_serial(typed) if typed else None
    if serial:
        return redirect("verify_certificate", serial)
    return render(request, "learners/credentials/find.html", {"typed": typed, "missing": bool(typed)})


@never_cache
def verify_certificate(request, serial):
    verdict = verify(serial, at=now())
    status = 404 if verdict.status == Status.UNKNOWN else 200
    return render(request, "learners/credentials/verify.html", {"verdict": verdict, "serial": serial}, status=status)


@enrolled
def my_certificate_pdf(request, enrolment, serial):
    certificate = get_object_or_404(Certificate, serial=serial, enrolment__user=request.user)
    if certificate.revoked_at:
        raise Http404(serial)
    return pdf_response(certificate)


def pdf_response(certificate: Certificate) -> HttpResponse:
    response = HttpResponse(certificate_pdf(certificate), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="certificate-{certificate.serial}.pdf"'
    return response
