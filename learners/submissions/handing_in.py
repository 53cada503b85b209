"""How written work is handed in: the draft, its files, the versions, and until when."""

import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from content.base.errors import RuleError
from content.base.private_files import PrivateFolder
from content.base.uploads import name_to_show
from courses.assessments.rulebook import WorkRules, work_rules
from courses.assessments.tasks import Completion
from courses.editions.plan import PlannedActivity
from learners.enrolment.access import require_open, words
from learners.enrolment.models import Enrolment
from learners.events.recording import record
from learners.progress.completing import complete, open_activity
from learners.submissions.approving import is_settled, require_approval
from learners.submissions.cleaning import clean
from learners.submissions.deadlines import Deadline, deadline_of
from learners.submissions.declaring import Declared, require_declared
from learners.submissions.inspecting import word_count
from learners.submissions.models import Draft, Submission, Work, WorkFile
from learners.submissions.queries import draft_of, files_in_draft, last_reply, newest_submission, work_of

MOST_CHARACTERS = 100_000
MOST_FILES = 5
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without those that are read as others
FOLDER = PrivateFolder("work")


class UnableToHandIn(RuleError):
    """The work cannot be changed or handed in."""


@dataclass(frozen=True)
class Written:
    """What a page sent."""

    text: str
    declared: Declared
    sequence: int


@dataclass(frozen=True)
class Saved:
    kept: bool
    """False: a newer text was there, and nothing changed."""
    draft: Draft


@transaction.atomic
def save_draft(enrolment: Enrolment, planned: PlannedActivity, written: Written, *, at: datetime) -> Saved:
    """Keep what was written, complete or not. A saving with an old sequence changes nothing. Raises UnableToHandIn, NotOpen."""
    require_length(written.text)
    work = own_work(enrolment, planned, at=at)
    draft = draft_of(work)
    if draft is not None and written.sequence <= draft.sequence:
        same = draft.text == written.text
        return Saved(same, draft)
    values = {
        "text": written.text,
        "sequence": written.sequence,
        "saved_at": at,
    } | written.declared.as_fields()
    draft, _made = Draft.objects.update_or_create(work=work, defaults=values)
    return Saved(True, draft)


def require_length(text: str) -> None:
    if len(text) > MOST_CHARACTERS:
        raise UnableToHandIn(
            _("The text has %(count)s characters. The limit is %(most)s. Hand in a long text as a file.")
            % {"count": f"{len(text):,}", "most": f"{MOST_CHARACTERS:,}"}
        )


def own_work(enrolment: Enrolment, planned: PlannedActivity, *, at: datetime) -> Work:
    """The row of the work, locked; made on first use. Raises NotOpen, UnableToHandIn once it cannot be changed any more."""
    require_open(enrolment, planned, at=at)
    # The row lock serialises two tabs of one learner.
    place = Enrolment.objects.select_for_update(no_key=True).get(pk=enrolment.pk)
    if place.state != Enrolment.State.ACTIVE:
        raise UnableToHandIn(_("Your place in this cohort is not active, so you cannot hand in work."))
    deadline = deadline_of(enrolment, planned, work_rules(planned.rules))
    work = work_of(enrolment, planned.activity_id, resit=deadline.resit)
    if work is None:
        open_activity(enrolment, planned, at=at)
        return Work.objects.create(
            enrolment=enrolment, activity_id=planned.activity_id, code=new_code(), resit=deadline.resit
        )
    require_changeable(work, deadline, work_rules(planned.rules), at=at)
    return work


def require_changeable(work: Work, deadline: Deadline, rules: WorkRules, *, at: datetime) -> None:
    """A version can be replaced until the end of the grace, unless somebody has begun to mark it.

    A proposal can be replaced until it is approved, an exercise at any time.
    """
    last = newest_submission(work)
    if last is None:
        return
    if rules.is_approved and is_settled(last_reply(work)):
        raise UnableToHandIn(_("It is approved, so that version stands."))
    if not rules.is_marked and not rules.peer_reviews:
        return
    handed_in = words(last.handed_in_at, deadline.zone, at=at)
    if work.marks.exists():
        raise UnableToHandIn(
            _("You handed in on %s, and marking has begun. That version counts.") % handed_in
        )
    if at > deadline.free_until:
        raise UnableToHandIn(
            _("You handed in on %(date)s. Versions could be replaced until %(until)s, so that one counts.")
            % {"date": handed_in, "until": deadline.free}
        )


@transaction.atomic
def attach_file(
    enrolment: Enrolment, planned: PlannedActivity, *, name: str, data: bytes, at: datetime
) -> WorkFile:
    """Add a file to the draft. The same file again is the same result. Raises NotAccepted, UnableToHandIn, NotOpen."""
    work = own_work(enrolment, planned, at=at)
    if not work_rules(planned.rules).takes_files:
        raise UnableToHandIn(_("This work is written on the page. It takes no files."))
    digest = hashlib.sha256(data).hexdigest()
    present = files_in_draft(work)
    for file in present:
        if file.sha256 == digest:
            return file
    if len(present) >= MOST_FILES:
        raise UnableToHandIn(_("You have added %s files. Remove one before you add another.") % MOST_FILES)
    cleaned = clean(data)
    _touch(work, at)
    return WorkFile.objects.create(
        work=work,
        original_name=name_to_show(name),
        stored_name=FOLDER.keep(data),
        plain_name=FOLDER.keep(cleaned.data),
        content_type=cleaned.content_type,
        size=len(data),
        sha256=digest,
        words=cleaned.words,
        traces=cleaned.traces,
        added_at=at,
    )


@transaction.atomic
def remove_file(enrolment: Enrolment, planned: PlannedActivity, file: WorkFile, *, at: datetime) -> None:
    """Out of the draft. What a version that was handed in holds stays on disk. Removed already is the same result."""
    work = own_work(enrolment, planned, at=at)
    WorkFile.objects.filter(pk=file.pk, work=work, removed_at=None).update(removed_at=at)
    _touch(work, at)
    if not file.submissions.exists():
        for name in (file.stored_name, file.plain_name):
            transaction.on_commit(partial(FOLDER.erase, name))


@transaction.atomic
def hand_in(enrolment: Enrolment, planned: PlannedActivity, *, sequence: int, at: datetime) -> Submission:
    """The draft as a new version. The same content twice is the version that is there.

    sequence: of the draft that the learner has checked. Raises UnableToHandIn, NotDeclared, NotApproved, NotOpen.
    """
    work = own_work(enrolment, planned, at=at)
    draft, files, rules = draft_of(work), files_in_draft(work), work_rules(planned.rules)
    require_something(draft, files, rules)
    assert draft is not None  # noqa: S101 -- required one line above
    if draft.sequence != sequence:
        raise UnableToHandIn(
            _(
                "The draft was changed in another window after you checked it. Check it again, then hand it in."
            )
        )
    declared = Declared(draft.uses_tools, draft.tools, draft.purpose, draft.extent)
    require_declared(declared, rules)
    require_approval(enrolment, rules)
    digest = digest_of(draft.text, files, declared)
    last = newest_submission(work)
    if last is not None and last.sha256 == digest:
        return last
    return _new_version(work, planned, draft, files, digest, number=last.number + 1 if last else 1, at=at)


def _new_version(
    work: Work,
    planned: PlannedActivity,
    draft: Draft,
    files: list[WorkFile],
    digest: str,
    *,
    number: int,
    at: datetime,
) -> Submission:
    submission = Submission.objects.create(
        work=work,
        edition_activity_id=planned.id,
        number=number,
        text=draft.text,
        words=words_in(draft.text, files),
        uses_tools=draft.uses_tools,
        tools=draft.tools,
        purpose=draft.purpose,
        extent=draft.extent,
        sha256=digest,
        handed_in_at=at,
    )
    submission.files.set(files)
    learner = work.enrolment.user
    if work_rules(planned.rules).completion == Completion.HANDING_IN:
        complete(work.enrolment, planned, by=learner, at=at)
    data = {"submission": submission.pk, "number": number, "sha256": digest, "resit": work.resit}
    record(
        "work.handed_in",
        enrolment=work.enrolment,
        activity_id=planned.activity_id,
        by=learner,
        at=at,
        data=data,
    )
    return submission


def require_something(draft: Draft | None, files: list[WorkFile], rules: WorkRules) -> None:
    if draft is None or not (draft.text.strip() or files):
        raise UnableToHandIn(
            _("There is nothing to hand in yet. Write a text or add a file.")
            if rules.takes_files
            else _("There is nothing to hand in yet. Write the text.")
        )
    if not rules.takes_text and not files:
        raise UnableToHandIn(_("This work is handed in as a file. Add a PDF, DOCX or ODT file."))


def digest_of(text: str, files: list[WorkFile], declared: Declared) -> str:
    """Of everything that is handed in. Whoever has the same text and files gets the same sum."""
    content = {"text": text, "files": [file.sha256 for file in files], "declaration": declared.as_fields()}
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def words_in(text: str, files: list[WorkFile]) -> int:
    """Of the text and of the files whose words can be counted."""
    return word_count(text) + sum(file.words or 0 for file in files)


def _touch(work: Work, at: datetime) -> None:
    """A change of the files is a change of the draft: whoever has checked it checks again."""
    draft, made = Draft.objects.get_or_create(work=work, defaults={"saved_at": at, "sequence": 1})
    if not made:
        Draft.objects.filter(pk=draft.pk).update(sequence=draft.sequence + 1, saved_at=at)


def new_code() -> str:
    """Eight letters drawn by chance: nothing of the learner is in them, and no order."""
    return "".join(secrets.choice(_LETTERS) for _letter in range(8))
