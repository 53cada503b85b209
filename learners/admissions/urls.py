"""The applicant's addresses, under /apply/."""

from django.urls import path, register_converter

from learners.admissions import views


class Reference:
    """“A-2027-0042”; no code of a cohort has this form."""

    regex = r"A-[0-9]{4}-[0-9]{4,6}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Reference, "reference")
_OWN = "<reference:reference>/"

urlpatterns = [
    path("", views.home, name="apply_home"),
    path(_OWN, views.status, name="application"),
    path(f"{_OWN}sent/", views.sent, name="application_sent"),
    path(f"{_OWN}tasks/", views.tasks, name="application_tasks"),
    path(f"{_OWN}tasks/<slug:key>/", views.task, name="application_task"),
    path(f"{_OWN}documents/", views.documents, name="application_documents"),
    path(f"{_OWN}documents/<slug:key>/", views.document, name="application_document"),
    path(f"{_OWN}documents/<slug:key>/remove/", views.remove_document, name="remove_document"),
    path(f"{_OWN}check/", views.check, name="application_check"),
    path(f"{_OWN}accept/", views.accept, name="accept_offer"),
    path(f"{_OWN}decline/", views.decline, name="decline_offer"),
    path(f"{_OWN}withdraw/", views.withdraw, name="withdraw_application"),
    path("<slug:code>/", views.before, name="apply_before"),
    path("<slug:code>/start/", views.start, name="apply_start"),
]
