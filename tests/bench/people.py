"""Many learners at once, as rows: through the rules thousands would take an hour."""

import time
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import islice

from tests.bench.browsers import CSRF

BATCH = 2000


def enrol_many(cohort, count: int, *, at: datetime, **fields) -> list:
    """New learners with a profile and a place in the cohort. fields: of the enrolment."""
    from cms.accounts.models import User  # noqa: PLC0415 -- all after the settings
    from learners.enrolment.models import Enrolment, LearnerProfile  # noqa: PLC0415

    first = Enrolment.objects.filter(cohort=cohort).count()
    users = User.objects.bulk_create(
        (
            User(email=f"{cohort.code}.{number}@demo.example", name=f"Demo learner {number:05d}")
            for number in range(first, first + count)
        ),
        batch_size=BATCH,
    )
    LearnerProfile.objects.bulk_create(
        (LearnerProfile(user=user, printed_name=user.name) for user in users), batch_size=BATCH
    )
    places = (Enrolment(user=user, cohort=cohort, enrolled_at=at, **fields) for user in users)
    return Enrolment.objects.bulk_create(places, batch_size=BATCH)


def put(model, rows: Iterable) -> None:
    """Some thousand at a time: a million rows in memory at once cost more than the writing."""
    rows = iter(rows)
    while part := list(islice(rows, BATCH)):
        model.objects.bulk_create(part)


def session_of(user) -> dict:
    """As after a sign-in of this moment."""
    moment = int(time.time())
    return {
        "_auth_user_id": str(user.pk),
        "_auth_user_backend": "django.contrib.auth.backends.ModelBackend",
        "_auth_user_hash": user.get_session_auth_hash(),
        "campus_begun": moment,
        "campus_seen": moment,
    }


def cookies_of(users: Iterable) -> list[str]:
    """Each is signed in: a session as a row, and the header that carries it."""
    from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415 -- all after the settings
    from django.contrib.sessions.models import Session  # noqa: PLC0415
    from django.utils.crypto import get_random_string  # noqa: PLC0415
    from django.utils.timezone import now  # noqa: PLC0415

    store, ends, sessions = SessionStore(), now() + timedelta(hours=12), []
    for user in users:
        data = session_of(user)
        key = get_random_string(32, "abcdefghijklmnopqrstuvwxyz0123456789")
        sessions.append(Session(session_key=key, session_data=store.encode(data), expire_date=ends))
    Session.objects.bulk_create(sessions, batch_size=BATCH)
    return [f"sessionid={session.session_key}; csrftoken={CSRF}" for session in sessions]
