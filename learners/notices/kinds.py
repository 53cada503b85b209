"""Which mails there are: what starts each, what it says unless the institution says it otherwise, what it can name."""

from dataclasses import dataclass

from learners.notices.examples import APPLICATION, CERTIFICATE, COHORT, LETTER, PERSON, WORK


@dataclass(frozen=True)
class MailKind:
    key: str
    verb: str
    """Of the event that starts it."""
    label: str
    subject: str
    body: str
    variables: dict[str, str]
    """What the text may name, each with an example."""
    receipt: bool = True
    """It answers a deed or a decision, so it does not count as one of the week's planned mails."""


def _kind(verb: str, label: str, subject: str, body: str, variables: dict[str, str], **more) -> MailKind:
    return MailKind(verb.replace(".", "_"), verb, label, subject, body.strip() + "\n", variables, **more)


KINDS = (
    _kind(
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
    _kind(
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
    _kind("application.decided", "Decision", "Your application {reference}", "{letter}", LETTER),
    _kind(
        "application.more_asked",
        "One more thing asked",
        "We need one more thing: {reference}",
        "{letter}",
        LETTER,
    ),
    _kind(
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
    _kind(
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
    _kind(
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
    _kind(
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
    _kind(
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
    _kind(
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
    _kind(
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
    _kind(
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
    _kind(
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
    _kind(
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
    _kind(
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
    _kind(
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
    _kind(
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
    _kind(
        "enrolment.moved",
        "Moved to another cohort",
        "You now study with {cohort}",
        """
Dear {name},

you now study with {cohort}. The first day is {start}. Your results and your progress are kept.
{reason}

{link}

{programme}
""",
        COHORT | {"start": "Monday 1 March 2027", "reason": "Family."},
    ),
    _kind(
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
    _kind(
        "work.handed_in",
        "Work handed in",
        "Receipt: {work}",
        """
Dear {name},

we received “{work}” on {received}. It has {count} words.
{files}
Sum of all content (SHA-256): {sha256}

{link}

{programme}
""",
        WORK
        | {
            "received": WORK["due"],
            "count": "1480",
            "files": "Files: report.pdf",
            "sha256": "9f86d081884c7d65",
        },
    ),
    _kind(
        "grade.released",
        "Feedback ready",
        "Your feedback: {work}",
        """
Dear {name},

your mark for “{work}” and the feedback are there:
{link}

{programme}
""",
        WORK,
    ),
    _kind(
        "certificate.issued",
        "Certificate issued",
        "Your certificate is issued",
        """
Dear {name},

your certificate is issued.

{award}
{result}
Serial number: {serial}
{demo}

Anybody can check it at
{verify}

You can download it as a PDF from your results page:
{results}

{programme}
""",
        CERTIFICATE
        | {
            "award": "Certificate of Advanced Study",
            "result": "Result: Pass with merit",
            "demo": "This is a certificate of a demonstration.",
            "results": "https://campus.example/learn/results/",
        },
    ),
    # Repeats no fact of the certificate: it may have been revoked because they are wrong.
    _kind(
        "certificate.revoked",
        "Certificate revoked",
        "Your certificate was revoked",
        """
Dear {name},

your certificate was revoked on {on}. It is no longer valid.

Serial number: {serial}
Reason: {reason}

Everybody who checks it reads that it was revoked, but not why:
{verify}

Do you have a question, or do you think that this is a mistake? Ask the issuer at
{office}

{programme}
""",
        CERTIFICATE
        | {"on": "2 September 2026", "reason": "The name was wrong.", "office": "office@campus.example"},
    ),
)
BY_VERB = {kind.verb: kind for kind in KINDS}
BY_KEY = {kind.key: kind for kind in KINDS}
