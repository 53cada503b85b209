"""The addresses of the people of a cohort, under /staff/cohorts/<code>/people/."""

from django.urls import path

from cms.staff.people import views

urlpatterns = [
    path("", views.people, name="cohort_people"),
    path("export/<slug:form>/", views.export, name="export_people"),
    path("import/", views.upload, name="upload_roster"),
    path("import/template.csv", views.template, name="roster_template"),
    path("import/<int:roster_id>/", views.roster, name="roster"),
    path("import/<int:roster_id>/confirm/", views.confirm, name="confirm_roster"),
    path("import/<int:roster_id>/drop/", views.drop, name="drop_roster"),
    path("import/<int:roster_id>/leave-out/", views.choose, name="choose_rows"),
    path("import/<int:roster_id>/rows-to-correct.csv", views.rows_to_correct, name="rows_to_correct"),
]
