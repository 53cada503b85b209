"""The addresses beside the case pages, under /cases/."""

from django.urls import path

from content.casestudies import views

urlpatterns = [
    path("compare/", views.side_by_side, name="compare_cases"),
    path("<slug:slug>/cite.<slug:form>", views.cite, name="cite_case"),
]
