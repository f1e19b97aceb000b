"""What a run is to do: the command line and the configuration together."""

from typing import NamedTuple

from ocpplint.config.configuration import Config
from ocpplint.findings.severity import Severity


class RunOptions(NamedTuple):
    """What a run is to do: options and configuration, with the options taking precedence.

    ``severity`` is that of the configuration, ``said_severity`` that of the command line; ``says_select`` tells whether
    the command line chooses the rules.
    """

    config: Config
    profile: str
    rule_folders: list[str]
    select: list[str]
    ignore: list[str]
    severity: dict[str, Severity]
    said_severity: dict[str, Severity]
    fail_on: str
    output_format: str
    outputs: list[tuple[str, str]]
    stdin_name: str | None
    follow: bool = False
    ocpp: str | None = None
    dialects: tuple[str, ...] = ()
    strict_input: bool = False
    baseline: str | None = None
    use_baseline: bool = True
    allow_mandatory: bool = False
    statistics: bool = False
    says_select: bool = False
    new_from: str | None = None
    jobs: int | None = None
    cache: str | None = None
    """The folder where results are kept, if they are."""
    said_rules: tuple[str, ...] = ()
    """Those of the folders of rules that the command line names."""
    says_cache: bool = False
    """Whether the user has named that folder."""
    docs_url: str = ""
    """The address that the documentation is published at; empty where it is not."""

    @property
    def formats(self) -> set[str]:
        """The formats that are written, wherever to."""
        return {self.output_format, *(name for name, _ in self.outputs)}
