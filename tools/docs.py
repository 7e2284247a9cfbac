"""Write docs/commandes.md, docs/lexique.md and docs/criteres.md from the program's tables."""  # noqa: INP001

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from venez_vivre import cli, matching
from venez_vivre.criteria import KINDS, PERSONAL
from venez_vivre.criteria.asked import USUAL_REACH_KM
from venez_vivre.criteria.place import ROAD_FACTOR
from venez_vivre.grammar import Command, Option, Param
from venez_vivre.proposing.weights import MOST
from venez_vivre.store import creation, driver, migrations
from venez_vivre.texts import number
from venez_vivre.vocabulary import OfferKind, Term

DOCS = Path(__file__).parent.parent / "docs"
MADE = "<!-- Page écrite par tools/docs.py : ne la corrigez pas ici, lancez `make docs`. -->"

FAMILIES = {
    "Stage": "L’étape d’un foyer",
    "CaseStatus": "L’état d’un dossier",
    "Identity": "Ce que sont deux inscriptions l’une à l’autre",
    "Role": "La place d’une personne dans le foyer",
    "Channel": "Comment le dispositif a été connu",
    "Horizon": "Quand le foyer voudrait s’installer",
    "Employment": "La situation professionnelle",
    "ContractKind": "Le contrat",
    "Telework": "Le télétravail",
    "HousingWish": "Louer ou acheter",
    "HousingKind": "Le type de logement",
    "ContactChannel": "Le moyen d’un échange",
    "Direction": "Qui a pris l’initiative d’un échange",
    "Result": "Le résultat d’un échange",
    "FollowUpKind": "Ce qui est dû",
    "Origin": "D’où vient une relance",
    "Ending": "Comment une relance a été close",
    "IntroductionState": "Où en est une mise en relation",
    "Party": "Qui a refusé une mise en relation",
    "RefusalReason": "Pourquoi une mise en relation n’a pas abouti",
    "ResourceTheme": "Ce à quoi aide une personne ressource",
    "VisitKind": "Un séjour ou un week-end de groupe",
    "GuestState": "Où en est l’invitation d’un foyer",
    "DayKind": "Une ligne de la journée",
    "CloseReason": "Pourquoi un foyer renonce ou repart",
    "Staying": "La réponse à un appel après l’arrivée",
    "SettledHousing": "Le logement d’un foyer installé",
    "SettledJob": "L’emploi à l’arrivée",
    "TerritoryKind": "La forme d’un territoire",
    "OfferKind": "Le type d’une offre",
    "OfferTie": "Ce que sont deux offres l’une à l’autre",
    "Transaction": "Une offre de logement : louer ou vendre",
    "WorkingTime": "Le temps de travail",
    "Indicator": "Ce que compte un objectif",
    "OperationKind": "Une ligne du journal",
    "Right": "Ce que quelqu’un demande sur ses données",
    "RequestOutcome": "Comment une demande sur des données a été satisfaite",
    "ProofKind": "Ce que prouve une information notée",
    "Extra": "Ce qui ne se fait qu’avec l’accord de la personne",
    "BreachNature": "Ce qui est arrivé à des données",
    "Risk": "Ce qu’une violation peut faire aux personnes",
}
"""The French title of each family of terms, in the order of the page."""


def families() -> dict[str, type[Term]]:
    """Every family of terms, by the name of its class."""
    return {kind.__name__: kind for kind in Term.__subclasses__()}


def pages() -> dict[Path, str]:
    """The generated pages and what they must say."""
    return {
        DOCS / "commandes.md": "\n".join(_commands()) + "\n",
        DOCS / "lexique.md": "\n".join(_lexicon()) + "\n",
        DOCS / "criteres.md": "\n".join(_criteria()) + "\n",
        creation.SCRIPT: _schema(),
    }


def _schema() -> str:
    """What the migrations lead to, as new bases are made of it."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "base.db"
        migrations.build(path)
        connection = driver.connect(path, write=False)
        try:
            return creation.script_of(connection)
        finally:
            connection.close()


def _commands() -> Iterator[str]:
    yield from ("# Toutes les commandes", "", MADE, "")
    yield "`vv` est un nom plus court de `venez-vivre`. Les mots entre crochets peuvent être omis."
    yield from ("", "## Avant la commande", "")
    yield from _options(cli.ROOT.params())
    for panel in dict.fromkeys(entry.panel for entry in cli.COMMANDS.values()):
        yield from (f"## {panel}", "")
        for name, entry in cli.COMMANDS.items():
            if entry.panel == panel:
                yield from _entry(name, entry)


def _entry(name: str, entry: cli.Entry) -> Iterator[str]:
    noun = entry.load()
    if entry.verb:
        yield from _command(f"venez-vivre {name}", noun.commands[entry.verb])
        return
    yield from (f"### {name}", "", entry.help, "")
    for verb, command in noun.commands.items():
        yield from _command(f"venez-vivre {name} {verb}", command, "####")


def _command(path: str, command: Command, mark: str = "###") -> Iterator[str]:
    params = command.params()
    words = [_usage(p) for p in params if not isinstance(p.mark, Option)]
    yield from (f"{mark} `{' '.join([path, *words, '[OPTIONS]'])}`", "")
    yield from _help(command.doc)
    for param in params:
        if not isinstance(param.mark, Option):
            yield f"- `{param.mark.metavar}` : {param.mark.help}"
    if words:
        yield ""
    yield from _options(params)


def _usage(param: Param) -> str:
    word = param.mark.metavar + ("…" if param.many else "")
    return word if param.required else f"[{word}]"


def _help(doc: str) -> Iterator[str]:
    """Paragraphs as they are; those that are examples become a block."""
    for paragraph in inspect.cleandoc(doc).split("\n\n"):
        lines = inspect.cleandoc(paragraph).splitlines()
        if lines[0].startswith("venez-vivre "):
            yield from ("```sh", *lines, "```", "")
        else:
            yield from (" ".join(lines), "")


def _options(params: list[Param]) -> Iterator[str]:
    options = [param for param in params if isinstance(param.mark, Option)]
    if options:
        yield from ("| option | |", "|---|---|")
        yield from (_option(param) for param in options)
        yield ""


def _option(param: Param) -> str:
    names = sorted(param.mark.names, key=len) if isinstance(param.mark, Option) else []
    value = "" if param.flag else f" {param.mark.metavar}"
    said = f"`{', '.join(names)}{value}`".replace("|", "\\|")
    default = ""
    if not param.flag and param.default not in (None, ""):
        default = f" D’ordinaire : {param.default}."
    return f"| {said} | {param.mark.help}{default} |".replace("  ", " ")


def _lexicon() -> Iterator[str]:
    yield from ("# Lexique", "", MADE, "")
    yield (
        "Le code est ce qui est enregistré, ce que l’on tape et ce que lisent les scripts. Les "
        "autres graphies se comprennent aussi, sans accent ni majuscule obligatoires."
    )
    known = families()
    for name, title in FAMILIES.items():
        yield from ("", f"## {title}", "", "| code | se lit | se comprend aussi |", "|---|---|---|")
        yield from (_term(term) for term in known[name])


def _term(term: Term) -> str:
    others = [s for s in dict.fromkeys(term.spellings) if s not in {term.value, term.label}]
    return f"| `{term.value}` | {term.label} | {', '.join(others)} |"


SCORING = f"""\
Chaque type d’offre a ses critères. Un critère donne une valeur de 0 à 1, qui compte selon son
poids :

> note = (somme des valeurs × poids) / (somme des poids), sur ce qui est connu

Un critère dont un fait manque est *inconnu* : il sort de la moyenne, et sa question paraît sous
« à demander ». Un critère sans objet (un jardin que personne ne souhaite) en sort sans un mot. La
note est absolue : elle ne dépend pas des autres offres, et la meilleure d’un mauvais lot reste
mauvaise.

**Ce que l’on sait** (`{matching.KNOWN}`) compte aussi, pour {matching.KNOWLEDGE:.0f} points : sa
valeur est la part des poids qui est connue. Une offre dont on ne sait presque rien ne passe donc
pas devant une offre dont on sait qu’elle convient.

**L’intervalle** va de la note la plus basse à la plus haute que l’offre peut prendre quand ce qui
manque sera connu : ce qui est inconnu, ce qui n’est que supposé ({USUAL_REACH_KM} km que personne
n’a dits, des charges qui manquent…), les souhaits que personne n’a exprimés. Compléter un de ces
faits ne fait jamais sortir la note de l’intervalle, à moins d’écarter l’offre. Un titre, un âge ou
un horizon qui tiennent lieu d’un fait comptent comme dits.

**Le verdict** est *oui* à partir de {number(matching.GOOD, 1)}, *non* au-dessous de
{number(matching.BAD, 1)}, *partiel* entre les deux.

**Les distances** sont à vol d’oiseau × {number(ROAD_FACTOR, 1)}, le détour habituel des routes.

**Les poids** se changent pour tous ceux qui ouvrent la base, de 0 à {number(MOST)} ; 0 retire le
critère :

```sh
venez-vivre config montrer poids
venez-vivre config definir poids_emploi_salaire 20
```"""


def _criteria() -> Iterator[str]:
    yield from ("# Ce que vaut une offre", "", MADE, "", SCORING)
    labels = {str(term): term.label for term in OfferKind}
    for kind in KINDS:
        label = labels[kind]
        yield from ("", f"## {label[:1].upper()}{label[1:]}", "")
        if kind in PERSONAL:
            yield from ("Jugé pour chaque adulte du foyer qui cherche un emploi.", "")
        yield from _judged(kind)
    yield from ("", "## Les barèmes", "")
    rules = {one.rule: one.name for rules in KINDS.values() for one in rules.criteria}
    for rule, name in rules.items():
        said, scale = _explained(rule)
        if scale:
            yield f"- `{name}` : {said} {scale}"


def _judged(kind: str) -> Iterator[str]:
    """The vetoes of a kind, then its criteria."""
    yield from ("Ce qui écarte l’offre, quelle que soit sa note :", "")
    for veto in KINDS[kind].vetoes:
        levers = ", ".join(f"`{name}`" for name in veto.levers)
        changed = f" Ce qui y changerait quelque chose : {levers}." if levers else ""
        yield f"- {veto.told} (`{veto.code}`) : {_explained(veto.rule)[0]}{changed}"
    yield ""
    yield from ("| critère | poids | ce qu’il regarde | pourquoi ce poids |", "|---|---:|---|---|")
    for one in KINDS[kind].criteria:
        yield f"| `{one.name}` | {one.weight:.0f} | {_explained(one.rule)[0]} | {one.reason} |"


def _explained(rule: object) -> tuple[str, str]:
    """The first sentence of a criterion, and how it counts."""
    first, _, rest = (inspect.getdoc(rule) or "").partition("\n")
    return first, " ".join(rest.split())


def main() -> None:
    """Write the pages."""
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
