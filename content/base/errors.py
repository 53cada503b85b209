"""What a rule says when it refuses."""


class RuleError(Exception):
    """A refusal. Its message is one full sentence, fit for the screen."""
