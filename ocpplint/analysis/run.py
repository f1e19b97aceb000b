"""One run of ``check`` or ``audit``: the inputs, each checked by the configuration that applies to it."""

import os
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, TextIO

from ocpplint.analysis.inputs import Text, find_sources, names_of, paths_in
from ocpplint.analysis.options import CheckOptions, RunOptions, run_options
from ocpplint.analysis.session import BASELINE, AnalysisSession
from ocpplint.config.nearest import Configs
from ocpplint.facts.listener import Listener
from ocpplint.reporters.report import Report
from ocpplint.resources.quoting import UsageError
from ocpplint.resources.signing_key import SHORTEST, VARIABLE, is_too_short
from ocpplint.sources.discover import NoInputError
from ocpplint.sources.layout import Layout, LayoutError
from ocpplint.sources.lines import SourceLines
from ocpplint.sources.source import Source

if TYPE_CHECKING:
    from ocpplint.config.configuration import Config
    from ocpplint.findings.finding import Finding


_WAYS_OUT = "since a repository must not choose where files are written: use --cache-dir or OCPPLINT_CACHE_DIR"


class Run:
    """A run, prepared. Raises ``UsageError`` for invalid options or configurations, ``NoInputError`` for no input.

    ``inputs`` are the paths and texts that the caller names; ``plan`` holds the options effective in the current
    folder. ``sessions`` has one session for each configuration. ``choose`` removes sources that are not to be read;
    ``terminal`` shows the progress of a long run. ``lines`` returns the source lines of findings.
    """

    def __init__(
        self,
        asked: CheckOptions,
        inputs: Sequence[str | Text],
        choose: Callable[[list[Source]], list[Source]] = list,
        terminal: TextIO | None = None,
    ) -> None:
        paths = self._paths = paths_in(inputs)
        self._configs = Configs(asked.reading.config, asked.reading.outside)
        self.plan = run_options(asked, self._configs.here())
        self._layouts: dict[int, Layout] = {}
        self.sources = find_sources(
            inputs, self.layout_of, asked.reading, lambda found: self._without_our_own(choose(found))
        )
        shares = self._shares(asked)
        self.lines = SourceLines([*self.sources, *_configurations_of([plan for plan, _ in shares])])
        if asked.follow:
            self._check_follow(paths)
        self.sessions = [AnalysisSession(plan, paths, sources, self.lines, terminal) for plan, sources in shares]
        if not self.sources:
            raise NoInputError(f"nothing to read in {names_of(inputs)}")
        self._session_of = {source.document: session for session in self.sessions for source in session.sources}

    @property
    def warnings(self) -> list[str]:
        """Warnings about ignored cache options: a folder set by a configuration, a key that could be guessed."""
        plans = [session.plan for session in self.sessions]
        warnings = []
        for path, line in dict.fromkeys(plan.config.place_of("cache-dir") for plan in plans):
            if path is not None:
                place = os.path.relpath(path) + ("" if line is None else f":{line}")
                warnings.append(f"{place}: `cache-dir` is ignored, {_WAYS_OUT}")
        if is_too_short() and any(plan.cache is not None for plan in plans):
            reason = f"has fewer than {SHORTEST} characters and could be guessed, so nothing is kept"
            warnings.append(f"{VARIABLE} {reason}")
        return warnings

    def listen(self, on_finding: "Callable[[Finding], None]") -> None:
        """Call ``on_finding`` with each new finding as it occurs."""
        for session in self.sessions:
            session.on_finding = on_finding

    def judge(self, *listeners: Listener) -> Report:
        """Read and check everything; a followed log, until Ctrl-C is pressed."""
        if self.plan.new_from is not None:
            self._look_back(self.plan.new_from)
        return self._merged([session.run(*listeners) for session in self.sessions])

    def check(self, sources: Sequence[Source], *listeners: Listener) -> Report:
        """Read and check some of the sources, all those of a document together."""
        shares: dict[AnalysisSession, list[Source]] = {}
        for source in sources:
            shares.setdefault(self._session_of[source.document], []).append(source)
        return self._merged([session.check(share, *listeners) for session, share in shares.items()])

    def found_in(self, path: str) -> str | None:
        """Return the folder that a source was found in; None for a file that the user has named."""
        for named in self._paths:
            whole = os.path.normpath(named)
            if path in (named, whole):
                return None
            if os.path.isdir(named) and (whole == os.curdir or path.startswith(os.path.join(whole, ""))):
                return named
        return os.path.dirname(path) or os.curdir

    def _look_back(self, revision: str) -> None:
        """Give the sessions the findings at a git revision. Raises ``UsageError`` if there is no such revision."""
        from ocpplint.analysis.git_baseline import GitBaseline
        from ocpplint.sources.revision import Revision, RevisionError

        try:
            lookback = GitBaseline(Revision(revision), self.sources, self._paths, self.layout_of)
            shares: dict[str | None, list[Source]] = {}
            for source in lookback.sources():
                shares.setdefault(self._configs.of(source.path).path, []).append(source)
        except RevisionError as error:
            raise UsageError(f"{revision}: {error}") from error
        for session in self.sessions:
            session.look_back(shares.get(session.plan.config.path, []), lookback.has_changed)

    def _merged(self, reports: Sequence[Report]) -> Report:
        """Merge the reports of the sessions."""
        place = {source.path: index for index, source in enumerate(self.sources)}
        return Report(
            [finding for each in reports for finding in each.findings],
            sorted((entry for each in reports for entry in each.inputs), key=lambda entry: place[entry.path]),
            sum(each.suppressed for each in reports),
            {code: card for each in reports for code, card in each.rules.items()},
        )

    def _shares(self, asked: CheckOptions) -> list[tuple[RunOptions, list[Source]]]:
        """Group the sources by configuration: that of the first file applies to a whole document."""
        config_of: dict[str, Config] = {}
        shares: dict[str | None, list[Source]] = {}
        for source in self.sources:
            config = config_of.setdefault(source.document, self._configs.of(source.path))
            shares.setdefault(config.path, []).append(source)
        configs = {config.path: config for config in config_of.values()} or {None: self.plan.config}
        return [(run_options(asked, config), shares.get(path, [])) for path, config in configs.items()]

    def _without_our_own(self, sources: list[Source]) -> list[Source]:
        """Leave out ocpplint's own files, unless there are no others: a hook may be given just those."""
        return [source for source in sources if not self._is_our_own(source.path)] or sources

    def _is_our_own(self, path: str) -> bool:
        """Return whether a file is a baseline, a profile or a rule, whose examples are deliberately wrong."""
        if os.path.basename(path) == BASELINE:
            return True
        config, place = self._configs.of(path), os.path.abspath(path)
        profiles = [config.profile, *(entry.get("profile") for entry in config.stations)]
        folders = [*config.rules, *map(os.path.abspath, self.plan.rule_folders)]
        return place in profiles or any(place.startswith(folder + os.sep) for folder in folders)

    def layout_of(self, path: str) -> Layout:
        """Return the layout that applies to a path. Raises ``DataFileError`` for a configuration that can't be used."""
        config = self._configs.of(path)
        layout = self._layouts.get(id(config))
        if layout is None:
            try:
                layout = self._layouts[id(config)] = Layout(config.layout, config.folder)
            except LayoutError as error:
                raise config.fault(str(error), "layout") from error
        return layout

    def _check_follow(self, paths: Sequence[str]) -> None:
        if len(self.sources) != 1 or os.path.isdir(paths[0]):
            raise UsageError("--follow reads one log: name one file, or - for standard input")


def _configurations_of(plans: Iterable[RunOptions]) -> list[Source]:
    """Return the configuration files that findings may refer to: those with suppressions."""
    within = {os.path.relpath(entry["in"]): plan.config.within for plan in plans for entry in plan.config.suppress}
    return [Source(path, within=folders) for path, folders in sorted(within.items())]
