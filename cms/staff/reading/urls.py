"""The addresses for reading along, under /staff/reading/."""

from django.urls import path

from cms.staff.reading import views

urlpatterns = [
    path("", views.cohorts, name="lessons_read"),
    path("<slug:code>/", views.lessons, name="cohort_lessons"),
    path("<slug:code>/<slug:lesson_code>/", views.lesson, name="cohort_lesson"),
]
