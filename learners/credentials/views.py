"""The public page of a certificate, and the holder's PDF."""

from datetime import date
from functools import wraps

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_POST, require_safe

from learners.credentials.baking import baked_badge, baked_picture
from learners.credentials.checking_files import check_file
from learners.credentials.confirming import (
    UnableToConfirm,
    ask_for_correction,
    confirm_name,
    doubts_about,
    is_confirmed,
)
from learners.credentials.exit_awarding import exit_awards_of
from learners.credentials.forms import CorrectionForm, FileForm
from learners.credentials.issued_files import issued_file
from learners.credentials.issuer import did_document, issuer_address
from learners.credentials.models import Certificate
from learners.credentials.names import name_to_print
from learners.credentials.offline import offline_page
from learners.credentials.opening import UnreadableFile
from learners.credentials.queries import has_confirmed, last_correction, latest_certificate
from learners.credentials.rendering import Withheld, certificate_pdf
from learners.credentials.serials import read_serial
from learners.credentials.sharing import close_page, open_page
from learners.credentials.signing import NoSigningKey
from learners.credentials.status_list import FRESH_SECONDS, status_list
from learners.credentials.transcript import transcript_of, transcript_pdf_of
from learners.credentials.verifying import Status, award_in_full, verify
from learners.enrolment.doors import enrolled, once_enrolled
from learners.enrolment.names import NotPrintable
from learners.enrolment.queries import OPEN_STATES
from learners.grades.queries import released_grades

_TYPES = {"json": "application/vc", "jwt": "application/vc+jwt"}


@require_safe
@never_cache
def find(request):
    typed = request.GET.get("serial")
    serial = read_serial(typed or "")
    if serial:
        return redirect("verify_certificate", serial)
    return _find(request, typed=typed or "", refused=typed is not None, status=200)


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
    } | _issuer()
    page = render(request, "learners/credentials/verify.html", context, status=status)
    page["X-Robots-Tag"] = "noindex"
    return page


@require_POST
@never_cache
def verify_file(request):
    """A file from a stranger: read in memory, answered, kept nowhere."""
    if not ratelimit.consume(request, action="verify_file"):
        return _find(request, refusal=_("You checked many files. Wait 5 minutes and try again."), status=429)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _find(request, refusal=str(form.errors["file"][0]))
    try:
        checked = check_file(form.cleaned_data["file"].read(), at=now())
    except UnreadableFile as refusal:
        return _find(request, refusal=str(refusal))
    context = {"checked": checked, "verdict": checked.verdict} | _issuer()
    return render(request, "learners/credentials/file.html", context)


def _find(request, *, typed: str = "", refused: bool = False, refusal: str = "", status: int = 422):
    context = {"typed": typed, "refused": refused, "file_refusal": refusal}
    return render(request, "learners/credentials/find.html", context, status=status)


def _issuer() -> dict:
    return {"issuer": settings.ISSUER_NAME, "issuer_address": issuer_address()}


@require_safe
@enrolled
def my_certificate(request, enrolment):
    certificate = _latest_or_404(enrolment)
    context = {
        "certificate": certificate,
        "has_files": certificate.files.exists(),
        "page": request.build_absolute_uri(reverse("verify_certificate", args=[certificate.serial])),
        "award": award_in_full(certificate.facts),
        "issued_on": date.fromisoformat(certificate.facts["issued_on"]),
    }
    return render(request, "learners/credentials/mine.html", context)


@require_POST
@enrolled
def share_my_certificate(request, enrolment):
    certificate = _latest_or_404(enrolment)
    if request.POST.get("page") == "closed":
        close_page(certificate, at=now())
        messages.success(
            request, _("The page is closed. It says whether the certificate is valid, nothing else.")
        )
    else:
        open_page(certificate, at=now())
        messages.success(request, _("The page is open. Who has its address sees your name and award."))
    return redirect("my_certificate")


@require_safe
@once_enrolled
def my_exit_awards(request, enrolment):
    """Statements and records: what can be attested, what is missing, what was issued. Also for those who have left."""
    awards = exit_awards_of(enrolment, at=now(), grades=released_grades(enrolment))
    context = {
        "issued": [award for award in awards if award.certificate],
        "others": [award for award in awards if not award.certificate],
        "name_confirmed": is_confirmed(enrolment),
        "enrolment": enrolment,
    }
    return render(request, "learners/credentials/exit_awards.html", context)


@require_POST
@login_required
def share_my_exit_award(request, serial):
    """The holder opens or closes the public page of one statement or record."""
    own = Certificate.objects.filter(enrolment__user=request.user)
    certificate = get_object_or_404(own, serial=serial)
    change = close_page if request.POST.get("page") == "closed" else open_page
    change(certificate, at=now())
    return redirect("my_exit_awards")


def _latest_or_404(enrolment) -> Certificate:
    certificate = latest_certificate(enrolment)
    if certificate is None:
        raise Http404("certificate")
    return certificate


@require_safe
@login_required
def my_badge(request, serial):
    """A drawing with the credential in it, for its holder."""
    certificate = get_object_or_404(Certificate, enrolment__user=request.user, serial=serial)
    drawing = baked_badge(certificate)
    if drawing is None:
        raise Http404(serial)
    return _attachment(drawing, f"badge-{serial}.svg", "image/svg+xml")


@require_safe
@login_required
def my_badge_picture(request, serial):
    """The same as a PNG, which more places take."""
    certificate = get_object_or_404(Certificate, enrolment__user=request.user, serial=serial)
    picture = baked_picture(certificate)
    if picture is None:
        raise Http404(serial)
    return _attachment(picture, f"badge-{serial}.png", "image/png")


def _attachment(content: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
@cache_control(public=True, max_age=86_400)
def verify_offline(_request):
    """A page to keep: it checks tokens from disk, also in ten years."""
    return _attachment(offline_page(), "check-a-certificate.html", "text/html; charset=utf-8")


@require_safe
@once_enrolled
def my_name(request, enrolment):
    return _name_page(request, enrolment, CorrectionForm())


@require_POST
@once_enrolled
def confirm_my_name(request, enrolment):
    try:
        confirm_name(enrolment, name=request.POST.get("name", ""), at=now())
    except (UnableToConfirm, NotPrintable) as refusal:
        messages.error(request, str(refusal))
        return redirect("my_name")
    messages.success(request, _("Thank you. Your certificate will carry this name."))
    return redirect("results" if enrolment.state in OPEN_STATES else "my_exit_awards")


@require_POST
@once_enrolled
def correct_my_name(request, enrolment):
    form = CorrectionForm(request.POST)
    if not form.is_valid():
        return _name_page(request, enrolment, form)
    try:
        ask_for_correction(enrolment, **form.cleaned_data, at=now())
    except (UnableToConfirm, NotPrintable) as refusal:
        form.add_error("wanted", str(refusal))
        return _name_page(request, enrolment, form)
    messages.success(request, _("We have your request. The office compares the name with your document."))
    return redirect("my_name")


def _name_page(request, enrolment, form):
    try:
        name, refusal = name_to_print(enrolment), ""
    except NotPrintable as missing:
        name, refusal = "", str(missing)
    context = {
        "name": name,
        "doubts": [refusal] if refusal else doubts_about(name),
        "confirmed": has_confirmed(enrolment, name),
        "correction": last_correction(enrolment),
        "form": form,
    }
    status = 422 if form.is_bound else 200
    return render(request, "learners/credentials/name.html", context, status=status)


@require_safe
@login_required
def my_certificate_pdf(request, serial):
    """For its holder, also when the enrolment is over."""
    own = Certificate.objects.filter(enrolment__user=request.user)
    certificate = get_object_or_404(own, serial=serial)
    try:
        return pdf_response(certificate)
    except Withheld as refusal:
        return withheld_page(request, refusal)
    except NotPrintable as refusal:
        messages.error(request, str(refusal))
        return redirect("results")


@require_safe
@login_required
def my_certificate_file(request, serial, kind):
    """The Open Badge as JSON or as a token, for its holder, as it was issued."""
    own = Certificate.objects.filter(enrolment__user=request.user)
    certificate = get_object_or_404(own, serial=serial)
    content = issued_file(certificate, kind)
    if content is None:
        raise Http404(serial)
    response = HttpResponse(content, content_type=_TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="certificate-{serial}.{kind}"'
    return response


@require_safe
@cache_control(public=True, max_age=FRESH_SECONDS)
def keys(_request):
    """The DID document: with which keys our signatures are checked."""
    return JsonResponse(did_document(), content_type="application/did+json")


@require_safe
@cache_control(public=True, max_age=FRESH_SECONDS)
def revoked(_request):
    """The status list. Others read it to see whether a certificate was revoked."""
    try:
        return JsonResponse(status_list(at=now()), content_type="application/vc")
    except NoSigningKey as refusal:
        return HttpResponse(str(refusal), status=503, content_type="text/plain")


def withheld_page(request, refusal: Withheld, *, base: str = "base.html") -> HttpResponse:
    """Instead of a PDF that would repeat what nobody has signed, or what is not true any more."""
    context = {"refusal": str(refusal), "issuer_address": issuer_address(), "base": base}
    return render(request, "learners/credentials/withheld.html", context, status=409)


def pdf_response(certificate: Certificate) -> HttpResponse:
    response = HttpResponse(certificate_pdf(certificate), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="certificate-{certificate.serial}.pdf"'
    return response


def _named(view):
    """Without a name that can be printed there is no transcript: the results page says why."""

    @require_safe
    @enrolled
    @wraps(view)
    def door(request, enrolment):
        try:
            return view(request, enrolment)
        except NotPrintable as refusal:
            messages.error(request, str(refusal))
            return redirect("results")

    return door


@_named
def transcript(request, enrolment):
    context = {"transcript": transcript_of(enrolment, at=now())}
    return render(request, "learners/credentials/transcript.html", context)


@_named
def transcript_pdf(request, enrolment):
    return transcript_response(enrolment)


def transcript_response(enrolment) -> HttpResponse:
    """Raises NotPrintable, as the certificate of this name would."""
    content = transcript_pdf_of(transcript_of(enrolment, at=now()))
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="transcript-{enrolment.cohort.code}.pdf"'
    return response
