"""The addresses of written work, under /learn/."""

from django.urls import path

from learners.submissions import views

urlpatterns = [
    path("<slug:code>/work/save/", views.save, name="work_save"),
    path("<slug:code>/work/files/<int:file_id>/", views.file, name="work_file"),
    path("<slug:code>/work/files/<int:file_id>/remove/", views.remove_file, name="work_file_remove"),
    path("<slug:code>/work/check/", views.check, name="work_check"),
    path("<slug:code>/work/receipt/<int:number>/", views.receipt, name="work_receipt"),
    path("<slug:code>/work/feedback/", views.feedback, name="work_feedback"),
]
