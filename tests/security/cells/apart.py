"""Where the site is stricter than the written role table, each with its reason. Nowhere is it laxer."""

NO_WAGTAIL = "Question banks, drafts and keys are for the authors of the module alone; registrars and tutors are no authors."
NO_MAILBOX = "The site has no messages between two persons: whoever asks something writes to the office or in the room of the cohort."
NO_FORUM = "Discussions are held in a room outside the site, and moderated there; the site keeps what each learner hands in."
NO_DISGUISE = "Nobody is signed in as somebody else; who has to see something breaks the glass for that."
CODES_ONLY = "Reviews carry codes on every page, for staff too."
NO_LISTS = "Learners see no list of names; they meet in the room of their cohort."
FROZEN = (
    "What is published reaches no open attempt and no running cohort: both read what their edition holds."
)
BY_OFFICE = "Whoever has a link and no account writes to the office, which enters the request."

STRICTER = {
    ("see_draft", "AU"): NO_WAGTAIL,
    ("publish_with_open_attempts", "IN"): FROZEN,
    ("publish_with_open_attempts", "SU"): FROZEN,
    ("read_questions_before_attempt", "TA"): NO_WAGTAIL,
    ("read_questions_before_attempt", "AU"): NO_WAGTAIL,
    ("read_key_before_release", "AU"): NO_WAGTAIL,
    ("see_anonymous_author", "PA"): "Administrators read no work, so there is none whose author they could see.",
    ("see_reviewer", "IN"): CODES_ONLY,
    ("see_reviewer", "TA"): CODES_ONLY,
    ("see_reviewer", "PA"): CODES_ONLY,
    ("see_reviewer", "AU"): CODES_ONLY,
    ("see_reviewer", "SU"): CODES_ONLY,
    ("see_cohort_names", "LE"): NO_LISTS,
    ("read_contact_data", "IS"): "A supervisor knows the person; the page behind the link shows the name and nothing else.",
    ("read_private_message", "AU"): NO_MAILBOX,
    ("read_private_message", "SU"): NO_MAILBOX,
    ("moderate_post", "IN"): NO_FORUM,
    ("moderate_post", "TA"): NO_FORUM,
    ("moderate_post", "PA"): NO_FORUM,
    ("moderate_post", "SU"): NO_FORUM,
    ("export_own_data", "IS"): BY_OFFICE,
    ("ask_for_erasure", "IS"): BY_OFFICE,
    ("act_as_user", "SU"): NO_DISGUISE,
    ("give_role", "SU"): "No page asks a second person for it, so superusers give roles on the machine only.",
}  # fmt: skip
