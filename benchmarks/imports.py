"""Large imports beside sqlite-utils: the same file, whole processes, interleaved.

`python benchmarks/imports.py [LINES] [ROUNDS]` writes invented sign-ups of 20 columns with ordinary
names (about 200 first names, 300 last names, 12 towns: many namesakes), then prints the medians of
`inscrits importer` and of `sqlite-utils insert` + six indices + full text, which checks nothing.

`python benchmarks/imports.py growth 20000 100000 300000` prints the processor time of a first import
at each size (both processes: other programs at work hardly change it) and how it grows.
"""

from __future__ import annotations

import csv
import math
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from run import PROGRAM, memory, peer, seconds

from venez_vivre.demo import names
from venez_vivre.demo.people import plain

FIRST = (*names.WOMEN_SINCE_1975, *names.MEN_SINCE_1975, *names.WOMEN_BEFORE_1975)
TOWNS = (
    *(
        "75011 Paris",
        "69003 Lyon",
        "59000 Lille",
        "33000 Bordeaux",
        "44000 Nantes",
        "13008 Marseille",
    ),
    *("67000 Strasbourg", "31000 Toulouse", "35000 Rennes", "38000 Grenoble", "94300 Vincennes"),
    *("92100 Boulogne-Billancourt",),
)
FICTION = ("01 99 00", "02 61 91", "03 53 01", "04 65 71", "05 36 49", "06 39 98")
TRADES = (
    *("infirmière", "aide soignant", "prof des écoles", "chauffeur PL", "dév web", "comptable"),
    *("boulanger", "menuisier", "secrétaire", "cuisinier", "vendeuse", "électricien", "maçon", ""),
)
HEADINGS = """
Identifiant de la réponse;Horodateur;Prénom;Nom;Adresse e-mail;Téléphone;Année de naissance;Code postal
Commune de résidence;Comment avez-vous connu le dispositif ?;Quand souhaitez-vous vous installer ?
Nombre d’adultes;Nombre d’enfants;Métier recherché;Situation professionnelle;Logement recherché
Nombre de pièces minimum;Loyer maximum (€);Votre projet;J’accepte d’être recontacté(e)
"""
INDEXED = ("Adresse e-mail", "Téléphone", "Nom", "Code postal", "Horodateur", "Prénom")
SEARCHED = ("Nom", "Prénom", "Votre projet", "Commune de résidence")


def line(number: int, draw: random.Random) -> list[str]:
    """One sign-up; one in twenty has no phone, one in ten no year."""
    pick = draw.choice
    first, last, (code, _, town) = pick(FIRST), pick(names.LAST_NAMES), pick(TOWNS).partition(" ")
    day = f"{draw.randrange(1, 29):02}/{draw.randrange(1, 13):02}/2024 {draw.randrange(24):02}:30"
    phone = pick(FICTION) + "".join(f" {draw.randrange(100):02}" for _ in range(2))
    return [
        *(f"R-{number:07}", day, first, last if draw.random() < 0.6 else last.upper()),
        f"{plain(first)}.{plain(last)}{draw.randrange(10**5)}@example.org".replace(" ", "-"),
        phone if draw.random() < 0.95 else "",
        str(draw.randrange(1950, 2006)) if draw.random() < 0.9 else "",
        *(code, town, pick(("LinkedIn", "Facebook", "Salon", "Presse", "Podcast", ""))),
        pick(("moins de 3 mois", "3 à 6 mois", "6 à 12 mois", "Je ne sais pas", "")),
        *(pick("112"), pick("0012"), pick(TRADES), pick(("Salarié(e)", "Étudiant(e)", ""))),
        *(pick(("Location", "Achat", "Les deux", "")), pick(("2", "3", "4", ""))),
        *(pick(("600", "750", "")), pick(("Vivre au calme ; un jardin", "La nature", ""))),
        pick(("oui", "oui", "oui", "non")),
    ]


def write(path: Path, lines: int) -> None:
    """The file, the same each time."""
    draw = random.Random(20251127)  # noqa: S311  invented people, no secret
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file, delimiter=";")
        rows.writerow(";".join(HEADINGS.split("\n")[1:-1]).split(";"))
        rows.writerows(line(number, draw) for number in range(lines))


def beside(path: Path, base: Path) -> float:
    """Seconds of what somebody would do with sqlite-utils."""
    utils, spent = peer(), time.perf_counter()
    options = ["--csv", "--delimiter", ";", "--encoding", "utf-8-sig"]
    subprocess.run(
        [*utils, "insert", str(base), "inscrits", str(path), *options],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    for column in INDEXED:
        subprocess.run([*utils, "create-index", str(base), "inscrits", column], check=True)
    subprocess.run(
        [*utils, "enable-fts", str(base), "inscrits", *SEARCHED, "--create-triggers"], check=True
    )
    return time.perf_counter() - spent


def processor(command: list[str]) -> float:
    """Seconds of processor, user and system, of a process and of those it starts."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds(command)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def growth(sizes: list[int]) -> None:
    """Print the processor time of each size, and the exponent from each to the next."""
    spent: list[float] = []
    for lines in sizes:
        with tempfile.TemporaryDirectory(prefix="venez-vivre-imports-") as folder:
            path = Path(folder) / "f.csv"
            write(path, lines)
            where = ["--base", str(path.with_name("ours.db"))]
            words = ["inscrits", "importer", str(path), "--rejets", str(path.with_name("r.csv"))]
            spent.append(processor([*PROGRAM, *where, *words]))
        said = f"{lines} sign-ups: {spent[-1]:.1f} s of processor"
        if len(spent) > 1:
            before = sizes[len(spent) - 2]
            power = math.log(spent[-1] / spent[-2]) / math.log(lines / before)
            said += f", lines^{power:.2f} since {before}"
        print(said)


def main() -> None:
    """Print the medians, the ratio, the unchanged import and the memory."""
    if sys.argv[1:2] == ["growth"]:
        growth([int(word) for word in sys.argv[2:]] or [20_000, 100_000, 300_000])
        return
    lines, rounds = (int(word) for word in (*sys.argv[1:], "100000", "3")[:2])
    folder = Path(tempfile.mkdtemp(prefix="venez-vivre-imports-"))
    path, base, other = folder / "f.csv", folder / "ours.db", folder / "peer.db"
    write(path, lines)
    command = [
        *PROGRAM,
        "--base",
        str(base),
        "inscrits",
        "importer",
        str(path),
        "--rejets",
        str(folder / "r.csv"),
    ]
    ours, theirs = [], []
    for _ in range(rounds):
        for one in (base, other, folder / "r.csv"):
            one.unlink(missing_ok=True)
        ours.append(seconds(command))
        theirs.append(beside(path, other))
    mine, peers = statistics.median(ours), statistics.median(theirs)
    verdict = "reached" if mine <= 0.4 * peers else "NOT reached"
    print(
        f"{lines} sign-ups × 20 columns: {mine:.1f} s; sqlite-utils {peers:.1f} s; {mine / peers:.2f} × (goal 0.4: {verdict})"
    )
    again = seconds(command)
    print(
        f"the same file again: {again:.1f} s, {mine / again:.1f} × faster; peak of a first import: ",
        end="",
    )
    base.unlink()
    print(memory(command))


if __name__ == "__main__":
    main()
