"""Offers of the eight kinds, in real communes: jobs, homes, schools, clubs and the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

from venez_vivre.demo import leisure, seasons
from venez_vivre.demo.draws import Dice, apportion
from venez_vivre.demo.occupations import OCCUPATIONS
from venez_vivre.demo.phrases import at, fill, of
from venez_vivre.demo.places import Commune, occupation_labels
from venez_vivre.demo.territories import often

FIELDS = (
    *("reference_externe", "type", "titre", "description", "structure", "commune", "code_insee"),
    *("code_postal", "latitude", "longitude", "metier", "code_rome", "contrat", "temps"),
    *("salaire_min", "salaire_max", "teletravail", "postes", "transaction", "type_logement"),
    *("pieces", "surface", "loyer", "charges", "prix", "jardin", "disponible_le", "niveaux"),
    *("age_min", "age_max", "themes", "places", "publiee_le", "verifiee_le", "expire_le"),
    *("url", "contact"),
)
Cells = dict[str, str]

_HOUSING = ("maison", "maison", "maison", "appartement", "appartement", "appartement")
_COUNTRY = ("corps de ferme", "maison", "maison")


def _job(dice: Dice, town: Commune) -> Cells:
    occupation = dice.pick(OCCUPATIONS)
    label = occupation_labels()[occupation.rome]
    low = round(occupation.salary * (0.92 + 0.12 * dice.random()), -2)
    part_time = dice.chance(0.12)
    paid = dice.chance(0.75)
    return {
        "titre": f"{label} (H/F)",
        "description": fill(dice.pick(leisure.JOB_TEXTS), town=town.name),
        "structure": dice.pick(leisure.EMPLOYERS),
        "metier": label,
        "code_rome": occupation.rome,
        "contrat": dice.pick(("CDI", "CDI", "CDI", "CDI", "CDD", "CDD", "Intérim", "Saisonnier")),
        "temps": "temps_partiel" if part_time else "temps_plein",
        "salaire_min": str(int(low * (0.6 if part_time else 1))) if paid else "",
        "salaire_max": str(int(low * (0.7 if part_time else 1.15))) if paid else "",
        "teletravail": dice.pick(("partiel", "total", "non")) if occupation.remote else "non",
        "postes": str(dice.pick((1, 1, 1, 1, 2, 3))),
    }


def _home(dice: Dice, town: Commune) -> Cells:
    sale = dice.chance(0.4)
    kind = dice.pick(_HOUSING if town.population > 2_000 else _COUNTRY)
    rooms = dice.between(1, 4) if kind == "appartement" else dice.between(3, 7)
    area = rooms * dice.between(17, 26) + 8
    dear = 1.25 if town.population > 20_000 else 1.0
    cells = {
        "titre": f"{kind.capitalize()} {rooms} pièces, {area} m², {town.name}",
        "description": dice.pick(leisure.HOME_TEXTS),
        "structure": dice.pick(leisure.LANDLORDS),
        "transaction": "vente" if sale else "location",
        "type_logement": kind,
        "pieces": str(rooms),
        "surface": str(area),
        "jardin": "non" if kind == "appartement" else dice.pick(("oui", "oui", "oui", "non")),
        "disponible_le": _day(seasons.LAST + dice.between(-30, 120)),
    }
    if sale:
        return cells | {"prix": str(1_000 * int(area * dice.between(11, 19) * dear / 10))}
    rent = 5 * int(area * dice.between(70, 100) * dear / 50)
    return cells | {"loyer": str(rent), "charges": str(5 * dice.between(4, 20))}


def _culture(dice: Dice, town: Commune) -> Cells:
    title, themes = dice.pick(leisure.CULTURE)
    return {
        "titre": f"{title} {at(town.name)}",
        "structure": fill(dice.pick(leisure.VENUES), town=town.name),
        "themes": themes,
        "places": str(10 * dice.between(3, 40)),
        "disponible_le": _day(seasons.LAST + dice.between(2, 150)),
    }


def _association(dice: Dice, town: Commune) -> Cells:
    title, themes, youngest = dice.pick(leisure.ASSOCIATIONS)
    return {
        "titre": f"{title} {of(town.name)}",
        "structure": f"Association {title.lower()}",
        "description": "Deux séances d’essai offertes aux nouveaux arrivants.",
        "themes": themes,
        "age_min": str(youngest),
        "places": str(dice.between(2, 30)),
    }


def _school(dice: Dice, town: Commune) -> Cells:
    title, levels, youngest, oldest = dice.pick(leisure.SCHOOLS)
    return {
        "titre": f"{title} {of(town.name)}",
        "structure": f"{title} {dice.pick(leisure.SCHOOL_NAMES)}",
        "niveaux": levels,
        "age_min": str(youngest),
        "age_max": str(oldest),
        "places": str(dice.between(1, 20)),
        "themes": dice.pick(("cantine|garderie", "cantine", "internat", "section sportive", "")),
    }


def _childcare(dice: Dice, town: Commune) -> Cells:
    title, oldest = dice.pick(leisure.CHILDCARE)
    return {
        "titre": f"{title}, {town.name}",
        "structure": dice.pick(("Relais petite enfance", "Multi-accueil Les Lutins", "")),
        "age_min": "0",
        "age_max": str(oldest),
        "places": str(dice.between(1, 6)),
        "disponible_le": _day(seasons.LAST + dice.between(-20, 250)),
    }


def _health(dice: Dice, town: Commune) -> Cells:
    title, themes = dice.pick(leisure.HEALTH)
    return {
        "titre": f"{title}, {town.name}",
        "structure": f"Maison de santé {of(town.name)}",
        "description": "Accepte de nouveaux patients sur rendez-vous.",
        "themes": themes,
    }


def _takeover(dice: Dice, town: Commune) -> Cells:
    title, rome = dice.pick(leisure.TAKEOVERS)
    return {
        "titre": f"{title} à reprendre, {town.name}",
        "description": "Départ en retraite ; accompagnement du cédant pendant six mois.",
        "structure": dice.pick(leisure.SELLERS),
        "metier": occupation_labels()[rome],
        "code_rome": rome,
        "contrat": "Indépendant",
        "prix": str(5_000 * dice.between(6, 70)),
        "surface": str(10 * dice.between(4, 40)),
    }


# Kind, share of the offers (%), days it stays published, how to write one.
KINDS: tuple[tuple[str, int, int, Callable[[Dice, Commune], Cells]], ...] = (
    ("emploi", 42, 90, _job),
    ("logement", 24, 120, _home),
    ("culture", 8, 200, _culture),
    ("association", 9, 365, _association),
    ("ecole", 6, 365, _school),
    ("garde", 4, 180, _childcare),
    ("sante", 3, 365, _health),
    ("reprise", 4, 365, _takeover),
)


def _day(number: int) -> str:
    return (seasons.FIRST_DAY + timedelta(days=number)).isoformat()


def _life(dice: Dice, stays: int) -> Cells:
    """Date an offer: published, verified since or long ago, expired now and then."""
    published = seasons.LAST - dice.between(0, min(seasons.LAST, int(stays * 1.3)))
    verified = published
    if dice.chance(0.7):
        verified = dice.between(published, seasons.LAST)
    expires = max(published + stays, verified + 7)
    return {
        "publiee_le": _day(published),
        "verifiee_le": _day(verified) if dice.chance(0.9) else "",
        "expire_le": _day(expires) if dice.chance(0.75) else "",
    }


def _offer(dice: Dice, number: int, kind: tuple[str, int, int, Callable[..., Cells]]) -> list[str]:
    name, _, stays, write = kind
    town = dice.pick(dice.pick(often()).towns)
    cells = write(dice, town) | _life(dice, stays)
    cells |= {
        "reference_externe": f"{name[:3].upper()}-{number:05d}",
        "type": name,
        "commune": town.name,
        "code_insee": town.insee,
        "code_postal": town.postal_code,
        "latitude": town.latitude,
        "longitude": town.longitude,
        "url": f"https://example.org/offres/{number}",
        "contact": f"offres{number}@example.org" if dice.chance(0.7) else "",
    }
    return [cells.get(field, "") for field in FIELDS]


def rows(dice: Dice, total: int) -> Iterator[list[str]]:
    """Yield the rows of the offers file, one kind after the other."""
    counts = apportion(total, [weight for _, weight, _, _ in KINDS])
    number = 0
    for kind, count in zip(KINDS, counts, strict=True):
        for _ in range(count):
            number += 1
            yield _offer(dice, number, kind)
