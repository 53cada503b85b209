"""The door of an address that a mail program opens by itself, with one click of its reader."""

from functools import wraps

from django.views.decorators.csrf import csrf_exempt, csrf_protect


def one_click(view):
    """RFC 8058: a mail program has no token of a form. Everybody else needs one, as everywhere."""
    protected = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def door(request, *args, **kwargs):
        by_program = request.POST.get("List-Unsubscribe") == "One-Click"
        return (view if by_program else protected)(request, *args, **kwargs)

    return door
