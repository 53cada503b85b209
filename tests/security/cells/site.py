"""Rows 23, 24 and 40 to 47 of the role table: what is done with the site itself, and what nobody does."""

import re

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import get_resolver

from courses.cohorts.models import TeachingRole
from courses.questions.models import Question
from learners.audit.models import AuditEntry
from learners.notices.models import MailText
from learners.observations.models import Contribution
from tests.courses.library.test_bank_import import file_of, question
from tests.security.asking import watched
from tests.security.cells.stage import LOGGED, LOOKED_AT
from tests.security.cells.trying import DONE, NOBODY, way
from tests.security.doors import walk

HERE = "/staff/cohorts/2026-a/team/add/"


def no_address(words: str):
    """An attempt at what no address is for: its name would hold one of the words."""

    def is_there(stage, person):
        found = [route for route in walk(get_resolver().url_patterns) if re.search(words, route, re.I)]
        return DONE if found else "absent"

    return is_there


way("read_private_message", NOBODY)(no_address(r"\binbox\b|conversation|direct-?message|\bchat"))
way("moderate_post", NOBODY)(no_address(r"\bposts?/|\bthreads?/|\btopics?/|\breplies/"))
way("act_as_user", NOBODY)(no_address(r"impersonat|hijack|login-?as|loginas|act-?as|switch-?user|\bsu/"))
way("change_audit_log", NOBODY)(no_address(r"audit.*(edit|delete|change|new|add)"))


@way("moderate_post", NOBODY)
def contribution_of_another(stage, person):
    """What learners hand in of a discussion that is held elsewhere."""
    other = stage.world.doubted
    stored = Contribution.objects.filter(work__enrolment=other)
    data = {"text": "Other words.", "enrolment": other.pk}
    return person.changes(
        "/learn/D1/contribution/", data, lambda: list(stored.values_list("text", flat=True))
    )


@way("act_as_user", NOBODY)
def sign_in_with_the_number_of_another(stage, person):
    response = person.browser.get(
        f"/learn/?user={stage.world.learner.user_id}&as={stage.world.learner.user_id}"
    )
    own = person.user == stage.world.learner.user
    return DONE if not own and stage.world.learner.user.email in response.getvalue().decode() else "refused"


@way("read_audit_log", "LE")
def own_part(stage, person):
    return person.reads("/learn/privacy/", LOOKED_AT)


@way("read_audit_log", "AU SU")
def whole_log(stage, person):
    return person.reads("/admin/audit-log/", LOGGED)


@way("read_audit_log", NOBODY)
def wagtails_own_report(stage, person):
    return (
        "refused"
        if person.user and person.user.is_superuser
        else person.reads("/admin/reports/site-history/", LOGGED)
    )


@way("change_audit_log", NOBODY)
def sending_to_the_log(stage, person):
    entries = AuditEntry.objects.order_by("pk")
    entry = entries.last()
    data = {"delete": entry.pk, "id": entry.pk, "name": "nothing"}
    return person.changes(
        "/admin/audit-log/", data, lambda: list(entries.values_list("pk", "name", "digest"))
    )


@way("change_audit_log", NOBODY)
def deleting_in_bulk(stage, person):
    entries = AuditEntry.objects.order_by("pk")
    address = f"/admin/bulk/learners/auditentry/delete/?id={entries.last().pk}"
    return person.changes(address, {}, lambda: list(entries.values_list("pk", "name", "digest")))


@way("import_package", "IN SU")
def bank_from_a_file(stage, person):
    address, content = "/admin/question/import/", file_of(question("M01-NEW", principles=[]))
    page = person.sends(address, {"file": SimpleUploadedFile("M01.yaml", content)}).getvalue().decode()
    stamp = page.partition('name="stamp" value="')[2].partition('"')[0]
    questions = Question.objects.filter(bank__code="M01")
    return person.changes(address, {"content": content.decode(), "stamp": stamp}, questions.count)


@way("give_role", "PA")
def into_a_team(stage, person):
    data = {"person-email": "new@demo.example", "person-name": "Demo tutor", "person-kind": "tutor"}
    return person.changes(HERE, data, TeachingRole.objects.count)


@way("give_role", NOBODY)
def to_oneself(stage, person):
    if person.user is None:
        return "sign in"
    data = {"person-email": person.user.email, "person-name": person.user.name, "person-kind": "instructor"}
    return person.changes(HERE, data, TeachingRole.objects.filter(user=person.user).count)


@way("give_role", NOBODY)
def at_wagtails_form(stage, person):
    tutor = stage.twins["TA"].user
    data = {"email": tutor.email, "name": tutor.name, "is_superuser": "on", "is_active": "on"}
    groups = type(tutor).objects.filter(pk=tutor.pk).values_list("is_superuser", "groups")
    return person.changes(f"/admin/users/edit/{tutor.pk}/", data, lambda: list(groups))


@way("change_settings", "SU")
def mail_text(stage, person):
    text = MailText.objects.get(kind="accommodation_granted")
    stored = MailText.objects.filter(pk=text.pk).values_list("subject", flat=True)
    return person.changes(
        f"/admin/mailtext/edit/{text.pk}/", {"subject": "More time", "body": "Dear {name}"}, stored.get
    )


@way("fetch_upload", "LE")
def own_file(stage, person):
    one = "/learn/AS2/work/files/{}/".format
    return person.fetches(one(stage.work.files.get().pk), missing=one(987654))


@way("fetch_upload", "AP")
def own_document(stage, person):
    own = f"/apply/{stage.draft.reference}/documents/{{}}/".format
    return person.fetches(own(stage.draft.documents.order_by("pk").first().stored_name), missing=own("none"))


@way("fetch_upload", "PR")
def file_to_review(stage, person):
    return person.fetches(f"/learn/AS3/reviews/{stage.review.code}/files/1/")


@way("fetch_upload", "IS")
def agreement(stage, person):
    """Foreign: of the other placement, which this link does not open."""
    return person.reads(f"/supervisor/{person.token}/agreement/1.pdf", "%PDF-1.7 agreement")


@way("fetch_upload", "IN TA")
def file_to_mark(stage, person):
    one = f"/staff/marking/work/{stage.work.code}/files/{{}}/".format
    return person.fetches(one(stage.work.files.get().pk), missing=one(987654))


@way("fetch_upload", "AU SU", rights="read_submission")
def files_in_the_dossier(stage, person):
    return person.fetches(f"/staff/awards/2026-a/{stage.world.learner.pk}/dossier.zip")


@way("fetch_upload", NOBODY)
def direct_address(stage, person):
    """Under the name by which it is stored."""
    name = stage.work.files.get().stored_name
    answers = [
        person.fetches(f"/{folder}/{name}")
        for folder in ("media", "media/work", "documents", "static", "var/work")
    ]
    return DONE if DONE in answers else "absent"


DEEDS = (
    "/learn/Q1/attempt/", "/learn/Q1/attempt/2/submit/", "/learn/Q1/attempt/2/save/?answer-1=1&sequence-1=90",
    "/learn/M01-L01/complete/", "/learn/AS2/work/save/?text=x&sequence=99", "/learn/privacy/erase/?sure=on&words=x",
    "/learn/privacy/copy/", "/learn/name/confirm/", "/learn/certificate/page/?page=closed", "/learn/dates/address/",
    "/staff/cohorts/2026-a/publish/", "/staff/awards/2026-a/propose/?who=1", "/staff/awards/2026-a/approve/?who=1",
    "/staff/marking/next/", "/staff/marking/2026-a/AS2/release/", "/staff/cohorts/2026-a/people/export/csv/",
)  # fmt: skip


@way("change_state_by_get", NOBODY)
def deeds_without_sending(stage, person):
    """Of all addresses tests/security/test_role_table.py::test_asking_changes_nothing asks the same."""
    with watched() as tables:
        for address in DEEDS:
            for ask in (person.browser.get, person.browser.head, person.browser.options):
                ask(address).getvalue()
    return DONE if tables else "refused"
