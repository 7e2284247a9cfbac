"""The documents say what the program does: generated pages, links, commands, dependencies."""

from __future__ import annotations

import importlib.util
import re
import tomllib
from pathlib import Path

import pytest

from venez_vivre import cli
from venez_vivre.criteria import KINDS

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "data").glob("*.md")])
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^ *```(\w+)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)


def load_tool(name):
    """A program of tools/, as a module."""
    spec = importlib.util.spec_from_file_location(f"tools_{name}", ROOT / "tools" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


docs = load_tool("docs")


def verbs():
    """Every command as it is typed, without the program's name."""
    for name, entry in cli.COMMANDS.items():
        if entry.verb:
            yield name
        else:
            yield from (f"{name} {verb}" for verb in entry.load().commands)


@pytest.mark.parametrize("path", docs.pages(), ids=lambda path: path.name)
def test_generated_pages_are_up_to_date(path):
    """What the generator writes now is what the repository holds."""
    assert path.read_text(encoding="utf-8") == docs.pages()[path], "run `make docs`"


def test_every_family_of_terms_is_in_the_lexicon():
    """A new family gets its title, and none is left over."""
    assert set(docs.FAMILIES) == set(docs.families())


def test_every_criterion_and_veto_is_explained():
    """The page of criteria has a French sentence for each, with its weight and its reason."""
    page = (ROOT / "docs" / "criteres.md").read_text(encoding="utf-8")
    parts = re.split(r"^## ", page, flags=re.MULTILINE)[1:]
    assert len(parts) == len(KINDS) + 1
    for part, rules in zip(parts, KINDS.values(), strict=False):
        lines = re.findall(r"^\| `(\w+)` \| (\d+) \| (.+) \| (.+) \|$", part, re.MULTILINE)
        assert [(name, float(weight)) for name, weight, _, _ in lines] == [
            (one.name, one.weight) for one in rules.criteria
        ]
        vetoes = re.findall(r"^- (.+) \(`(\w+)`\) : (.+)$", part, re.MULTILINE)
        assert [(told, code) for told, code, _ in vetoes] == [
            (veto.told, veto.code) for veto in rules.vetoes
        ]
        for said in [said for *_, said, _ in lines] + [said for *_, said in vetoes]:
            assert re.match(r"[A-ZÀÂÉ].*[.…:]$", said), said


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_resolve(page):
    """A link inside the repository leads to a file that exists."""
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        if not re.match(r"[a-z]+:|#", target):
            assert (page.parent / target.partition("#")[0]).exists(), target


def test_every_command_is_documented():
    """Each verb of each noun has its place in the page of commands."""
    page = (ROOT / "docs" / "commandes.md").read_text(encoding="utf-8")
    for words in verbs():
        assert f"`venez-vivre {words} " in page, words


def test_officers_are_told_of_every_noun():
    """The guide shows each noun at work, and nothing that does not exist."""
    guide = (ROOT / "docs" / "guide.md").read_text(encoding="utf-8")
    known = set(verbs())
    used = {name for name in cli.COMMANDS if re.search(rf"\bvv {name}\b", guide)}
    assert used >= set(cli.COMMANDS) - {"demo"}
    assert typed_in(guide) <= known


@pytest.mark.parametrize("name", ["LISEZMOI.md", "docs/guide.md", "docs/commandes.md"])
def test_commands_that_are_shown_exist(name):
    """Each line of a block of shell names a command of the table."""
    text = (ROOT / name).read_text(encoding="utf-8")
    assert typed_in(text) <= set(verbs())


def typed_in(text):
    """The commands that the blocks of a page type."""
    found = set()
    for kind, block in FENCE.findall(text):
        for line in block.splitlines() if kind in {"sh", "powershell"} else ():
            words = re.sub(r'--base "[^"]*" ', "", line.strip()).split()
            if words and words[0] in {"vv", "venez-vivre"}:
                entry = cli.COMMANDS.get(words[1])
                alone = entry is not None and entry.verb
                found.add(words[1] if alone else " ".join(words[1:3]))
    return found


def test_each_decision_has_context_decision_and_price():
    """Decisions are numbered without a gap and tell what they cost."""
    decisions = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [int(path.name[:4]) for path in decisions] == list(range(1, len(decisions) + 1))
    for path in decisions:
        text = path.read_text(encoding="utf-8")
        assert text.startswith(f"# {int(path.name[:4])}. ")
        for part in ("**Context.**", "**Decision.**", "**Price.**"):
            assert part in text, f"{path.name}: {part}"


def test_each_dependency_is_justified():
    """A package of pyproject.toml has its line in the decision on dependencies, none is left."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    names = {re.match(r"[A-Za-z0-9_-]+", line)[0] for line in wanted}
    page = (ROOT / "docs/decisions/0002-dependances.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^- `([^`]+)`", page, re.MULTILINE)) == names


def test_files_named_by_the_recipes_exist():
    """CONTRIBUTING names the files to touch as they are."""
    package = ROOT / "src" / "venez_vivre"
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for name in re.findall(r"`([\w./]+\.(?:py|md|toml))`", text):
        assert (ROOT / name).exists() or (package / name).exists(), name


def test_changelog_has_the_version_of_the_package():
    """The newest entry is about the version under way, in the three usual parts."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## (\S+)", text, re.MULTILINE)
    assert newest[1] == project["project"]["version"]
    for part in ("### Ajouté", "### Modifié", "### Corrigé"):
        assert part in text
