import pytest

from cms.accounts.browsers import browser_in_words

CHROME = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
)
PHONE = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36"
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/140.0"


@pytest.mark.parametrize(
    "user_agent, words",
    [
        (CHROME, "Chrome on Linux"),
        (CHROME.replace("X11; Linux x86_64", "Windows NT 10.0") + " Edg/140.0.0.0", "Edge on Windows"),
        (PHONE, "Chrome on Android"),
        (PHONE.replace("Chrome", "SamsungBrowser/25.0 Chrome"), "Samsung Internet on Android"),
        (MAC, "Safari on Mac"),
        (IPHONE, "Chrome on iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Windows"),
        ("Firefox", "Firefox"),
        ("curl/8.0", "Another program"),
        ("", "Another program"),
    ],
)
def test_a_browser_in_words(user_agent, words):
    assert browser_in_words(user_agent) == words
