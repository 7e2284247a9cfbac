"""Try mutants: each in a process of its own, forked from one that has loaded all but the program.

The tests that reach the lines of a mutant are known from one run under coverage; they run from the
fastest on, and stop at the first that fails.
"""

from __future__ import annotations

import importlib
import os
import pickle
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
import swap
from coverage import Coverage
from hypothesis import HealthCheck, Phase, settings
from making import Mutant

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "venez_vivre"

LONGEST, BUDGET = 4.0, 10.0
"""Seconds: the longest test that is used, and all those of one mutant together."""

EXAMPLES = 8
"""Most examples of a property: a fault that takes hundreds to find counts as not noticed."""

settings.register_profile(
    "mutants",
    deadline=None,
    derandomize=True,
    database=None,
    max_examples=EXAMPLES,
    phases=[Phase.explicit, Phase.generate],  # shrinking a failure tells nothing more here
    suppress_health_check=list(HealthCheck),
)


@dataclass
class Known:
    """The tests that pass without any mutant, their seconds, and the lines of ours they run."""

    seconds: dict[str, float] = field(default_factory=dict)
    lines: dict[str, dict[int, list[str]]] = field(default_factory=dict)
    loaded: list[str] = field(default_factory=list)

    def choose(self, path: Path, mutant: Mutant, files: Sequence[str]) -> list[str]:
        """The tests of those files that reach a mutant, the fastest first, within the budget."""
        reached = self.lines.get(str(path), {})
        ours = {test for test in self.seconds if test.partition("::")[0] in files}
        found = _of(reached, mutant.lines if mutant.around else ()) & ours
        tests = found or _of(reached, mutant.around) & ours or ours
        asked = sorted(tests, key=lambda test: (self.seconds[test], test))
        kept, total = [], 0.0
        for test in asked:
            total += self.seconds[test]
            if self.seconds[test] <= LONGEST and total <= BUDGET:
                kept.append(test)
        return kept


def _of(reached: dict[int, list[str]], lines: Iterable[int]) -> set[str]:
    return {test for line in lines for test in reached.get(line, ()) if test}


class _Brief:
    """Without the tests that take long, and properties with few examples, the same each time."""

    def __init__(self, left_out: Sequence[str]) -> None:
        self._left_out = tuple(left_out)

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        """Those that are left."""
        items[:] = [one for one in items if one.nodeid.partition("[")[0] not in self._left_out]

    def pytest_itemcollected(self, item: Any) -> None:
        """Where hypothesis keeps what a test asks for."""
        name = "_hypothesis_internal_use_settings"
        asked = getattr(getattr(item, "obj", None), name, None)
        if asked is not None:
            most = min(EXAMPLES, asked.max_examples)
            setattr(item.obj, name, settings(settings.get_profile("mutants"), max_examples=most))


class _Watch:
    """Tells coverage which test runs, and keeps the seconds of those that pass."""

    def __init__(self, coverage: Coverage, known: Known) -> None:
        self._coverage, self._known = coverage, known

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        """Whose lines these are."""
        self._coverage.switch_context(nodeid)

    def pytest_runtest_logreport(self, report: Any) -> None:
        """How long it took."""
        if report.when == "call" and report.passed:
            self._known.seconds[report.nodeid] = report.duration


class _Only:
    """Runs these tests, in this order."""

    def __init__(self, tests: Sequence[str]) -> None:
        self._rank = {test: rank for rank, test in enumerate(tests)}

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        """Those asked for, the fastest first."""
        items[:] = sorted(
            (item for item in items if item.nodeid in self._rank),
            key=lambda item: self._rank[item.nodeid],
        )


class _Mutated(SourceFileLoader):
    """Loads a module from the text of a mutant."""

    def __init__(self, name: str, path: str, text: str) -> None:
        super().__init__(name, path)
        self._text = text

    def get_code(self, fullname: str) -> Any:
        """The mutant, compiled."""
        return compile(self._text, self.get_filename(fullname), "exec", dont_inherit=True)


class _Finder:
    """Finds one module, whose text is that of a mutant."""

    def __init__(self, path: Path, text: str) -> None:
        self.name, self._path, self._text = _module_name(path), str(path), text
        self.found = False

    def find_spec(self, name: str, _path: Any = None, _target: Any = None) -> ModuleSpec | None:
        """Its specification, None for any other module."""
        if name != self.name:
            return None
        self.found = True
        loader = _Mutated(name, self._path, self._text)
        return spec_from_file_location(name, self._path, loader=loader)


def _pytest(files: Iterable[str], plugins: list[Any], *more: str) -> int:
    folder = mkdtemp(prefix="mutant-")
    words = ["-q", "-p", "no:randomly", "-p", "no:cacheprovider", "--hypothesis-profile=mutants"]
    words += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]  # what we loaded is not ours
    try:
        words.append(f"--basetemp={folder}/t")
        return int(pytest.main([*files, *words, *more], plugins))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def apart(work: Callable[[], int], *, seconds: float, said: Path | None) -> int | None:
    """The exit code of a piece of work done in a forked process; None if it took too long.

    What it says goes to a file, or where this process speaks when there is none.
    """
    child = os.fork()
    if not child:
        code = 70
        try:
            os.setpgrp()
            if said:
                out = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
                os.dup2(out, 1)
                os.dup2(out, 2)
            code = work()
        except BaseException:  # noqa: BLE001  nothing may leave a forked process alive
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            os._exit(code)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.02)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None


def get_known(files: Sequence[str], left_out: Sequence[str]) -> Known:
    """Run the tests once as they are; load here what they load, but for the program and them."""
    kept = Path(mkdtemp(prefix="mutants-")) / "known"
    said = kept.with_name("said")

    def work() -> int:
        coverage = Coverage(data_file=None, config_file=False, include=[f"{PACKAGE}/*"])
        known = Known()
        coverage.start()
        code = _pytest(files, [_Brief(left_out), _Watch(coverage, known)])
        coverage.stop()
        data = coverage.get_data()
        known.lines = {file: data.contexts_by_lineno(file) for file in data.measured_files()}
        known.loaded = [name for name in sys.modules if _is_elsewhere(name)]
        kept.write_bytes(pickle.dumps(known))
        return code

    if apart(work, seconds=1800, said=said) != 0:
        raise SystemExit(f"The tests fail without any mutant:\n{said.read_text()[-4000:]}")
    known: Known = pickle.loads(kept.read_bytes())  # noqa: S301  written just above
    shutil.rmtree(kept.parent)
    for name in known.loaded:
        importlib.import_module(name)
    return known


def _is_elsewhere(name: str) -> bool:
    """Whether a module is of another package, in a file; ours and the tests are loaded anew."""
    module = sys.modules.get(name)
    file = getattr(module, "__file__", None) or ""
    spec = getattr(module, "__spec__", None)
    return "-packages" in file and spec is not None and spec.name == name


def load(path: Path, files: Sequence[str]) -> None:
    """Load the program and the tests here once: most mutants need nothing to be loaded anew."""
    null = os.open(os.devnull, os.O_WRONLY)
    kept = [os.dup(number) for number in (1, 2)]
    for number in (1, 2):
        os.dup2(null, number)
    _pytest(files, [], "--collect-only")
    for number, was in zip((1, 2), kept, strict=True):
        os.dup2(was, number)
    importlib.import_module(_module_name(path))


def fate(path: Path, mutant: Mutant, tests: Sequence[str], known: Known) -> str:
    """What became of a mutant: « survived », « killed », « too long », or « untested »."""
    if not tests:
        return "untested"
    files = sorted({test.partition("::")[0] for test in tests})

    def work() -> int:
        plugins = [_Brief(()), _Only(tests)]
        if (mutant.around or mutant.is_sql) and swap.put(_module_name(path), path, mutant.text):
            return _pytest(files, plugins, "-x", "--tb=no")
        for name in [name for name in sys.modules if _is_ours(name)]:
            del sys.modules[name]
        finder = _Finder(path, mutant.text)
        sys.meta_path.insert(0, finder)  # type: ignore[arg-type]  it finds specifications
        code = _pytest(files, plugins, "-x", "--tb=no")
        return code if finder.found or code else 71

    seconds = 20 + 5 * sum(known.seconds[test] for test in tests)
    code = apart(work, seconds=seconds, said=Path(os.devnull))
    if code in {5, 70, 71}:
        raise SystemExit(f"The mutant was never loaded ({code}): {path.name}:{mutant.name}")
    if code is None:
        return "too long"
    return "killed" if code else "survived"


def _module_name(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)


def _is_ours(name: str) -> bool:
    """Whether a module is of the program, or of its tests."""
    file = getattr(sys.modules[name], "__file__", None) or ""
    return file.startswith(f"{ROOT}/") and "-packages" not in file and "/tools/" not in file
