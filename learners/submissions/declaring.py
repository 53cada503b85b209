"""The declaration about generative tools (specification 1.10, academic integrity)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from content.base.errors import RuleError
from courses.assessments.rulebook import WorkRules


class NotDeclared(RuleError):
    """The declaration is missing, or what it says is not allowed here."""


@dataclass(frozen=True)
class Declared:
    uses_tools: bool | None = None
    tools: str = ""
    purpose: str = ""
    extent: str = ""

    def as_fields(self) -> dict:
        """Of a tool that was not used nothing is kept."""
        if not self.uses_tools:
            return {"uses_tools": self.uses_tools, "tools": "", "purpose": "", "extent": ""}
        return {"uses_tools": True, "tools": self.tools, "purpose": self.purpose, "extent": self.extent}


def require_declared(declared: Declared, rules: WorkRules) -> None:
    if declared.uses_tools is None:
        raise NotDeclared(_("Say whether you used generative tools."))
    if not declared.uses_tools:
        return
    if rules.is_journal:
        raise NotDeclared(
            _("Generative tools are not allowed in the journal. Write the entry in your own words.")
        )
    if not (declared.tools and declared.purpose and declared.extent):
        raise NotDeclared(_("Name the tool, what you used it for, and how much of the work it touches."))
