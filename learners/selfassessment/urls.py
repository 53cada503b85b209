"""The addresses of the self-assessment, under /assess/."""

from django.urls import path

from learners.selfassessment import views
from learners.selfassessment.outcome import views as outcome

_ONE = "<int:assessment_id>/"
_LINK = "with/<str:token>/"

urlpatterns = [
    path("", views.home, name="assess"),
    path("start/<slug:code>/", views.start, name="assess_start"),
    path("try/P<int:number>/", views.trial, name="assess_trial"),
    path("try/keep/", views.keep_trial, name="assess_keep"),
    path("try/result/", outcome.trial_result, name="assess_trial_result"),
    path(_ONE, views.run, name="assess_run"),
    path(f"{_ONE}P<int:number>/", views.sheet, name="assess_sheet"),
    path(f"{_ONE}submit/", views.submit, name="assess_submit"),
    path(f"{_ONE}weights/", views.weights, name="assess_weights"),
    path(f"{_ONE}people/", views.people, name="assess_people"),
    path(f"{_ONE}people/<int:respondent_id>/take-back/", views.take_link_back, name="assess_take_back"),
    path(f"{_ONE}result/", outcome.result, name="assess_result"),
    path(f"{_ONE}result.pdf", outcome.result_file, name="assess_result_file"),
    path(f"{_ONE}compare/<int:other_id>/", outcome.compare, name="assess_compare"),
    path(f"{_ONE}plan/", outcome.plan, name="assess_plan"),
    path(f"{_ONE}plan/choose/", outcome.choose, name="assess_choose"),
    path(f"{_ONE}plan/<int:item_id>/", outcome.change, name="assess_action"),
    path(f"{_ONE}plan.ics", outcome.calendar, name="assess_plan_calendar"),
    path(_LINK, views.colleague, name="assess_colleague"),
    path(f"{_LINK}P<int:number>/", views.colleague_sheet, name="assess_colleague_sheet"),
    path(f"{_LINK}send/", views.colleague_send, name="assess_colleague_send"),
]
