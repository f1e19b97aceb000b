"""An incremental run: each document's result comes from the cache or from a check, in this or several processes."""

import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TextIO

from ocpplint.analysis.cache_key import Key, key_of, release
from ocpplint.analysis.document import Document, DocumentJudge, size_of
from ocpplint.analysis.options import processors
from ocpplint.analysis.partition import count_ties, islands
from ocpplint.analysis.progress import Progress
from ocpplint.facts.inputs import InputReport
from ocpplint.findings.outcome import Outcome, outcome_from
from ocpplint.findings.results import encoded

if TYPE_CHECKING:
    from ocpplint.analysis.workers import StartMethod
    from ocpplint.findings.finding import Finding
    from ocpplint.findings.results import Results

_ALONE = 0.25
"""Seconds of work after which the run considers starting processes."""
_WORTH_HELP = 0.5
"""Seconds of remaining work that justify starting processes."""
_LARGE = 16_777_216
"""Bytes of input that justify several processes in any case."""
_SMALLEST_BATCH = 65_536
_BATCHES_EACH = 8
_MOST_TIES = 50_000
"""The limit of open groups (``engine.groups``). Beyond it, early evaluation depends on all documents."""


class Recipe(NamedTuple):
    """How another process constructs an equal checker: a module-level function and its arguments."""

    make: Callable[..., "DocumentChecker"]
    arguments: tuple[Any, ...]


class DocumentChecker:
    """Checks documents one by one and caches their results; a cached document is not checked again.

    ``results`` and ``basis`` are the cache and the common part of its keys; without them, everything is checked.
    """

    def __init__(
        self, recipe: Recipe, judge: DocumentJudge, results: "Results | None" = None, basis: str = ""
    ) -> None:
        self._recipe, self.judge = recipe, judge
        self._results, self._basis = results, basis
        if results is not None:
            results.load()  # Loaded before processes start, so that forked ones have it, too.

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle as a recipe, since rules hold closures."""
        return tuple(self._recipe)

    def __call__(self, document: Document, read: Callable[[int], None]) -> tuple[str | None, bytes]:
        """Return the outcome of a document and its cache key, as a worker process does."""
        outcome, key = self._outcome(document, read)
        return key, encoded(outcome.as_data())

    def outcome(self, document: Document, read: Callable[[int], None]) -> Outcome:
        """Return the outcome of a document, cached or new; ``read`` is called with the number of bytes read."""
        outcome, key = self._outcome(document, read)
        if key is not None:
            self._keep(key, encoded(outcome.as_data()))
        return outcome

    def take(self, result: tuple[str | None, bytes]) -> Outcome:
        """Add the outcome that another process returned."""
        key, text = result
        if key is not None:
            self._keep(key, text)
        return outcome_from(json.loads(text))

    def close(self) -> None:
        """Write the cache."""
        if self._results is not None:
            self._results.close()

    def _keep(self, key: str, text: bytes) -> None:
        if self._results is not None:
            self._results.put(key, text)

    def _outcome(self, document: Document, read: Callable[[int], None]) -> tuple[Outcome, str | None]:
        """Return an outcome, and its cache key if it is new and may be cached."""
        key = key_of(document, self._basis) if self._results is not None else None
        try:
            known = self._known(key)
            if known is not None:
                return known, None
            outcome = self._judged(document, read)
            return outcome, key.name if key is not None and _may_be_kept(outcome, key) else None
        finally:
            release(document)

    def _known(self, key: Key | None) -> Outcome | None:
        if key is None or self._results is None:
            return None
        kept = self._results.get(key.name)
        return None if kept is None else outcome_from(kept)

    def _judged(self, document: Document, read: Callable[[int], None]) -> Outcome:
        for source in document:
            source.watch = read
        outcome = self.judge.judge(document)
        for source in document:
            source.watch = None
        return outcome


class Whole(NamedTuple):
    """The outcome of all documents together. ``lines`` are the source lines that findings show, by path."""

    findings: "list[Finding]"
    inputs: list[InputReport]
    suppressed: int
    lines: list[tuple[str, int]]


def check_documents(
    documents: Sequence[Document],
    checker: DocumentChecker,
    jobs: int | None,
    method: "StartMethod | None" = None,
    terminal: TextIO | None = None,
) -> Whole | None:
    """Check documents as a single run does; None where the result depends on their order, so that only one run can.

    ``jobs`` is the number of processes, None for automatic; ``method`` is how they are started.
    ``terminal`` shows the progress, if there is one.
    """
    sizes = [size_of(document) for document in documents]
    progress = Progress(terminal, sum(map(len, documents)), sum(sizes))
    try:
        outcomes = _Run(documents, sizes, checker, progress).outcomes(jobs, method)
    finally:
        progress.end()
        checker.close()
    if len(documents) > 1 and count_ties(outcomes) > _MOST_TIES:
        return None
    joined = list(_joined(documents, outcomes, checker.judge))
    closing = checker.judge.close(joined)
    # A failing rule is reported once in a run, at the first location.
    told_twice = len(documents) > 1 and any(each.crashed for each in (*joined, closing))
    return None if told_twice else _whole(documents, [*joined, closing])


def _whole(documents: Iterable[Document], outcomes: Sequence[Outcome]) -> Whole:
    """Merge the outcomes of documents in the order of a single run."""
    paths = (source.path for document in documents for source in document)
    place = {path: number for number, path in enumerate(paths)}
    findings = [finding for outcome in outcomes for finding in outcome.findings]
    inputs = [entry for outcome in outcomes for entry in outcome.inputs]
    lines = [(path, n) for outcome in outcomes for path, numbers in outcome.lines.items() for n in numbers]
    return Whole(
        sorted(findings, key=lambda finding: (finding.location, finding.code)),
        sorted(inputs, key=lambda entry: place[entry.path]),
        sum(outcome.suppressed for outcome in outcomes),
        lines,
    )


class _Run:
    """The check of all documents, each by itself."""

    def __init__(
        self, documents: Sequence[Document], sizes: Sequence[int], checker: DocumentChecker, progress: Progress
    ) -> None:
        self._documents, self._sizes = documents, sizes
        self._knowing, self._progress = checker, progress
        self._outcomes: dict[int, Outcome] = {}
        self._size_done = 0
        self._started = time.monotonic()

    def outcomes(self, jobs: int | None, method: "StartMethod | None") -> list[Outcome]:
        """Return the outcome of each document, in order."""
        most = jobs or processors()
        for number, document in enumerate(self._documents):
            if self._wants_help(jobs, most):
                self._share_out(most, method)
                break
            self._do(number, document)
        return [self._outcomes[number] for number in range(len(self._documents))]

    def _wants_help(self, jobs: int | None, most: int) -> bool:
        """Return whether to share the rest out to processes: starting them takes longer than checking a few files."""
        left = len(self._documents) - len(self._outcomes)
        if most < 2 or left < 2:
            return False
        if jobs is not None:
            return True
        size_left = sum(self._sizes) - self._size_done
        passed = time.monotonic() - self._started
        if passed < _ALONE:
            return not self._outcomes and size_left >= _LARGE
        return passed / max(1, self._size_done) * size_left > _WORTH_HELP

    def _do(self, number: int, document: Document) -> None:
        self._progress.begin(document[0].path)
        self._enter(number, self._knowing.outcome(document, self._progress.read))

    def _enter(self, number: int, outcome: Outcome) -> None:
        self._outcomes[number] = outcome
        self._size_done += self._sizes[number]
        self._progress.finish(len(self._documents[number]), self._size_done)

    def _share_out(self, most: int, method: "StartMethod | None") -> None:
        from ocpplint.analysis.workers import Crew, Done, start_method

        left = [number for number in range(len(self._documents)) if number not in self._outcomes]
        batches = [
            [(number, self._documents[number]) for number in batch] for batch in _batches(left, self._sizes, most)
        ]
        with Crew(self._knowing, min(most, len(batches)), method or start_method()) as crew:
            for news in crew.do(batches):
                if isinstance(news, Done):
                    self._progress.begin(self._documents[news.number][0].path)
                    self._enter(news.number, self._knowing.take(news.result))
                else:
                    self._progress.read(news)
        for number, document in crew.left:
            self._do(number, document)


def _batches(numbers: Iterable[int], sizes: Sequence[int], processes: int) -> Iterator[list[int]]:
    """Make batches of work, the largest documents first, so that no large one runs last and alone."""
    ordered = sorted(numbers, key=lambda number: -sizes[number])
    enough = max(_SMALLEST_BATCH, sum(sizes[number] for number in ordered) // (processes * _BATCHES_EACH))
    batch: list[int] = []
    gathered = 0
    for number in ordered:
        batch.append(number)
        gathered += sizes[number]
        if gathered >= enough:
            yield batch
            batch, gathered = [], 0
    if batch:
        yield batch


def _joined(documents: Sequence[Document], outcomes: Sequence[Outcome], judge: DocumentJudge) -> Iterator[Outcome]:
    """Yield the outcome of each document, and one joint outcome for linked documents."""
    for members in islands(outcomes):
        if len(members) == 1:
            yield outcomes[members[0]]
        else:
            yield judge.judge([source for number in members for source in documents[number]])


def _may_be_kept(outcome: Outcome, key: Key) -> bool:
    """Return whether a result may be cached: not if it quotes a credential, or its files have changed since."""
    if outcome.crashed or not key.is_still_right():
        return False
    from ocpplint.credentials.names import is_credential
    from ocpplint.credentials.redaction import redact

    if any(is_credential(name) for name in {finding.key or "" for finding in outcome.findings}):
        return False
    texts = [text for finding in outcome.findings for text in _texts(finding)]
    texts += [shape.example for entry in outcome.inputs for shape in entry.shapes.values()]
    said = "\n".join(dict.fromkeys(texts))
    return redact(said) == said


def _texts(finding: "Finding") -> Iterator[str]:
    """Yield the texts of a finding that may quote the input."""
    yield from (finding.message, finding.label, finding.help)
    yield from (related.message for related in finding.related)
    if finding.fix is not None:
        yield finding.fix.title
        yield from (edit.content for edit in finding.fix.edits)
