"""What a marker posts."""

JSON = {"Accept": "application/json"}


def levels(*values: int) -> dict:
    return {f"level-{place}": str(value) for place, value in enumerate(values)}


def judged(*values: int, sequence: int = 1, deed: str = "next", **words) -> dict:
    feedback = {"strength": "Clear.", "gap": "", "next_step": "Ask people."} | words
    return levels(*values) | feedback | {"sequence": str(sequence), "role": "first", "deed": deed}
