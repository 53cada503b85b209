"""Questions from one file of a bank: first a report of what would happen, then the deed when somebody confirms it."""

import hashlib
import json
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.utils.translation import gettext as _

from content.base.errors import RuleError
from content.principles.models import PrinciplePage
from courses.library import shapes
from courses.library.problems import BrokenLibrary, Problem
from courses.library.question_data import text_from
from courses.library.reading import questions_problems
from courses.library.yaml_files import parse_yaml, require_shallow
from courses.programme.models import Activity
from courses.questions.checking import QuestionText
from courses.questions.editing import add_question, revise_question, text_of
from courses.questions.models import Question, QuestionBank

LARGEST = 1_000_000
"""Bytes of a file. A bank of 300 questions has about 400,000."""
FILE = "the file"


class UnableToImport(RuleError):
    """The file as a whole cannot be taken."""


class Deed(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    BAD = "bad"


@dataclass(frozen=True)
class ImportRow:
    code: str
    line: int
    deed: Deed
    reasons: tuple[str, ...] = ()
    text: QuestionText | None = None


@dataclass(frozen=True)
class ImportReport:
    bank: QuestionBank
    rows: tuple[ImportRow, ...]

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(row.deed for row in self.rows)
        return {deed.value: found[deed] for deed in Deed}

    @property
    def writes(self) -> bool:
        return any(row.deed in (Deed.NEW, Deed.CHANGED) for row in self.rows)

    @property
    def stamp(self) -> str:
        """Another one as soon as the file or the bank would give another report."""
        rows = [[row.code, row.deed, asdict(row.text) if row.text else row.reasons] for row in self.rows]
        return hashlib.sha256(json.dumps([self.bank.pk, rows], default=str).encode()).hexdigest()[:32]


def report_on(content: bytes, *, banks) -> ImportReport:
    """What an import would do. Writes nothing. `banks`: those in which the author may write.

    Raises UnableToImport when the file is no bank, BrokenLibrary when it cannot be read.
    """
    if len(content) > LARGEST:
        raise UnableToImport(
            _("The file has %(size)s bytes. The limit is %(limit)s. Split it into two files.")
            % {"size": len(content), "limit": LARGEST}
        )
    require_shallow(content, FILE)
    data = parse_yaml(content, FILE)
    if problems := shapes.shape_problems(data, shapes.BANK, file=FILE, name=_("the bank")):
        raise BrokenLibrary(problems)
    bank = banks.filter(code=data["bank"]).first()
    if bank is None:
        raise UnableToImport(
            _("There is no bank “%s” in which you may write. Make it first, or correct the code in the file.")
            % data["bank"]
        )
    return ImportReport(bank, _rows(bank, data["questions"]))


def _rows(bank: QuestionBank, questions: list) -> tuple[ImportRow, ...]:
    wrong: dict[int, list[Problem]] = {}
    for problem in questions_problems(questions, FILE):
        wrong.setdefault(_starting_line(questions, problem.line), []).append(problem)
    lessons = dict(Activity.objects.filter(kind=Activity.Kind.LESSON).values_list("code", "pk"))
    principles = {f"P{number}": pk for number, pk in PrinciplePage.objects.values_list("number", "pk")}
    standing = {
        question.code: question
        for question in Question.objects.filter(bank=bank, successor=None).prefetch_related(
            "choices", "principle_links"
        )
    }
    return tuple(_row(each, wrong, lessons, principles, standing) for each in questions)


def _starting_line(questions: list, line: int) -> int:
    """The line of the question in which a fault stands."""
    starts = [getattr(each, "line", 1) for each in questions]
    return max((start for start in starts if start <= line), default=1)


def _row(question, wrong: dict, lessons: dict, principles: dict, standing: dict) -> ImportRow:
    line = getattr(question, "line", 1)
    code = str(question.get("code", "?")) if isinstance(question, dict) else "?"
    if line in wrong:
        return ImportRow(code, line, Deed.BAD, tuple(_said(problem, line) for problem in wrong[line]))
    missing = [each for each in question["principles"] if each not in principles]
    if question["lesson"] and question["lesson"] not in lessons:
        missing.append(question["lesson"])
    if missing:
        reason = _("These do not exist: %s.") % ", ".join(str(each) for each in missing)
        return ImportRow(code, line, Deed.BAD, (reason,))
    ids = tuple(principles[each] for each in question["principles"])
    text = text_from(question, lesson_id=lessons.get(question["lesson"]), principle_ids=ids)
    return ImportRow(code, line, _deed(standing.get(code), text), text=text)


def _deed(standing: Question | None, text: QuestionText) -> Deed:
    if standing is None:
        return Deed.NEW
    return Deed.UNCHANGED if text_of(standing) == text else Deed.CHANGED


def _said(problem: Problem, line: int) -> str:
    return problem.reason if problem.line == line else _("Line %(line)s: %(reason)s") % vars(problem)


@transaction.atomic
def import_questions(content: bytes, *, stamp: str, banks, by, at: datetime) -> ImportReport:
    """Write what is new and changed; bad questions are left out. Used questions get a new version.

    `stamp` is that of the report which was confirmed. Raises UnableToImport when the bank has changed since.
    """
    report = report_on(content, banks=banks)
    if report.stamp != stamp:
        raise UnableToImport(
            _("The bank or the file has changed since the report. Read the new report first.")
        )
    for row in report.rows:
        if row.text is None:
            continue
        if row.deed == Deed.NEW:
            add_question(report.bank, code=row.code, text=row.text, by=by, at=at)
        elif row.deed == Deed.CHANGED:
            standing = Question.objects.get(bank=report.bank, code=row.code, successor=None)
            revise_question(standing, text=row.text, by=by, at=at)
    return report
