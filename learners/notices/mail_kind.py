"""What a kind of mail is, and what the texts of each area may name."""

from dataclasses import dataclass

PERSON = {"name": "Demo learner 07", "programme": "Global E-Governance and Leadership"}
COHORT = PERSON | {"cohort": "Spring 2027", "link": "https://campus.example/learn/"}
APPLICATION = COHORT | {"reference": "A-2027-0042"}
LETTER = APPLICATION | {"letter": "We offer you a place."}
ALERT = {
    "programme": PERSON["programme"],
    "link": "https://campus.example/tell-me/",
    "stop": "https://campus.example/tell-me/stop/",
}
CERTIFICATE = PERSON | {
    "serial": "5FAEA-F8YNC-68EAY-4RR9J-GEAHME",
    "verify": "https://campus.example/verify/5FAEA/",
}
WORK = COHORT | {
    "work": "Foundations quiz",
    "due": "Sunday 29 November, 23:59 (Nairobi)",
    "reason": "Power outage.",
}

TEAM = PERSON | {
    "cohort": "Spring 2027",
    "role": "Instructor",
    "modules": "module M03",
    "link": "https://campus.example/staff/",
}


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


def mail_kind(verb: str, label: str, subject: str, body: str, variables: dict[str, str], **more) -> MailKind:
    return MailKind(verb.replace(".", "_"), verb, label, subject, body.strip() + "\n", variables, **more)
