"""The catalogue for machines: harvesting, feed, sitemap."""

from email.utils import parseaddr

from django.conf import settings
from django.http import HttpResponse
from django.utils.timezone import now
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from courses.catalogue.oai.answering import answer


@csrf_exempt  # the protocol demands POST too; nothing is changed by it, and nobody is signed in for it
@require_http_methods(["GET", "HEAD", "POST"])
def harvest(request):
    asked = request.POST if request.method == "POST" else request.GET
    mail = parseaddr(settings.OFFICE_EMAIL or settings.DEFAULT_FROM_EMAIL)[1]
    base_url = f"{settings.SITE_ADDRESS}{request.path}"
    content = answer(dict(asked.lists()), base_url=base_url, mail=mail, at=now())
    return HttpResponse(content, content_type="text/xml; charset=utf-8")
