"""Mails about marks, integrity cases and certificates."""

from learners.notices.mail_kind import CERTIFICATE, WORK, mail_kind

PART = CERTIFICATE | {"award": "Record of participation: Module M01, Foundations"}

RESULTS = (
    mail_kind(
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
    mail_kind(
        "work.approved",
        "Proposal approved",
        "Approved: {work}",
        """
Dear {name},

your work “{work}” is approved.
{reason}

{link}

{programme}
""",
        WORK | {"reason": "A clear problem. Talk to the ministry of finance early."},
    ),
    mail_kind(
        "work.returned",
        "Proposal returned",
        "To change: {work}",
        """
Dear {name},

your work “{work}” is not approved yet. This has to change:

{reason}

Change it and hand it in again:
{link}

{programme}
""",
        WORK | {"reason": "Say who could decide on it."},
    ),
    mail_kind(
        "work.answered",
        "Feedback on work without a mark",
        "Feedback: {work}",
        """
Dear {name},

somebody read your work “{work}”:

{reason}

{link}

{programme}
""",
        WORK | {"reason": "The blueprint shows all channels."},
    ),
    mail_kind(
        "work.waived",
        "Approval not needed",
        "No approval needed: {work}",
        """
Dear {name},

nobody waits for the approval of “{work}” any more, so you can hand in what comes after it.

Reason: {reason}

{link}

{programme}
""",
        WORK | {"reason": "Agreed by telephone with the module leader."},
    ),
    mail_kind(
        "peer_reviews.assigned",
        "Works to review",
        "Works to review: {work}",
        """
Dear {name},

works of other learners wait for your review: “{work}”. Send the reviews by {until}.
You do not see whose works they are, and the authors do not see who reviews.

{link}

{programme}
""",
        WORK | {"until": WORK["due"]},
    ),
    mail_kind(
        "peer_reviews.extended",
        "More time for reviews",
        "More time for your reviews: {work}",
        """
Dear {name},

you can send your reviews of “{work}” until {until}.

Reason: {reason}

{link}

{programme}
""",
        WORK | {"until": WORK["due"], "reason": "A week on duty without a line."},
    ),
    mail_kind(
        "peer_reviews.released",
        "Reviews received",
        "The reviews of your work: {work}",
        """
Dear {name},

other learners have reviewed your work “{work}”. Read the reviews:
{link}

{programme}
""",
        WORK,
    ),
    mail_kind(
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
    mail_kind(
        "quiz.result_corrected",
        "Result corrected",
        "Your result changed: {work}",
        """
Dear {name},

the key of a question in “{work}” was corrected. Attempt {attempt} had {before} points before and has {after} now:
{link}

{programme}
""",
        WORK | {"attempt": "1", "before": "6", "after": "7"},
    ),
    mail_kind(
        "resit.opened",
        "Resit opened",
        "You have a resit: {work}",
        """
Dear {name},

you can do “{work}” once more, until {due}. {reason}
With the resit the component counts {cap} at most. Your first mark stays if it is better.

{link}

{programme}
""",
        WORK | {"reason": "Exam below 50.", "cap": "50"},
    ),
    mail_kind(
        "integrity.informed",
        "Question about a work",
        "A question about your work {work}",
        """
Dear {name},

a reader has a question about the integrity of your work “{work}”. Nothing is decided. Until then the mark is withheld.

Read what the reader saw and reply within ten days:
{link}

{programme}
""",
        WORK,
    ),
    mail_kind(
        "integrity.decided",
        "Integrity case decided",
        "Decision about your work {work}",
        """
Dear {name},

the question about your work “{work}” is decided. Decision, reasons and how to appeal stand here:
{link}

{programme}
""",
        WORK,
    ),
    mail_kind(
        "integrity.appeal_decided",
        "Appeal decided",
        "Decision on your appeal: {work}",
        """
Dear {name},

your appeal about “{work}” is decided. Read the decision here:
{link}

{programme}
""",
        WORK,
    ),
    mail_kind(
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
    mail_kind(
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
    mail_kind(
        "exit_award.issued",
        "Statement or record issued",
        "Issued to you: {award}",
        """
Dear {name},

a part of the programme is attested to you:

{award}
{reached}
{is_not}
Serial number: {serial}
{demo}

Anybody can check it at
{verify}

You can download it as a PDF from this page, also after you have left the programme:
{results}

{programme}
""",
        PART
        | {
            "reached": "8 of 8 lessons completed. Foundations quiz 75.0.",
            "is_not": "It is not the Certificate of Advanced Study and does not take its place.",
            "demo": "This is a certificate of a demonstration.",
            "results": "https://campus.example/learn/exit-awards/",
        },
    ),
    # As above, no fact but which document it is about: a learner may have several.
    mail_kind(
        "exit_award.revoked",
        "Statement or record revoked",
        "Revoked: {award}",
        """
Dear {name},

this document was revoked on {on}. It is no longer valid.

{award}
Serial number: {serial}
Reason: {reason}

Everybody who checks it reads that it was revoked, but not why:
{verify}

Do you have a question, or do you think that this is a mistake? Ask the issuer at
{office}

{programme}
""",
        PART | {"on": "2 September 2026", "reason": "A mark was wrong.", "office": "office@campus.example"},
    ),
)
