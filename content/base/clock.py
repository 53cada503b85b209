"""What time it is when the clock takes something away from somebody: a chance, a place, a file."""

from datetime import datetime

from django.db import connection
from django.utils.timezone import now


def time_of_database() -> datetime:
    """All machines share it. An embedded database has the clock of its machine."""
    if connection.vendor != "postgresql":
        return now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


def cautious_now() -> datetime:
    """The earlier of this machine's time and the database's: a worker whose clock runs ahead closes nothing too soon."""
    return min(now(), time_of_database())
