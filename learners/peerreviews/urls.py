"""The addresses of peer review, under /learn/."""

from django.urls import path

from learners.peerreviews import views

DESK = "<slug:code>/reviews/"

urlpatterns = [
    path(DESK, views.tasks, name="peer_reviews"),
    path(f"{DESK}spare/", views.spare, name="take_spare_review"),
    path(f"{DESK}sample/", views.sample, name="peer_sample"),
    path(f"{DESK}received/", views.received, name="peer_reviews_received"),
    path(f"{DESK}<slug:review_code>/", views.review, name="peer_review"),
    path(f"{DESK}<slug:review_code>/files/<int:place>/", views.review_file, name="peer_review_file"),
]
