"""The page of a report in a real browser: quiet, alone, as wide as a phone, open to everybody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

import report_pages
from browsers import ARGUMENTS, chromium
from raw_facts import call
from venez_vivre.cli import run
from venez_vivre.reports.html import render

TALL = 900
REPORTS = ("hebdo", "mensuel", "bilan", "territoire")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = chromium()
    with sync_playwright() as started:
        launched = started.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The page of every kind of block, and each report of a small demonstration."""
    folder = tmp_path_factory.mktemp("pages")
    every = folder / "tout.html"
    every.write_text(render(report_pages.page(), colored=False, width=0), encoding="utf-8")
    assert run(["demo", "--dossier", str(folder / "demo"), "--inscrits", "600"]) == 0
    base = folder / "demo" / "demo.db"
    made = {"tout": every}
    for name in REPORTS:
        made[name] = folder / f"{name}.html"
        words = ("--territoire", "T01") if name == "territoire" else ()
        call(base, "rapport", name, *words, "--sortie", str(made[name]))
    return made


class Heard:
    """A page that was opened, and all that it said or asked for meanwhile."""

    def __init__(self, browser: Browser, path: Path, width: int) -> None:
        self.page: Page = browser.new_page(viewport={"width": width, "height": TALL})
        self.asked: list[str] = []
        self.said: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.goto(path.as_uri())
        self.path = path

    def measured(self, expression: str) -> Any:
        return self.page.evaluate(expression)


@pytest.mark.parametrize("width", [380, 1200])
@pytest.mark.parametrize("name", ["tout", *REPORTS])
def test_a_page_is_quiet_alone_and_never_wider_than_the_screen(
    browser: Browser, pages: dict[str, Path], name: str, width: int
):
    """No error, no request but the file itself, no sideways scroll; its pictures can be seen."""
    heard = Heard(browser, pages[name], width)
    assert heard.said == []
    assert heard.asked == [pages[name].as_uri()]
    wide = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    inside, outside = heard.measured(wide)
    assert inside <= outside == width
    seen = heard.measured(
        "[...document.querySelectorAll('svg')].filter(s => s.checkVisibility()).map("
        "s => [s.getBoundingClientRect().width, s.getBoundingClientRect().height])"
    )
    figures = heard.measured("document.querySelectorAll('figure').length")
    assert len(seen) == figures >= 3
    assert all(w > 200 and h > 60 for w, h in seen)
    heard.page.close()


@pytest.mark.parametrize("width", [380, 1200])
@pytest.mark.parametrize("name", ["tout", *REPORTS])
def test_a_page_is_open_to_everybody(
    browser: Browser, pages: dict[str, Path], name: str, width: int
):
    """axe-core finds nothing to say, not even something light."""
    heard = Heard(browser, pages[name], width)
    found = Axe().run(heard.page).response["violations"]
    told = [(one["impact"], one["id"], one["nodes"][0]["html"][:160]) for one in found]
    assert told == []
    heard.page.close()


OUT = """
[...document.querySelectorAll('svg')].filter(s => s.checkVisibility()).flatMap(s => {
  const page = s.getBoundingClientRect();
  const seen = [...s.querySelectorAll('text')]
    .filter(t => t.textContent && t.getAttribute('opacity') !== '0')
    .map(t => ({said: t.textContent, box: t.getBoundingClientRect(),
      size: parseFloat(getComputedStyle(t).fontSize) * t.getScreenCTM().a}));
  const shared = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4;
  return seen.flatMap(({said, box, size}) => {
    const out = box.left < page.left - 1 || box.right > page.right + 1
      || box.top < page.top - 1 || box.bottom > page.bottom + 1;
    const over = seen.filter(o => o.said !== said && shared(o.box, box)).map(o => o.said);
    return out || over.length || size < 10 ? [[said, size, out, over]] : [];
  });
})
"""


@pytest.mark.parametrize("width", [380, 1200])
@pytest.mark.parametrize("name", ["tout", *REPORTS])
def test_the_words_of_pictures_are_whole_and_large_enough(
    browser: Browser, pages: dict[str, Path], name: str, width: int
):
    """On a phone too: ten real pixels high, none cut by the edge, none over another."""
    heard = Heard(browser, pages[name], width)
    assert heard.measured(OUT) == []
    heard.page.close()


A4 = 673
"""Pixels of an A4 page within its margins of 16 mm."""


@pytest.mark.parametrize("name", ["tout", *REPORTS])
def test_on_paper_nothing_is_cut_and_every_table_is_there(
    browser: Browser, pages: dict[str, Path], name: str
):
    """Paper does not scroll: each table is as wide as the page at most, and none is folded."""
    heard = Heard(browser, pages[name], A4)
    heard.page.emulate_media(media="print")
    wide = "[...document.querySelectorAll('table')].map(t => t.offsetWidth)"
    assert 0 < min(heard.measured(wide)) <= max(heard.measured(wide)) <= A4
    assert heard.measured("document.documentElement.scrollWidth") <= A4
    assert heard.measured("getComputedStyle(document.querySelector('.narrow')).display") == "none"
    heard.page.close()


def test_the_style_is_applied(browser: Browser, pages: dict[str, Path]):
    """The policy lets our style through: else the page would be naked, and say so."""
    heard = Heard(browser, pages["hebdo"], 1200)
    assert (
        heard.measured("getComputedStyle(document.querySelector('h2')).borderBottomWidth") == "2px"
    )
    assert heard.measured("getComputedStyle(document.querySelector('.narrow')).display") == "none"
    heard.page.close()


def test_a_script_put_in_the_page_would_not_run(
    browser: Browser, pages: dict[str, Path], tmp_path: Path
):
    """The policy is real: a script that got in is refused by the browser."""
    page = pages["hebdo"].read_text(encoding="utf-8")
    path = tmp_path / "piege.html"
    path.write_text(page.replace("</main>", "<script>window.ran=1</script></main>"), "utf-8")
    heard = Heard(browser, path, 1200)
    assert heard.measured("window.ran") is None
    assert any("Content Security Policy" in said for said in heard.said)
    heard.page.close()
