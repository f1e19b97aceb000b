"""Run ocpplint under a profile and write down which of its files are entered: started by ``tools.files_entered``.

``python enter_log.py LOG INPUT ARGUMENT…`` runs ``python -m ocpplint ARGUMENT…``. LOG is the JSON of two lists of file
names relative to the package, one name a call, in the order of the calls: from the first opening of INPUT until the
last finding was handed over, and from there until the end of the process. What runs while a module is imported is left
out. Nothing but the standard library is used, so that any version's interpreter can run it.
"""

import json
import os
import runpy
import sys
from importlib.util import find_spec
from types import CodeType, FrameType
from typing import Any


class EnterLog:
    """The calls within a package, and when the last finding was handed over.

    A finding is handed over by the first call that is given it: a call with an argument whose class is named
    ``Finding``, other than the class's own methods. The first of each rule counts: reports make redacted copies.
    """

    def __init__(self, root: str, path: str) -> None:
        self._root, self._path = os.path.join(root, ""), os.path.realpath(path)
        self.entered: list[str] = []
        self.handed_over = 0
        self._is_open = False
        self._importing: FrameType | None = None
        self._taking: FrameType | None = None
        self._rules: set[str] = set()

    def audit(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Start at the first opening of the input (an audit hook)."""
        if event == "open" and not self._is_open and isinstance(arguments[0], str):
            self._is_open = os.path.realpath(arguments[0]) == self._path

    def profile(self, frame: FrameType, event: str, _: Any) -> None:
        """Write down a call (a profile function)."""
        if event == "call" and self._importing is None and self._is_own(frame.f_code):
            self._enter(frame)
        elif event == "return":
            self._leave(frame)

    def _is_own(self, code: CodeType) -> bool:
        return code.co_filename.startswith(self._root)

    def _enter(self, frame: FrameType) -> None:
        code = frame.f_code
        if code.co_name == "<module>" and frame.f_globals["__name__"] != "__main__":
            self._importing = frame
        elif self._is_open and code.co_name != "<module>":
            self.entered.append(code.co_filename.removeprefix(self._root))
            if self._taking is None and self._is_given_a_finding(frame):
                self._taking = frame

    def _leave(self, frame: FrameType) -> None:
        if frame is self._importing:
            self._importing = None
        elif frame is self._taking:
            self._taking, self.handed_over = None, len(self.entered)

    def _is_given_a_finding(self, frame: FrameType) -> bool:
        code = frame.f_code
        given = [frame.f_locals[name] for name in code.co_varnames[: code.co_argcount]]
        if given and type(given[0]).__name__ == "Finding":
            del given[0]
        rules = {each.code for each in given if type(each).__name__ == "Finding"} - self._rules
        self._rules |= rules
        return bool(rules)


def main() -> None:
    """Run the program, and write the log when it ends, by whichever way it does."""
    target, path, *arguments = sys.argv[1:]
    package = find_spec("ocpplint")
    if package is None or package.origin is None:
        sys.exit("ocpplint is not installed for this interpreter")
    log = EnterLog(os.path.dirname(package.origin), path)

    def end(code: int = 0) -> None:
        sys.setprofile(None)
        with open(target, "w", encoding="utf-8") as file:
            json.dump([log.entered[: log.handed_over], log.entered[log.handed_over :]], file)
        leave(code)

    leave, os._exit = os._exit, end  # type: ignore[assignment]  # the program may end by it
    sys.argv = ["ocpplint", *arguments]
    sys.addaudithook(log.audit)
    sys.setprofile(log.profile)
    try:
        runpy.run_module("ocpplint", run_name="__main__")
    finally:
        sys.stdout.flush()
        end()


if __name__ == "__main__":
    main()
