from django.urls import path

from learners.attempts import views

urlpatterns = [
    path("<slug:code>/attempt/", views.start, name="attempt_start"),
    path("<slug:code>/attempt/<int:number>/", views.whole_sheet, name="attempt"),
    path("<slug:code>/attempt/<int:number>/<int:order>/", views.question, name="attempt_question"),
    path("<slug:code>/attempt/<int:number>/save/", views.save, name="attempt_save"),
    path("<slug:code>/attempt/<int:number>/check/", views.check, name="attempt_check"),
    path("<slug:code>/attempt/<int:number>/submit/", views.submit, name="attempt_submit"),
    path("<slug:code>/attempt/<int:number>/review/", views.review, name="attempt_review"),
]
