"""Mails about an account, to the person whose it is."""

from learners.notices.mail_kind import PERSON, mail_kind

_ACCOUNT = PERSON | {
    "reason": "Your telephone was stolen.",
    "link": "https://campus.example/account/2fa/",
}

ACCOUNTS = (
    mail_kind(
        "account.sessions_ended",
        "Sessions ended",
        "You were signed out on all devices",
        """
Dear {name},

the programme office has signed you out on all devices. The reason: {reason}

You can sign in again at any time. If you did not expect this, write to the programme office.

{programme}
""",
        _ACCOUNT,
    ),
    mail_kind(
        "account.second_step_removed",
        "Second step taken away",
        "Your second step was taken away",
        """
Dear {name},

the programme office has taken your second step away and signed you out on all devices. The reason: {reason}

Sign in and set up a new one:
{link}

If you did not ask for this, write to the programme office at once.

{programme}
""",
        _ACCOUNT,
    ),
)
