"""How likely it is that two offers, come by two ways, are one: weights in plain sight, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from math import log2

from rapidfuzz import fuzz

from venez_vivre import NamedTuple
from venez_vivre.likeness.offer_traits import Traits
from venez_vivre.locations import distance_km
from venez_vivre.texts import number

LISTED = 0.5
"""The likelihood from which a pair is worth a look."""
LIKELY, NEARLY_SURE = 0.8, 0.95
"""Those from which it is likely, and nearly sure."""

JOB, HOME, PLACE = "emploi", "logement", "lieu"
"""What weighs alike: jobs and businesses, homes, and all that is there for good."""
FAMILY = {"emploi": JOB, "reprise": JOB, "logement": HOME}

# In bits: +1 doubles the odds that two offers are one, -1 halves them. The titles of homes say
# little (« Maison 4 pièces »), their numbers a lot; agencies share a home, employers no post.
# A source that gives two references says itself that they are two.
WEIGHTS: Mapping[str, Mapping[str, float]] = {
    #                    emploi, logement, lieu
    key: dict(zip((JOB, HOME, PLACE), weights, strict=True))
    for key, weights in {
        "prior":           (-7.0, -7.0, -6.0),
        "title same":      (4.0, 1.5, 5.0),
        "title near":      (2.5, 1.0, 3.0),
        "title part":      (0.5, 0.5, 0.5),
        "title other":     (-5.0, -0.5, -6.0),
        "trade same":      (2.0, 0.0, 0.0),
        "trade near":      (-1.0, 0.0, 0.0),
        "trade other":     (-4.0, 0.0, 0.0),
        "place same":      (3.0, 3.0, 3.0),
        "place near":      (1.0, 0.5, 0.5),
        "place beside":    (-1.0, -2.0, -1.5),
        "place far":       (-10.0, -10.0, -10.0),
        "structure same":  (4.0, 1.0, 2.5),
        "structure near":  (3.0, 0.5, 1.5),
        "structure other": (-5.5, -0.5, -3.5),
        "contact same":    (3.5, 3.0, 3.5),
        "url same":        (6.0, 6.0, 6.0),
        "amount same":     (1.0, 3.0, 1.0),
        "amount near":     (0.5, 1.5, 0.5),
        "amount other":    (-2.0, -5.0, -1.5),
        "area same":       (1.0, 3.0, 0.5),
        "area near":       (0.5, 1.0, 0.0),
        "area other":      (-1.0, -5.0, -0.5),
        "rooms same":      (0.0, 1.0, 0.0),
        "rooms other":     (0.0, -4.0, 0.0),
        "home other":      (0.0, -4.0, 0.0),
        "pay same":        (1.5, 0.0, 0.0),
        "pay overlap":     (0.5, 0.0, 0.0),
        "pay apart":       (-2.5, 0.0, 0.0),
        "contract same":   (0.5, 0.0, 0.0),
        "contract other":  (-2.0, 0.0, 0.0),
        "time other":      (-1.5, 0.0, 0.0),
        "text same":       (5.0, 5.0, 4.0),
        "text near":       (2.5, 2.5, 2.0),
        "dates near":      (1.0, 0.5, 0.0),
        "dates far":       (-1.0, -1.0, 0.0),
        "dates apart":     (-3.0, -3.0, 0.0),
        "source same":     (-8.0, -8.0, -8.0),
    }.items()
}  # fmt: skip
"""What each finding weighs, by family."""


class Part(NamedTuple):
    """One finding: its key in the table, its bits, the words that tell it."""

    key: str
    bits: float
    reason: str


class Likeness(NamedTuple):
    """How alike two offers are, in bits, and everything that was found."""

    bits: float
    parts: tuple[Part, ...]

    @property
    def likelihood(self) -> float:
        """How likely they are one, from 0 to 1."""
        return 1.0 / (1.0 + float(2.0**-self.bits))

    @property
    def reasons(self) -> tuple[str, ...]:
        """What speaks for one offer, what weighs most first."""
        told = sorted((p for p in self.parts if p.bits > 0), key=lambda p: -p.bits)
        return tuple(part.reason for part in told)

    @property
    def against(self) -> tuple[str, ...]:
        """What speaks for two, what weighs most first."""
        told = sorted((p for p in self.parts if p.bits < 0), key=lambda p: p.bits)
        return tuple(part.reason for part in told if part.reason)


Finding = tuple[str, str]
"""A key of the table, and the words that tell it."""


def compare(one: Traits, other: Traits, crowd: int = 2) -> Likeness | None:
    """How alike two offers are; None when they cannot be one (another kind, to rent and to buy).

    `crowd` is how many offers of that place bear this title, or are homes of as many rooms: among
    sixty waiters of one town, the same title says little unless the employer is the same too.
    """
    if one.kind != other.kind or _apart(one.transaction, other.transaction):
        return None
    family = FAMILY.get(one.kind, PLACE)
    found = [finding for criterion in CRITERIA for finding in criterion(one, other)]
    parts = [Part(key, WEIGHTS[key][family], reason) for key, reason in found]
    if crowd > 2 and TELLING[family].isdisjoint(part.key for part in parts):
        parts.append(_crowd(family, parts, crowd))
    kept = tuple(part for part in parts if part.bits)
    return Likeness(WEIGHTS["prior"][family] + sum(part.bits for part in kept), kept)


TELLING: Mapping[str, frozenset[str]] = {
    JOB: frozenset({"structure same", "structure near", "contact same", "url same", "text same"}),
    HOME: frozenset({"contact same", "url same", "text same"}),
    PLACE: frozenset({"structure same", "structure near", "contact same", "url same"}),
}
"""What tells an offer from the others like it in one place, however many they are."""
MOST_HOMES = 4.0
"""The most bits that homes like it in one town take away."""


def _crowd(family: str, parts: list[Part], crowd: int) -> Part:
    """What chance alone brings together: never more than what the crowd has in common gave."""
    shared = sum(part.bits for part in parts if part.key in {"title same", "trade same"})
    most = MOST_HOMES if family == HOME else shared
    what = "logements" if family == HOME else "offres"
    return Part("crowd", -min(log2(crowd / 2), most), f"{number(crowd)} {what} semblables ici")


def _apart(one: object, other: object) -> bool:
    return one is not None and other is not None and one != other


def _title(one: Traits, other: Traits) -> Iterator[Finding]:
    if not (one.words and other.words):
        return
    if one.words == other.words:
        yield "title same", "même titre"
        return
    a, b = " ".join(sorted(one.words)), " ".join(sorted(other.words))
    ratio = max(fuzz.ratio(a, b), fuzz.token_sort_ratio(one.title, other.title))
    if ratio >= 85:
        yield "title near", "titres voisins"
    elif ratio >= 60 or one.words <= other.words or other.words <= one.words:
        yield "title part", "titres en partie communs"
    else:
        yield "title other", "titres différents"


def _trade(one: Traits, other: Traits) -> Iterator[Finding]:
    if not (one.rome and other.rome):
        return
    if one.rome == other.rome:
        yield "trade same", f"même métier ({one.rome})"
    elif one.rome[:3] == other.rome[:3]:
        yield "trade near", f"métiers voisins ({one.rome}, {other.rome})"
    else:
        yield "trade other", f"métiers différents ({one.rome}, {other.rome})"


def _place(one: Traits, other: Traits) -> Iterator[Finding]:
    if one.insee and one.insee == other.insee:
        yield "place same", "même commune"
        return
    if None in {one.lat, one.lon, other.lat, other.lon}:
        return
    km = distance_km(one.spot, other.spot)
    said = f"à {number(round(km))} km" if km >= 1 else "au même endroit"
    keys = (("place near", 5), ("place beside", 20), ("place far", 1e9))
    yield next(key for key, most in keys if km <= most), said


def _structure(one: Traits, other: Traits) -> Iterator[Finding]:
    if not (one.structure and other.structure):
        return
    if one.structure == other.structure:
        yield "structure same", "même structure"
    elif _near_names(one.structure, other.structure):
        yield "structure near", "structures voisines"
    else:
        yield "structure other", "structures différentes"


def _near_names(one: str, other: str) -> bool:
    """« boulangerie martin » and « boulangerie martin autun », « dubois » and « duboys »."""
    ours, theirs = set(one.split()), set(other.split())
    left, right = " ".join(sorted(ours - theirs)), " ".join(sorted(theirs - ours))
    if left and right:  # « garage martin » is not « boulangerie martin »
        return fuzz.ratio(left, right) >= 75
    return min(len(one), len(other)) > 4


def _reached(one: Traits, other: Traits) -> Iterator[Finding]:
    if one.contact and one.contact == other.contact:
        yield "contact same", "même contact"
    if one.url and one.url == other.url:
        yield "url same", "même adresse web"


def _amount(one: Traits, other: Traits) -> Iterator[Finding]:
    """Rents compare with or without their charges: sources seldom say the same."""
    for what, ours, theirs in (
        ("loyer", one.rents, other.rents),
        ("prix", one.prices, other.prices),
    ):
        if not (ours and theirs):
            continue
        gap = min(abs(a - b) / max(a, b, 1) for a in ours for b in theirs)
        if gap <= 0.02:
            yield "amount same", f"même {what}"
        elif gap <= 0.06:
            yield "amount near", f"{what} voisin"
        else:
            yield "amount other", f"{what} différent"


def _size(one: Traits, other: Traits) -> Iterator[Finding]:
    if one.area and other.area:
        gap = abs(one.area - other.area)
        largest = max(one.area, other.area)
        if gap <= max(1, largest * 0.015):
            yield "area same", f"même surface ({number(one.area)} m²)"
        else:
            near = gap <= largest * 0.05
            yield ("area near", "surfaces voisines") if near else ("area other", "autre surface")
    if one.rooms and other.rooms:
        same = one.rooms == other.rooms
        yield (
            ("rooms same", "autant de pièces") if same else ("rooms other", "autant de pièces non")
        )
    if _apart(one.home, other.home):
        yield "home other", "autre type de logement"


def _pay(one: Traits, other: Traits) -> Iterator[Finding]:
    if not (one.pay and other.pay):
        return
    (low, high), (least, most) = one.pay, other.pay
    if max(abs(low - least) / max(low, 1), abs(high - most) / max(high, 1)) <= 0.02:
        yield "pay same", "même salaire"
    elif low <= most * 1.02 and least <= high * 1.02:
        yield "pay overlap", "salaires compatibles"
    else:
        yield "pay apart", "salaires différents"


def _terms(one: Traits, other: Traits) -> Iterator[Finding]:
    if one.contract and other.contract:
        same = one.contract == other.contract
        yield ("contract same", "même contrat") if same else ("contract other", "autre contrat")
    if _apart(one.time, other.time):
        yield "time other", "autre temps de travail"


def _text(one: Traits, other: Traits) -> Iterator[Finding]:
    if len(one.text) < 60 or len(other.text) < 60:
        return
    ratio = fuzz.ratio(one.text, other.text)
    if ratio >= 92:
        yield "text same", "même description"
    elif ratio >= 75:
        yield "text near", "descriptions voisines"


def _dates(one: Traits, other: Traits) -> Iterator[Finding]:
    if one.day is None or other.day is None:
        return
    gap = abs((one.day - other.day).days)
    if gap <= 21:
        yield "dates near", "publiées à quelques jours près" if gap else "publiées le même jour"
    elif gap > 60:
        key = "dates apart" if gap > 150 else "dates far"
        yield key, f"publiées à {number(gap)} jours d’écart"


def _source(one: Traits, other: Traits) -> Iterator[Finding]:
    if one.source and one.source == other.source and _apart(one.external, other.external):
        yield "source same", "deux références de la même source"


CRITERIA: tuple[Callable[[Traits, Traits], Iterator[Finding]], ...] = (
    _title, _trade, _place, _structure, _reached, _amount, _size, _pay, _terms, _text, _dates,
    _source,
)  # fmt: skip
"""Everything that is looked at, in the order in which it is told when it weighs the same."""
