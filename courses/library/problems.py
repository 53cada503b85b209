"""How a broken source file is told: file, line, reason."""

from dataclasses import dataclass

from content.base.errors import RuleError


@dataclass(frozen=True)
class Problem:
    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.reason}"


class BrokenLibrary(RuleError):
    """The files cannot be loaded. Nothing was changed."""

    def __init__(self, problems: list[Problem]):
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))
