"""What the mails may name, each with an example for the person who edits their words."""

PERSON = {"name": "Demo learner 07", "programme": "Global E-Governance and Leadership"}
COHORT = PERSON | {"cohort": "Spring 2027", "link": "https://campus.example/learn/"}
APPLICATION = COHORT | {"reference": "A-2027-0042"}
LETTER = APPLICATION | {"letter": "We offer you a place."}
CERTIFICATE = PERSON | {
    "serial": "5FAEA-F8YNC-68EAY-4RR9J-GEAHME",
    "verify": "https://campus.example/verify/5FAEA/",
}
WORK = COHORT | {
    "work": "Foundations quiz",
    "due": "Sunday 29 November, 23:59 (Nairobi)",
    "reason": "Power outage.",
}
