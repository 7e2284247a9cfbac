"""A command that wants to write waits for the one that does, and says so when it waits too long."""

from __future__ import annotations

import threading
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from venez_vivre.store import driver

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

pytestmark = pytest.mark.file
"""Two programs wait for the lock of a file."""


CREATE = ("foyers", "creer", "--nom", "Roy", "--email", "roy@example.org")


@pytest.mark.plain
def test_a_command_waits_for_another_that_writes(run: Run, base: Path) -> None:
    """It is done once the other one is."""
    run("foyers", "lister")
    with closing(driver.connect(base, write=True)) as other:
        driver.begin(other)
        done: list[int] = []
        waiting = threading.Thread(target=lambda: done.append(run(*CREATE).code))
        waiting.start()
        time.sleep(0.5)
        assert done == []
        other.execute("COMMIT")
        waiting.join(timeout=30)
    assert done == [0]


@pytest.mark.plain
def test_who_waits_too_long_is_told_and_writes_nothing(
    run: Run, base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The base is busy: code 1, and a later command works."""
    run("foyers", "lister")
    with monkeypatch.context() as hurried, closing(driver.connect(base, write=True)) as other:
        hurried.setattr(driver, "BUSY_SECONDS", 0.2)
        driver.begin(other)
        said = run(*CREATE, fails_with=1)
        assert "occupée par un autre programme. Rien n’a été enregistré" in said.err
    run(*CREATE)


@pytest.mark.plain
def test_who_waits_longer_asks_more_often(
    run: Run, base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that nobody waits for ever while others come and go."""
    run("foyers", "lister")
    pauses: list[float] = []
    now = [0.0]

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        now[0] += 1.0

    monkeypatch.setattr(driver.time, "sleep", pause)
    monkeypatch.setattr(driver.time, "monotonic", lambda: now[0])
    with (
        closing(driver.connect(base, write=True)) as other,
        closing(driver.connect(base, write=True)) as late,
    ):
        driver.begin(other)
        with pytest.raises(driver.sqlite.OperationalError, match="locked"):
            driver.begin(late)
    assert pauses == sorted(pauses, reverse=True)
    assert pauses[0] > 10 * pauses[-1]
