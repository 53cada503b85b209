"""Which tasks run by the clock, and how often."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")

app = Celery("campus")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(
    [
        "cms",
        "courses.catalogue",
        "learners.events",
        "learners.attempts",
        "learners.integrity",
        "learners.submissions",
        "learners.peerreviews",
        "learners.placements",
        "learners.progress",
        "learners.admissions",
        "learners.alerts",
        "learners.enrolment",
        "learners.credentials",
        "learners.selfassessment",
    ]
)
app.conf.beat_schedule = {
    "deliver-events": {"task": "learners.events.deliver_open", "schedule": 20.0},
    "close-overdue-attempts": {"task": "learners.attempts.close_overdue", "schedule": 30.0},
    "carry-out-key-corrections": {"task": "learners.attempts.carry_out_corrections", "schedule": 60.0},
    "work-on-peer-reviews": {"task": "learners.peerreviews.work_on_rounds", "schedule": 300.0},
    "remind-of-internships": {"task": "learners.placements.remind", "schedule": 6 * 3600.0},
    "forget-internship-documents": {"task": "learners.placements.forget_documents", "schedule": 86_400.0},
    "record-missing-work": {"task": "learners.submissions.record_missing", "schedule": 3600.0},
    "note-silence": {"task": "learners.progress.note_silence", "schedule": 6 * 3600.0},
    "close-integrity-cases": {"task": "learners.integrity.close_decided", "schedule": 86_400.0},
    "lapse-offers": {"task": "learners.admissions.lapse_offers", "schedule": 300.0},
    "work-on-alerts": {"task": "learners.alerts.work_on_alerts", "schedule": 600.0},
    "work-on-rosters": {"task": "learners.enrolment.work_on_open_rosters", "schedule": 20.0},
    "issue-certificates": {"task": "learners.credentials.work_on_open_runs", "schedule": 20.0},
    "forget-old-rosters": {"task": "learners.enrolment.forget_old_rosters", "schedule": 86_400.0},
    "forget-trials": {"task": "learners.selfassessment.forget_trials", "schedule": 86_400.0},
    "note-catalogue": {"task": "courses.catalogue.note", "schedule": 300.0},
    "publish-scheduled-pages": {"task": "cms.publish_scheduled", "schedule": 300.0},
    "forget-unused-accounts": {"task": "cms.forget_unused_accounts", "schedule": 86_400.0},
    "clear-sessions": {"task": "cms.clear_sessions", "schedule": 86_400.0},
}
