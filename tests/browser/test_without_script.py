"""The core trips with JavaScript switched off: sign in, read, take the quiz, award, verify."""

from learners.placements.logbook import HoursEntry
from tests.browser.acting import heading, sign_in
from tests.browser.inspecting import PHONE
from tests.browser.world import ADMINISTRATOR, LEARNER, REGISTRAR, SITTING, make_ready

NO_SCRIPT = {"java_script_enabled": False}


def test_sign_in_read_and_complete_a_lesson(visit):
    page = visit(**NO_SCRIPT).page
    sign_in(page, LEARNER)
    assert heading(page) == "This week"

    page.click(".next .button")
    title = heading(page)
    page.click("text=Complete and continue")

    assert f"“{title}” is completed." in page.locator(".messages").inner_text()
    assert heading(page) != title


def test_take_the_quiz_to_its_result(visit):
    page = visit(SITTING[0], **NO_SCRIPT).open("/learn/Q1/")

    page.click("text=Start quiz")
    for _question in range(10):
        page.click("label[for^=answer] >> nth=0")
        page.click("text=Save and continue")
    lead = page.locator(".lead").inner_text()
    page.click("text=Submit quiz")

    assert lead == "You answered all 10 questions."
    assert "of 10 points" in heading(page)


def test_award_by_two_persons_and_verify(visit):
    name = make_ready(1)
    first = visit(ADMINISTRATOR, **NO_SCRIPT).open(f"/staff/awards/demo/?name={name}")
    first.click(f"a:has-text('{name}')")
    first.click("text=Propose award")
    first.click("main form .button")
    second = visit(REGISTRAR, **NO_SCRIPT).open(f"/staff/awards/demo/?name={name}")
    second.click(f"a:has-text('{name}')")
    second.click("text=Approve award")
    second.click("main form .button")
    second.goto(f"/staff/awards/demo/?name={name}")
    second.click(f"a:has-text('{name}')")
    serial = second.locator("dd.code").inner_text()

    stranger = visit(**NO_SCRIPT).open(f"/verify/{serial}/")

    assert heading(stranger) == "This certificate is valid"
    assert name in stranger.locator(".seal-name").inner_text()


def test_a_supervisor_confirms_hours_by_the_link_alone(visit, world):
    page = visit(**NO_SCRIPT, viewport=PHONE).open(world.supervisor)
    before = list(HoursEntry.objects.filter(state="waiting").values_list("pk", flat=True))

    page.click("text=Confirm the chosen hours")

    told = page.locator(".messages").inner_text()
    states = set(HoursEntry.objects.filter(pk__in=before).values_list("state", flat=True))
    assert (told.startswith("Confirmed: "), bool(before), states) == (True, True, {"confirmed"})
