"""A real browser, where there is one; the machine that builds has one, and skips nothing."""

from __future__ import annotations

import os
import shutil

import pytest

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NAMES = ("chromium", "chromium-browser", "google-chrome")


def chromium() -> str:
    """The path of the browser; without one the test is skipped, but fails where CI runs."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found:
        return found
    why = "Aucun Chromium ici : la page html n’est PAS vérifiée dans un vrai navigateur."
    if os.environ.get("VENEZ_VIVRE_CI"):
        pytest.fail(why)
    pytest.skip(why)
