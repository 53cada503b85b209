"""The learner's addresses, under /learn/."""

from django.urls import include, path, re_path

from learners.dashboard import views as dashboard
from learners.progress.views import complete_lesson

CODE = r"(?P<code>[A-Z][A-Z0-9-]{0,18})"

urlpatterns = [
    path("", dashboard.this_week, name="this_week"),
    path("programme/", dashboard.programme_map, name="programme_map"),
    re_path(rf"^modules/{CODE}/$", dashboard.module, name="module"),
    path("dates/", include("learners.calendar.urls")),
    path("results/", dashboard.results, name="results"),
    re_path(rf"^{CODE}/$", dashboard.activity, name="activity"),
    re_path(rf"^{CODE}/complete/$", complete_lesson, name="complete_lesson"),
    path("", include("learners.attempts.urls")),
    path("", include("learners.submissions.urls")),
]
