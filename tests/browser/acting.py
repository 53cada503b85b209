"""What a person does: clicks that are counted, a quiz that is answered, a sign-in by password."""

from playwright.sync_api import Page

from tests.browser.world import PASSWORD


class Counted:
    """A page on which every activation counts: a click, or the choice of an answer."""

    def __init__(self, page: Page):
        self.page = page
        self.count = 0

    def click(self, selector: str) -> None:
        self.page.click(selector)
        self.page.wait_for_load_state()
        self.count += 1

    def choose_file(self, selector: str, name: str, content: bytes) -> None:
        file = {"name": name, "mimeType": "text/csv", "buffer": content}
        self.page.set_input_files(selector, files=[file])
        self.count += 1


def sign_in(page: Page, email: str) -> None:
    page.goto("/account/login/")
    page.click("details summary:has-text('password')")
    page.fill("[name=login]", email)
    page.fill("[name=password]", PASSWORD)
    page.click("details button")


def start_quiz(page: Page) -> None:
    """Until its script has run: before that nothing is saved answer by answer."""
    with page.expect_navigation():
        page.click("main form .button")
    page.wait_for_load_state()


def choose_and_wait(page: Page, option: int) -> None:
    """Until the server has answered: an older "Saved at" may stand on the page already."""
    with page.expect_response("**/save/"):
        page.click(f"label[for^=answer] >> nth={option}")
    page.wait_for_selector("[data-saved]:has-text('Saved at')")


def wait_until(page: Page, found, *, seconds: int = 10):
    """Until the server has it; what it has in the end."""
    for _try in range(10 * seconds):
        if found():
            break
        page.wait_for_timeout(100)
    return found()


def heading(page: Page) -> str:
    return page.locator("h1").inner_text()
