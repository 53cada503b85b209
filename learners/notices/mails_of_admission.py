"""Mails to applicants and to people who wait for an intake."""

from learners.notices.mail_kind import ALERT, APPLICATION, LETTER, mail_kind

ADMISSION = (
    mail_kind(
        "application.submitted",
        "Application received",
        "We received your application {reference}",
        """
Dear {name},

we received your application {reference} for {cohort}. Two readers score it. We write to you when it is decided.

You can see at any time what happens next:
{link}

{programme}
""",
        APPLICATION,
    ),
    mail_kind(
        "application.completed",
        "Missing parts received",
        "We received what was missing: {reference}",
        """
Dear {name},

we received what was missing in your application {reference}. Reading goes on now.
{link}

{programme}
""",
        APPLICATION,
    ),
    mail_kind("application.decided", "Decision", "Your application {reference}", "{letter}", LETTER),
    mail_kind(
        "application.more_asked",
        "One more thing asked",
        "We need one more thing: {reference}",
        "{letter}",
        LETTER,
    ),
    mail_kind(
        "application.place_declined",
        "Place declined",
        "You declined the place in {cohort}",
        """
Dear {name},

we noted that you declined the place in {cohort}. It goes to another person.
You can apply again for a later cohort.

{programme}
""",
        APPLICATION,
    ),
    mail_kind(
        "application.offer_lapsed",
        "Offer lapsed",
        "The time to accept the place in {cohort} is over",
        """
Dear {name},

you did not accept the place in {cohort} in time, so it goes to another person.
You can apply again for a later cohort.

{programme}
""",
        APPLICATION,
    ),
    mail_kind(
        "application.withdrawn",
        "Application withdrawn",
        "You withdrew your application {reference}",
        """
Dear {name},

we noted that you withdrew your application {reference}. You can apply again for a later cohort.

{programme}
""",
        APPLICATION,
    ),
    mail_kind(
        "intake_alert.asked",
        "Confirm the address, for a mail when applications open",
        "Confirm your address",
        """
Somebody, probably you, wants a mail at this address when applications for {programme} open.

Confirm it here:
{link}

If it was not you, do nothing: we delete the address after 7 days. To delete it at once: {stop}

{programme}
""",
        ALERT,
    ),
    mail_kind(
        "intake_alert.opened",
        "Applications are open",
        "Applications are open: {programme}",
        """
You asked us to write when applications open. You can apply for {cohort} until {until}:
{link}

This is the only mail: your address is deleted now.
{programme}
""",
        ALERT | {"cohort": "Spring 2027", "until": "Tuesday 30 March 2027"},
    ),
)
