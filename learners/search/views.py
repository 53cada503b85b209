"""The search over all that the person may read."""

from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from content.base.asking import words_asked
from learners.search.finding import search
from learners.search.opening import open_lessons
from learners.search.showing import shown
from learners.search.suggesting import suggestions


@require_safe
def find(request):
    words = words_asked(request.GET.get("q"))
    if not words:
        return render(request, "learners/search/results.html", {"words": ""})
    facets = {name: request.GET.get(name, "") for name in ("kind", "principle")}
    results = search(words, lessons=open_lessons(request.user, at=now()), **facets)
    context = {"words": words, "results": results, "shown": shown(results, words)}
    if not results.all:
        context["suggestions"] = suggestions(words)
    return render(request, "learners/search/results.html", context)
