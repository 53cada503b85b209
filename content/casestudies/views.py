"""Addresses beside the case pages: two cases side by side, and the files that quote one."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from content.base.asking import words_asked
from content.casestudies.citing import as_bibtex, as_csl, as_ris, citation_of
from content.casestudies.comparing import cases_like, compare
from content.casestudies.queries import published_cases

_FILES = {
    "bib": (as_bibtex, "application/x-bibtex; charset=utf-8"),
    "ris": (as_ris, "application/x-research-info-systems; charset=utf-8"),
    "json": (as_csl, "application/vnd.citationstyles.csl+json"),
}


@require_safe
def side_by_side(request):
    """one and two: the slugs. Without the second one the page offers what it can be compared with."""
    one = get_object_or_404(published_cases(), slug=words_asked(request.GET.get("one")))
    wanted = words_asked(request.GET.get("two"))
    two = published_cases().filter(slug=wanted).exclude(pk=one.pk).first() if wanted else None
    context = {"one": one, "wanted": wanted}
    context |= {"comparison": compare(one, two)} if two else {"offered": cases_like(one)}
    return render(request, "content/case_compare.html", context)


@require_safe
def cite(_request, slug, form):
    if form not in _FILES:
        raise Http404(form)
    case = get_object_or_404(published_cases(), slug=slug)
    write, content_type = _FILES[form]
    response = HttpResponse(write(citation_of(case, url=case.full_url)), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{case.slug}.{form}"'
    if case.last_published_at:
        response["Last-Modified"] = http_date(case.last_published_at.timestamp())
    return response
