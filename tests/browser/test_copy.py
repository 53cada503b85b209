"""A quotation is copied with one button, or marked where a page may not copy. Without script there is no button."""

BUTTON = "[data-copy]"


def test_button_copies_what_stands_there(visit, world):
    page = visit().open(world.case)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])

    page.click(BUTTON)

    page.wait_for_selector(f"{BUTTON}:text-is('Copied')")
    assert page.evaluate("navigator.clipboard.readText()") == page.inner_text("#citation")


def test_where_a_page_may_not_copy_the_text_is_marked(visit, world):
    page = visit().open(world.case)
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")

    page.click(BUTTON)

    page.wait_for_selector(f"{BUTTON}:text-is('It is marked: copy it now')")
    assert page.evaluate("getSelection().toString()").strip() == page.inner_text("#citation")


def test_without_script_there_is_no_button(visit, world):
    page = visit(java_script_enabled=False).open(world.case)

    assert not page.locator(BUTTON).is_visible()
