"""The open data of the programme."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from learners.opendata.datasets import DATASETS
from learners.opendata.writing import DCAT_TYPE, FORMS, as_csv, as_dcat, as_json

_WRITE = {"csv": as_csv, "json": as_json}


@require_safe
def open_data(request):
    sets = [(each, each.columns()) for each in DATASETS.values()]
    return render(request, "learners/opendata/data.html", {"sets": sets})


@require_safe
def file(_request, slug, form):
    if slug not in DATASETS or form not in FORMS:
        raise Http404(slug)
    response = HttpResponse(_WRITE[form](DATASETS[slug]), content_type=FORMS[form])
    response["Content-Disposition"] = f'attachment; filename="{slug}.{form}"'
    response["Access-Control-Allow-Origin"] = "*"  # a page of somebody else may read what is open
    return response


@require_safe
def catalogue(_request):
    return HttpResponse(as_dcat(), content_type=DCAT_TYPE, headers={"Access-Control-Allow-Origin": "*"})
