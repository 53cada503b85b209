"""Mails about the internship: to learners, and to supervisors at hosts, who have no account."""

from learners.notices.mail_kind import COHORT, PERSON, mail_kind

PLACEMENT = COHORT | {"host": "Demo ministry of works", "answer": "The task is clear."}
SUPERVISOR = PERSON | {
    "name": "Demo supervisor",
    "learner": "Demo learner 07",
    "host": "Demo ministry of works",
    "tasks": "- Confirm 3 entries of hours",
    "message": "Please look at the last week.",
    "until": "14 July 2027",
    "link": "https://campus.example/supervisor/…/",
}

INTERNSHIP = (
    mail_kind(
        "placement.decided",
        "Internship: proposal decided",
        "Your proposal: {host}",
        """
Dear {name},

the co-ordinator has read your proposal of an internship at {host}: {state}.
{answer}

What is next:
{link}

{programme}
""",
        PLACEMENT | {"state": "Agreement to be signed"},
    ),
    mail_kind(
        "placement.agreement_made",
        "Internship: agreement to sign",
        "An agreement to sign: {host}",
        """
Dear {name},

version {number} of the agreement with {host} is ready. Read and sign it here:
{link}

No hour counts before all have signed.

{programme}
""",
        PLACEMENT | {"number": "1"},
    ),
    mail_kind(
        "placement.agreed",
        "Internship: agreement signed by all",
        "All have signed: {host}",
        """
Dear {name},

learner, host and programme have signed version {number} of the agreement with {host}. Write your plan next:
{link}

{programme}
""",
        PLACEMENT | {"number": "1"},
    ),
    mail_kind(
        "placement.plan_returned",
        "Internship: plan to be changed",
        "Your internship plan",
        """
Dear {name},

something in your internship plan is to be changed:
{answer}

{link}

{programme}
""",
        PLACEMENT,
    ),
    mail_kind(
        "placement.plan_approved",
        "Internship: plan approved",
        "Your internship plan is approved",
        """
Dear {name},

your supervisor and the co-ordinator have approved your plan. You can log hours for your tasks now:
{link}

{programme}
""",
        PLACEMENT,
    ),
    mail_kind(
        "placement.midpoint_decided",
        "Internship: midpoint review decided",
        "Your midpoint review: {host}",
        """
Dear {name},

the co-ordinator has read what you and your supervisor at {host} wrote at midpoint: {decision}.
{answer}

The review:
{link}

{programme}
""",
        PLACEMENT | {"decision": "Go on as planned"},
    ),
    mail_kind(
        "hours.queried",
        "Internship: question about hours",
        "Your supervisor has a question",
        """
Dear {name},

your supervisor at {host} has a question about an entry in your hours log:
{answer}

Change the entry here:
{link}

{programme}
""",
        PLACEMENT,
    ),
    mail_kind(
        "placement.ended",
        "Internship: ended early",
        "Your placement at {host} has ended",
        """
Dear {name},

your placement at {host} has ended. Hours that were confirmed are kept.
{answer}

What is next:
{link}

{programme}
""",
        PLACEMENT,
    ),
    mail_kind(
        "placement.extended",
        "Internship: more time",
        "You have more time for your internship",
        """
Dear {name},

you have {weeks} more weeks for your internship. The dates of hours log, evaluation, portfolio and viva have moved:
{link}

{programme}
""",
        PLACEMENT | {"weeks": "4"},
    ),
    mail_kind(
        "placement.project_started",
        "Internship: applied project",
        "Your applied project",
        """
Dear {name},

an applied project takes the place of your placement. Hours that were confirmed are kept. Write your plan next:
{link}

{programme}
""",
        PLACEMENT,
    ),
    mail_kind(
        "placement.written_to",
        "Internship: message of the co-ordinator",
        "About your internship",
        """
Dear {name},

{message}

Your internship:
{link}

{programme}
""",
        PLACEMENT | {"message": "We have not seen hours for two weeks."},
    ),
    mail_kind(
        "placement.reminded",
        "Internship: reminder",
        "Your internship: {step}",
        """
Dear {name},

this waits for you in your internship: {step}.
{link}

If something at your host keeps you from it, answer this mail. A person reads it.

{programme}
""",
        PLACEMENT | {"step": "Write your internship plan"},
        receipt=False,
    ),
    mail_kind(
        "viva.times_offered",
        "Internship: times for the viva",
        "Book a time for your viva",
        """
Dear {name},

times for your viva are offered. Choose one of them:
{link}

Each time can be booked by one learner, until 24 hours before it.

{programme}
""",
        COHORT,
    ),
    mail_kind(
        "viva.booked",
        "Internship: viva booked",
        "Your viva: {when}",
        """
Dear {name},

your viva is booked: {when}, that is {when_utc}.
{room}

You can book another time until 24 hours before:
{link}

{programme}
""",
        COHORT
        | {
            "when": "Monday 24 May 2027, 15:00 (Nairobi)",
            "when_utc": "Monday 24 May 2027, 12:00 (UTC)",
            "room": "https://meet.example/viva",
        },
    ),
    mail_kind(
        "supervisor.asked",
        "To a supervisor: what waits",
        "Internship of {learner}",
        """
Dear {name},

you supervise the internship of {learner} at {host}.
{message}

{tasks}

Do it here, on a phone or a computer. You need no account:
{link}

The link is for you alone and works until {until}. Do not pass it on.

{programme}
""",
        SUPERVISOR,
    ),
    mail_kind(
        "supervisor.thanked",
        "To a supervisor: receipt of the evaluation",
        "Receipt: evaluation of {learner}",
        """
Dear {name},

we received your evaluation of {learner} on {until}, signed with your name. {hours} hours are confirmed with it.

Thank you for your time.
{programme}
""",
        SUPERVISOR | {"hours": "104"},
    ),
)
