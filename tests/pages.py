"""What a page of an answer says."""

import re

_TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]*')


def text_of(response) -> str:
    """Its source in one line, without the tokens of its forms: such random letters can spell anything that a test looks for in vain."""
    return " ".join(_TOKEN.sub(r"\1", response.content.decode()).split())
