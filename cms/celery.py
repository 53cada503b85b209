"""Which tasks run by the clock, and how often."""

import os

from celery import Celery
from celery.signals import beat_init, worker_init

from cms.file_queue import use_whole_files
from cms.sight.heartbeats import EVERY
from cms.starting import refuse_to_start

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")

use_whole_files()
app = Celery("campus")
for start in (worker_init, beat_init):
    start.connect(lambda **_facts: refuse_to_start(), weak=False)
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
        "learners.privacy",
    ]
)
app.conf.beat_schedule = {
    "note-heartbeat": {"task": "cms.note_heartbeat", "schedule": EVERY},
    "deliver-events": {"task": "learners.events.deliver_open", "schedule": 20.0},
    "close-overdue-attempts": {"task": "learners.attempts.close_overdue", "schedule": 30.0},
    "carry-out-key-corrections": {"task": "learners.attempts.carry_out_corrections", "schedule": 60.0},
    "work-on-peer-reviews": {"task": "learners.peerreviews.work_on_rounds", "schedule": 300.0},
    "remind-of-internships": {"task": "learners.placements.remind", "schedule": 6 * 3600.0},
    "tell-of-times-for-vivas": {"task": "learners.placements.tell_of_times", "schedule": 86_400.0},
    "forget-internship-documents": {"task": "learners.placements.forget_documents", "schedule": 86_400.0},
    "record-missing-work": {"task": "learners.submissions.record_missing", "schedule": 3600.0},
    "note-silence": {"task": "learners.progress.note_silence", "schedule": 6 * 3600.0},
    "close-integrity-cases": {"task": "learners.integrity.close_decided", "schedule": 86_400.0},
    "lapse-offers": {"task": "learners.admissions.lapse_offers", "schedule": 300.0},
    "work-on-alerts": {"task": "learners.alerts.work_on_alerts", "schedule": 600.0},
    "work-on-rosters": {"task": "learners.enrolment.work_on_open_rosters", "schedule": 20.0},
    "issue-certificates": {"task": "learners.credentials.work_on_open_runs", "schedule": 20.0},
    "keep-dossiers": {"task": "learners.credentials.keep_missing_dossiers", "schedule": 300.0},
    "forget-old-rosters": {"task": "learners.enrolment.forget_old_rosters", "schedule": 86_400.0},
    "forget-trials": {"task": "learners.selfassessment.forget_trials", "schedule": 86_400.0},
    "make-data-copies": {"task": "learners.privacy.make_waiting_copies", "schedule": 60.0},
    "keep-schedules": {"task": "learners.privacy.keep_schedules", "schedule": 86_400.0},
    "note-catalogue": {"task": "courses.catalogue.note", "schedule": 300.0},
    "publish-scheduled-pages": {"task": "cms.publish_scheduled", "schedule": 300.0},
    "forget-unused-accounts": {"task": "cms.forget_unused_accounts", "schedule": 86_400.0},
    "clear-sessions": {"task": "cms.clear_sessions", "schedule": 86_400.0},
}
