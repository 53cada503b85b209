"""The addresses of the gradebook, under /staff/gradebook/."""

from django.urls import path

from cms.staff.gradebook import views

urlpatterns = [
    path("", views.cohorts, name="gradebooks"),
    path("<slug:code>/", views.gradebook, name="gradebook"),
    path("<slug:code>/export/<slug:form>/", views.export, name="export_gradebook"),
]
