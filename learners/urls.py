"""The learner's addresses, under /learn/."""

from django.urls import include, path, re_path

from learners.credentials import views as credentials
from learners.dashboard import views as dashboard
from learners.progress.views import complete_lesson

CODE = r"(?P<code>[A-Z][A-Z0-9-]{0,18})"

urlpatterns = [
    path("", dashboard.this_week, name="this_week"),
    path("programme/", dashboard.programme_map, name="programme_map"),
    re_path(rf"^modules/{CODE}/$", dashboard.module, name="module"),
    path("dates/", include("learners.calendar.urls")),
    path("results/", dashboard.results, name="results"),
    path("privacy/", include("learners.privacy.urls")),
    path("integrity/", include("learners.integrity.urls")),
    path("internship/", include("learners.placements.urls")),
    path("certificate/", credentials.my_certificate, name="my_certificate"),
    path("certificate/page/", credentials.share_my_certificate, name="share_my_certificate"),
    path("exit-awards/", credentials.my_exit_awards, name="my_exit_awards"),
    path("exit-awards/<str:serial>/page/", credentials.share_my_exit_award, name="share_my_exit_award"),
    path("name/", credentials.my_name, name="my_name"),
    path("name/confirm/", credentials.confirm_my_name, name="confirm_my_name"),
    path("name/correct/", credentials.correct_my_name, name="correct_my_name"),
    path("transcript/", credentials.transcript, name="transcript"),
    path("transcript/transcript.pdf", credentials.transcript_pdf, name="transcript_pdf"),
    re_path(rf"^{CODE}/$", dashboard.activity, name="activity"),
    re_path(rf"^{CODE}/complete/$", complete_lesson, name="complete_lesson"),
    path("", include("learners.attempts.urls")),
    path("", include("learners.submissions.urls")),
    path("", include("learners.peerreviews.urls")),
    path("", include("learners.observations.urls")),
    path("", include("learners.attendance.urls")),
]
