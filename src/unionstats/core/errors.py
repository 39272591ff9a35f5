"""Errors a person can cause or mend: each says where, what is wrong and what to do."""


class UnionstatsError(Exception):
    """The one root. Shown to people as a single line, never as a traceback.

    Args:
        where: file, rule, row or option at fault.
        what: what is wrong there.
        remedy: what to do about it.
    """

    def __init__(self, where: str, what: str, remedy: str) -> None:
        super().__init__(where, what, remedy)
        self.where = where
        self.what = what
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.where}: {self.what}. {self.remedy}"


class InputError(UnionstatsError):
    """One report cannot be read. The run goes on without it."""


class RuleError(UnionstatsError):
    """The rules are broken. The run stops before the first report."""


class UsageError(UnionstatsError):
    """The command was called in a way that cannot work."""


class OutputError(UnionstatsError):
    """The dataset cannot be written."""


class LockedError(UnionstatsError):
    """Another run writes the same output."""


def reason_of(error: Exception) -> str:
    """What the system says is wrong, without number and path; of other errors their own words."""
    return getattr(error, "strerror", None) or str(error)
