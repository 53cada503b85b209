"""The reading list, and the record of one reading."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from content.resources.queries import readings

ROWS = 50


@require_safe
def reading_list(request):
    page = Paginator(readings(), ROWS).get_page(request.GET.get("page"))
    return render(request, "content/readings.html", {"page_obj": page})


@require_safe
def reading(request, code):
    record = get_object_or_404(readings().select_related("locale"), code=code)
    return render(request, "content/reading.html", {"reading": record})
