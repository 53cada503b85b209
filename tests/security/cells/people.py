"""Rows 20 to 29 and 36 to 39 of the role table: what is known of people, and who decides about them."""

from cms.accounts.models import User
from learners.admissions.letters import letter_for
from learners.admissions.models import Application, Decision
from learners.enrolment.models import Enrolment
from learners.placements.papers import Evaluation
from learners.placements.ratings import KEYS
from learners.privacy.models import ErasureRequest
from tests.security.cells.marking import RECORD
from tests.security.cells.stage import HEALTH
from tests.security.cells.trying import DONE, NOBODY, PAIRS, Pair, way

PEOPLE = "/staff/cohorts/2026-a/people/"
PHONE = "+254 20 000000"
LOGGED_HOUR = "Talked to the counter staff."


@way("read_accommodation_reason", "LE")
def own_dates(stage, person):
    return person.reads("/learn/dates/", HEALTH)


@way("read_accommodation_reason", "PA SU", rights="grant_extension")
def form_of_the_record(stage, person):
    return person.reads(RECORD(stage.world.learner.pk), HEALTH)


@way("read_accommodation_reason", "PA SU", rights="grant_extension")
def form_that_comes_back(stage, person):
    """With what was typed wrongly, and what stands in the other fields."""
    address = f"/staff/learners/{stage.world.learner.pk}/extend/"
    return person.sees(address, {"extend-days": "999"}, HEALTH)


@way("read_accommodation_reason", NOBODY)
def log_of_the_deed(stage, person):
    data = {"percent": "50", "reason": HEALTH}
    stage.people["PA"].browser.post(f"/staff/learners/{stage.world.learner.pk}/extra-time/", data)
    return person.reads("/admin/audit-log/", HEALTH)


@way("read_accommodation_reason", NOBODY)
def people_file(stage, person):
    return person.sees(f"{PEOPLE}export/csv/", {}, HEALTH)


@way("see_cohort_names", "IN TA PA AU SU")
def list_of_people(stage, person):
    return person.reads(PEOPLE, stage.world.doubted.user.name)


@way("see_cohort_names", "IN TA PA AU SU")
def list_of_learners(stage, person):
    return person.reads("/staff/learners/", stage.world.doubted.user.name)


@way("see_cohort_names", "IN TA PA AU SU")
def search_by_name(stage, person):
    return person.reads("/staff/learners/?name=learner+04", stage.world.doubted.user.name)


@way("see_cohort_names", NOBODY)
def names_in_the_programme(stage, person):
    return person.reads("/learn/programme/", stage.world.doubted.user.name)


@way("read_contact_data", "LE")
def own_account(stage, person):
    return person.reads("/account/email/", stage.world.learner.user.email)


@way("read_contact_data", "AP")
def own_application(stage, person):
    own = "/apply/{}/check/".format
    return person.reads(own(stage.draft.reference), PHONE, missing=own("A-1999-0001"))


@way("read_contact_data", "IN PA AU SU")
def record(stage, person):
    return person.reads(
        RECORD(stage.world.learner.pk), stage.world.learner.user.email, missing=RECORD(987654)
    )


@way("read_contact_data", "IN PA AU SU")
def list_of_people_with_addresses(stage, person):
    return person.reads(PEOPLE, stage.world.learner.user.email)


@way("read_contact_data", "IN PA AU SU")
def search_by_address(stage, person):
    """Whoever finds somebody by a part of the address has read it."""
    return person.reads("/staff/learners/?name=learner-0%40demo", RECORD(stage.world.learner.pk))


@way("read_contact_data", NOBODY)
def search_of_people_by_address(stage, person):
    return person.reads(f"{PEOPLE}?name=learner-0%40demo", RECORD(stage.world.learner.pk))


@way("read_contact_data", NOBODY)
def search_in_the_gradebook_by_address(stage, person):
    return person.reads("/staff/gradebook/2026-a/?name=learner-0%40demo", RECORD(stage.world.learner.pk))


@way("read_contact_data", NOBODY)
def internships_by_address(stage, person):
    address = f"/staff/internships/{stage.world.placement.pk}/"
    return person.reads("/staff/internships/?name=learner-0%40demo", address)


@way("read_contact_data", "SU")
def list_of_accounts(stage, person):
    return person.reads("/admin/users/?q=learner-0%40demo", stage.world.learner.user.email)


@way("read_contact_data", NOBODY)
def log_of_deeds(stage, person):
    """It names who did something, and whom it concerned."""
    teacher = stage.twins["IN"].user
    return person.reads("/admin/audit-log/", teacher.email) if person.user != teacher else "hidden"


@way("read_contact_data", NOBODY)
def closing_of_an_account(stage, person):
    address = f"/admin/bulk/cms/user/set_active_state/?id={stage.world.learner.user_id}"
    return person.reads(address, stage.world.learner.user.email)


@way("read_contact_data")
def lists_of_work(stage, person):
    """Of discussions, proposals, requests, cases and journals: names or codes, and no addresses."""
    lists = (
        "observed/2026-a/D1/",
        "tasks/2026-a/CPP/",
        "extensions/",
        "integrity/",
        "marking/",
        "awards/2026-a/",
    )
    met = {person.reads(f"/staff/{place}", stage.world.learner.user.email) for place in lists}
    return DONE if DONE in met else "hidden"


@way("submit_placement_evaluation", "IS")
def evaluation(stage, person):
    ratings = dict.fromkeys(KEYS, "4") | {"host_again": "yes"}
    judged = Evaluation.objects.filter(placement=stage.world.placement)
    return person.changes(f"/supervisor/{person.token}/evaluation/", ratings, judged.count)


@way("submit_placement_evaluation", NOBODY)
def evaluation_at_the_desk(stage, person):
    ratings = dict.fromkeys(KEYS, "4") | {"host_again": "yes"}
    judged = Evaluation.objects.filter(placement=stage.world.placement)
    return person.changes(f"/staff/internships/{stage.world.placement.pk}/evaluation/", ratings, judged.count)


@way("submit_placement_evaluation", NOBODY)
def evaluation_after_it_is_locked(stage, person):
    evaluation = Evaluation.objects.create(
        placement=stage.world.placement, ratings=dict.fromkeys(KEYS, 3), sent_at=stage.world.request.asked_at,
        approved_at=stage.world.request.asked_at, approved_by=stage.people["PA"].user,
    )  # fmt: skip
    stored = Evaluation.objects.filter(pk=evaluation.pk).values_list("ratings", flat=True)
    ratings = dict.fromkeys(KEYS, "4") | {"host_again": "yes"}
    outcome = person.changes(f"/supervisor/{person.token}/evaluation/", ratings, stored.get)
    evaluation.delete()
    return outcome


@way("read_logbook", "LE")
def own_hours(stage, person):
    return person.reads("/learn/internship/hours/", LOGGED_HOUR)


@way("read_logbook", "IS")
def hours_to_confirm(stage, person):
    return person.reads(f"/supervisor/{person.token}/", LOGGED_HOUR)


@way("read_logbook", "IN PA AU SU")
def record_of_the_internship(stage, person):
    one = "/staff/internships/{}/".format
    return person.reads(one(stage.world.placement.pk), LOGGED_HOUR, missing=one(987654))


@way("read_logbook", "IN PA AU SU")
def evidence_of_an_hour(stage, person):
    one = f"/staff/internships/{stage.world.placement.pk}/hours/{{}}/".format
    return person.fetches(one(stage.world.entry.pk), missing=one(987654))


@way("read_application", "AP")
def own_answers(stage, person):
    own = "/apply/{}/check/".format
    return person.reads(own(stage.draft.reference), "Head of digital services", missing=own("A-1999-0001"))


@way("read_application", "PA AU SU")
def application_at_the_desk(stage, person):
    one = "/staff/admissions/2031-a/{}/".format
    return person.reads(one(stage.sent.reference), "Head of digital services", missing=one("A-1999-0001"))


@way("read_application", "PA AU SU")
def list_of_applications(stage, person):
    return person.reads("/staff/admissions/2031-a/", stage.sent.reference)


@way("read_application", "PA AU SU")
def search_of_applications(stage, person):
    return person.reads("/staff/admissions/2031-a/?find=applicant", stage.sent.reference)


@way("decide_application", "PA")
def decision(stage, person):
    application = stage.sent
    letter = letter_for(application, "reject", at=application.submitted_at)
    data = {
        "letter": letter.replace("[", "").replace("]", ""),
        "reason": "Too early.",
        "seen": application.state,
    }
    decided = Decision.objects.filter(application=application)
    one = "/staff/admissions/2031-a/{}/decide/reject/".format
    return person.changes(one(application.reference), data, decided.count, missing=one("A-1999-0001"))


@way("decide_application", NOBODY)
def own_offer(stage, person):
    state = Application.objects.filter(pk=stage.sent.pk).values_list("state", flat=True)
    return person.changes(f"/apply/{stage.sent.reference}/accept/", {"accept": "on"}, state.get)


def _state(enrolment):
    return Enrolment.objects.filter(pk=enrolment.pk).values_list("state", flat=True).get()


@way("enrol_learner", "PA SU")
def withdraw(stage, person):
    learner = stage.world.learner
    one = "/staff/learners/{}/withdraw/".format
    data = {"leave-reason": "Family."}
    return person.changes(one(learner.pk), data, lambda: _state(learner), missing=one(987654))


@way("enrol_learner", "PA SU")
def enrol_from_a_file(stage, person):
    roster = stage.world.roster
    places = Enrolment.objects.filter(cohort=roster.cohort)
    return person.changes(f"{PEOPLE}import/{roster.pk}/confirm/", {}, places.count)


@way("export_own_data", "AP LE PR IN TA PA AU SU")
def own_copy(stage, person):
    one = "/learn/privacy/copy/{}/".format
    return person.fetches(one(stage.copy_of(person)), missing=one(987654))


@way("export_cohort_data", "IN PA AU SU")
def people_as_a_file(stage, person):
    return person.fetches(f"{PEOPLE}export/csv/", data={})


@way("export_cohort_data", "IN PA AU SU")
def people_as_a_workbook(stage, person):
    return person.fetches(f"{PEOPLE}export/xlsx/", data={})


@way("export_cohort_data", "IN PA AU SU", rights="read_released_grade")
def marks_as_a_file(stage, person):
    return person.fetches("/staff/gradebook/2026-a/export/csv/", data={})


def _asked_for(stage, person):
    """Requests about whom the person wants to have erased; of nobody signed in, of the learner."""
    subject = person.subject or stage.world.learner.user
    return ErasureRequest.objects.filter(user=subject, state="asked")


@way("ask_for_erasure", "AP LE PR IN TA PA AU SU")
def request(stage, person):
    ErasureRequest.objects.filter(pk=stage.world.erasure.pk).delete()
    subject = person.subject or stage.world.learner.user
    data = {"sure": "on", "words": "I leave.", "user": subject.pk, "email": subject.email}
    return person.changes("/learn/privacy/erase/", data, _asked_for(stage, person).count)


PAIRS["erase_person"].append(
    Pair(
        propose=lambda stage, person: person.sends(
            f"/staff/privacy/{stage.leaver.pk}/propose/", {"reason": "Nothing stands against it."}
        ),
        approve=lambda stage, person: person.sends(f"/staff/privacy/{stage.leaver.pk}/approve/"),
        is_proposed=lambda stage: ErasureRequest.objects.get(pk=stage.leaver.pk).state == "proposed",
        is_done=lambda stage: not User.objects.filter(email="leaver@demo.example").exists(),
        subject=lambda stage: stage.leaver.user,
    )
)
