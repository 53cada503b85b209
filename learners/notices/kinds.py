"""Which mails there are: what starts each, what it says unless the institution says it otherwise, what it can name."""

from learners.notices.mail_kind import MailKind
from learners.notices.mails_of_accounts import ACCOUNTS
from learners.notices.mails_of_admission import ADMISSION
from learners.notices.mails_of_internship import INTERNSHIP
from learners.notices.mails_of_results import RESULTS
from learners.notices.mails_of_study import STUDY
from learners.notices.mails_of_teaching import TEACHING

KINDS: tuple[MailKind, ...] = (*ADMISSION, *STUDY, *RESULTS, *INTERNSHIP, *TEACHING, *ACCOUNTS)
BY_VERB = {kind.verb: kind for kind in KINDS}
BY_KEY = {kind.key: kind for kind in KINDS}
