"""Mails about places, dates and time."""

from learners.notices.mail_kind import COHORT, PERSON, WORK, mail_kind

STUDY = (
    mail_kind(
        "enrolment.made",
        "Enrolled",
        "You have a place: {cohort}",
        """
Dear {name},

you are enrolled in {cohort}. The first day is {start}.

Sign in with this e-mail address. We send you a code, so you need no password:
{link}

{programme}
""",
        COHORT | {"start": "Monday 1 March 2027"},
    ),
    mail_kind(
        "schedule.published",
        "Dates published",
        "The dates of {cohort} are there",
        """
Dear {name},

the dates of your cohort are published. The first day is {start}.

All dates in your time zone, and an address for your calendar:
{link}

{programme}
""",
        COHORT | {"start": "Monday 1 March 2027"},
    ),
    mail_kind(
        "schedule.changed",
        "Date changed",
        "A date changed: {work}",
        """
Dear {name},

“{work}” is now due on {due}.
{reason}

All your dates:
{link}

{programme}
""",
        WORK,
    ),
    mail_kind(
        "edition.moved",
        "Moved to a newer edition",
        "The texts of your programme were renewed",
        """
Dear {name},

{cohort} continues with a newer edition of the programme. What you have completed and your marks are kept.
{link}

{programme}
""",
        COHORT,
    ),
    mail_kind(
        "extension.granted",
        "More time granted",
        "You have more time: {work}",
        """
Dear {name},

you have more time for {work}. New due date: {due}.
{reason}
{answer}
All your dates:
{link}

{programme}
""",
        WORK | {"answer": "Good work on your mission."},
    ),
    mail_kind(
        "extension.refused",
        "More time refused",
        "Your request for more time: {work}",
        """
Dear {name},

your request for more time for {work} was not granted.
{answer}
The due date stays {due}. You can write to your module leader.

All your dates:
{link}

{programme}
""",
        WORK | {"answer": "The date was announced in May."},
    ),
    mail_kind(
        "accommodation.granted",
        "Extra time granted",
        "You have extra time in quizzes and exams",
        """
Dear {name},

you have {percent} per cent more time in each quiz and exam that you start from now on.

{programme}
""",
        PERSON | {"percent": "25"},
    ),
    mail_kind(
        "enrolment.withdrawn",
        "Withdrawn",
        "You left {cohort}",
        """
Dear {name},

your enrolment in {cohort} has ended. Your record stays with the programme office.
{reason}

You can apply again for a later cohort.

{programme}
""",
        COHORT | {"reason": "You have a new post."},
    ),
    mail_kind(
        "enrolment.interrupted",
        "Studies interrupted",
        "Your studies are interrupted",
        """
Dear {name},

your studies in {cohort} are interrupted. Your place and your results are kept.
{reason}

Write to the programme office when you want to continue.

{programme}
""",
        COHORT | {"reason": "Illness."},
    ),
    mail_kind(
        "enrolment.resumed",
        "Studies resumed",
        "You can continue your studies",
        """
Dear {name},

you can continue in {cohort} now. What you have done is kept.
{link}

{programme}
""",
        COHORT,
    ),
    mail_kind(
        "enrolment.moved",
        "Moved to another cohort",
        "You now study with {cohort}",
        """
Dear {name},

you now study with {cohort}. The first day is {start}. Your results and your progress are kept.
{reason}
{works}

{link}

{programme}
""",
        COHORT
        | {
            "start": "Monday 1 March 2027",
            "reason": "Family.",
            "works": "You have handed in work that has no mark yet: Assignment 1. Your new cohort marks it.",
        },
    ),
    mail_kind(
        "learner.silent",
        "No activity for 10 days",
        "Your next task waits",
        """
Dear {name},

we have not seen you for {days} days. Your next task is “{work}”.
Do it now, or ask for more time:
{link}

If something keeps you from studying, answer this mail. A person reads it.

{programme}
""",
        COHORT | {"days": "10", "work": "Public value"},
        receipt=False,
    ),
)
