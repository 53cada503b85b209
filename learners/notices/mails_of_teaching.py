"""Mails to those who teach."""

from learners.notices.mail_kind import PERSON, TEAM, mail_kind

TEACHING = (
    mail_kind(
        "team.joined",
        "Added to a team",
        "You teach in {cohort}",
        """
Dear {name},

you are in the team of {cohort}. Your role: {role}, {modules}. The first day is {start}.

Sign in with this e-mail address. We send you a code, so you need no password:
{link}

{programme}
""",
        TEAM | {"start": "Monday 1 March 2027"},
    ),
    mail_kind(
        "team.left",
        "Teaching role ended",
        "Your role in {cohort} has ended",
        """
Dear {name},

your role in {cohort} has ended: {role}, {modules}. Thank you for your work.

If you think that this is a mistake, write to the programme office.

{programme}
""",
        TEAM,
    ),
    mail_kind(
        "emergency.opened",
        "Right taken in an emergency",
        "{who} has taken a right in an emergency",
        """
Dear {name},

{who} has taken a right that the role does not give, until {until}: {what}.

The reason: {reason}

What was opened with it stands in the list of emergencies:
{link}

{programme}
""",
        PERSON
        | {
            "who": "Demo administrator",
            "what": "read an application",
            "until": "14:30 UTC",
            "reason": "The office is closed and a document is needed today.",
            "link": "https://campus.example/staff/emergency/",
        },
    ),
)
