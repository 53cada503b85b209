"""What a page of the award desk says."""

BOARD = "/staff/awards/2026-a/"


def told(response):
    """The messages that the next page shows."""
    return [str(message) for message in response.context["messages"]]
