"""Levels of school that a family asks for or that an offer has."""

from __future__ import annotations

from functools import lru_cache

from venez_vivre.texts import Pattern, fold
from venez_vivre.themes.wording import LONGEST

LEVELS = ("maternelle", "elementaire", "college", "lycee", "lycee_pro")
"""The answers of `school_levels`, from the youngest."""

_PRO = (
    r"lycees?(?: (?:general|technologique|d enseignement|et"
    r"|des metiers))* (?:pro(?:f?essionnels?)?|agricoles?"
    r"|viticoles?|hotelier|forestier|horticole|des metiers)|lep\b|lpa?\b|legta|bacs? pro\w*"
    r"|(?:en|un|preparer un|prepare un) cap\b(?! (?:sur|vers))|mfr"
    r"|maisons? familiales?(?: rurales?)?"
    r"|(?:filiere|voie|seconde|premiere|terminale) (?:pro(?:f?essionnelle)?)|2nde pro\w*"
)
_GRADE = r"(?:(?:6|5|4|3) ?(?:e|eme|emes|es)|sixiemes?|cinquiemes?|quatriemes?|troisiemes?)"
_CLASS = (
    r"(?:(?:en|la|sa|leur|classes? de|niveaux?|eleves? de|eleve en|rentree (?:en|de)|entree en"
    r"|fin de|au college en|passage en)(?: classe de)?)"
)
_OTHER = (
    r"(?! (?:arrondissements?|etages?|enfants?|ages?|semaines?|mois|jours?|fois|tours?|annees?|rang"
    r"|visite|position|main|generation|maternite|grossesse|partie|fille|fils|ville|region))"
)
_SAID: dict[str, str] = {
    "maternelle": r"(?<!assistante )(?<!assistantes )(?<!langue )maternelles?(?! et infantile)"
    r"|toutes? petites? sections?"
    r"|(?:petite|moyenne|grande) sections?|(?:en|de|la) (?:tps|ps|ms|gs)|tps|cycle 1"
    r"|jardin d enfants"
    r"|(?:ecoles?|groupes?) (?:maternelles? et )?primaires?|groupes? scolaires?|rpi"
    r"|ps ms(?: gs)?|ms gs",
    "elementaire": r"elementaires?|(?:ecoles?|groupes?) (?:maternelles? et )?primaires?"
    r"|groupes? scolaires?|primaires?|rpi|cp|ce ?[12]|cm ?[12]|cycles? [23]|cours (?:preparatoire"
    r"|elementaire|moyen)",
    "college": rf"colleges?(?! (?:des|de) (?:medecins|directeurs|experts))|collegien(?:ne)?s?"
    rf"|cycles? [34]|{_CLASS} {_GRADE}{_OTHER}|{_GRADE} (?:a|et|ou) {_GRADE}{_OTHER}|segpa"
    r"|brevet des colleges",
    "lycee": rf"lycees?(?! (?:pro|agri|viti|hotel|forest|horti|des metiers))|lyceen(?:ne)?s?"
    rf"|terminales?"
    rf"|(?:{_CLASS}|de) (?:seconde|2nde|2de|premiere|1e?re|tle)(?! (?:pro|main|annee|fois|visite"
    rf"|etape))"
    r"|seconde generale|premiere generale|2nde(?! pro)"
    r"|bacs? (?:general|techno(?:logique)?|s|es|l|stmg|sti2d)|lgt",
    "lycee_pro": _PRO,
}
_NAMES = {
    "maternelle": "tps ps ms gs maternelle maternelles",
    "elementaire": "cp ce1 ce2 cm1 cm2 elementaire",
    "college": "6e 5e 4e 3e 6eme 5eme 4eme 3eme 6es 5es 4es 3es college sixieme cinquieme quatrieme"
    " troisieme",
    "lycee": "seconde 2nde 2de premiere 1re 1ere terminale tle lycee",
}
_CLASSES = {name: level for level, names in _NAMES.items() for name in names.split()}
_JOINTS = frozenset(fold("et a ou puis en au classe classes de la nos mon notre enfants").split())
_READ = {level: Pattern(rf"(?<!\w)(?:{said})(?!\w)") for level, said in _SAID.items()}
_IN_PRIMARY = Pattern(r"\b(?:en|au|le|du|entre en|passe en) primaires?\b")
_ALONE = Pattern(r"\bprimaires?\b(?<!en primaire)(?<!au primaire)(?<!du primaire)(?<!le primaire)")
_BOTH = Pattern(r"\blycees? (?:polyvalents?|(?:\w+ ){1,2}et (?:\w+ )?professionnels?)\b")
_CITY = Pattern(r"\bcites? scolaires?\b")
_RANGE = Pattern(
    r"\b(?:de|depuis) (?:la |l )?(?P<low>\w+)"
    r" (?:a|au|aux|jusqu (?:a|au|en)) (?:la |l )?(?P<high>\w+)"
)
_BOARDING = Pattern(r"\binternat|\binterne\b(?= en | au |$)")
_ITEMS = Pattern(r"[|,;/.!?:()\n\r]")
_NONE: frozenset[str] = frozenset()


def school_levels(text: str | None) -> frozenset[str]:
    """The levels of `LEVELS` that a text names, by school, class, cycle or grade.

    « École primaire » has maternelle and elementaire, a child « en primaire » only the latter;
    « internat » alone is a lycée. Never raises.
    """
    return _levels(text[:LONGEST]) if text else _NONE


@lru_cache(maxsize=1 << 13)
def _levels(text: str) -> frozenset[str]:
    found = _NONE.union(*(_of_item(fold(item)) for item in _ITEMS.split(text)))
    if not found and _BOARDING.search(fold(text)):
        return frozenset({"lycee"})
    return found


def _of_item(said: str) -> frozenset[str]:
    words = [word for word in said.split() if word not in _JOINTS]
    if words and words != ["ps"] and all(word in _CLASSES for word in words):
        return _span(said) | frozenset(_CLASSES[word] for word in words)
    found = set(_span(said))
    found |= {level for level, pattern in _READ.items() if pattern.search(said)}
    if _ALONE.search(said) and not _IN_PRIMARY.search(said):
        found.add("maternelle")
    if _CITY.search(said):
        found |= {"college", "lycee"}
    if _BOTH.search(said):
        found |= {"lycee", "lycee_pro"}
    return frozenset(found)


def _span(said: str) -> frozenset[str]:
    """The levels from one to another: « de la maternelle au lycée »."""
    span = _RANGE.search(said)
    if not span or not {span["low"], span["high"]} <= _CLASSES.keys():
        return _NONE
    low, high = (LEVELS.index(_CLASSES[span[end]]) for end in ("low", "high"))
    return frozenset(LEVELS[low : high + 1])
