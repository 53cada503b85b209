"""The page behind the link in a planned mail: stop this kind, or get it again."""

from django.contrib.auth import get_user_model
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from learners.alerts.doors import one_click
from learners.enrolment.doors import get_or_post
from learners.notices.models import StoppedMail
from learners.notices.stopping import read_token, start_again, stop


@one_click
@never_cache
@get_or_post
def stop_mails(request, token):
    read = read_token(token)
    if read is None or not get_user_model()._default_manager.filter(pk=read[0]).exists():
        raise Http404(token)
    if request.method == "POST":
        (start_again if "again" in request.POST else stop)(*read)
        return redirect("stop_mails", token)
    user_id, kind = read
    stopped = StoppedMail.objects.filter(user=user_id, kind=kind.key).exists()
    return render(request, "learners/notices/stop.html", {"kind": kind, "stopped": stopped})
