"""The glossary: every word with its plain meaning, each under an address of its own."""

from django.db.models import Q
from django.shortcuts import render
from django.views.decorators.http import require_safe

from content.base.asking import words_asked
from content.glossary.queries import letters, terms


@require_safe
def glossary(request):
    asked = words_asked(request.GET.get("q"))
    found = terms().select_related("principle")
    if asked:
        found = found.filter(Q(term__icontains=asked) | Q(definition__icontains=asked))
    return render(request, "content/glossary.html", {"asked": asked, "letters": letters(found)})
