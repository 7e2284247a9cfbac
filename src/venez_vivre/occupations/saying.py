"""What somebody wrote in a cell, ready to be looked up: no employer, no contract, no status."""

from __future__ import annotations

from venez_vivre.occupations.wording import spell
from venez_vivre.texts import Pattern, fold

# « infirmier·ère », « vendeur/se », « technicien(ne) », « agent-e » : the second ending goes.
_ENDING = Pattern(
    r"(?<=[^\W\d_])[(/.·•‧∙⋅‐‑–-] ?"
    r"(?:e|es|s|ne|nes|ère|ere|ères|ière|iere|se|ses|euse|euses|sse|esse|rice|trice|trices|ice"
    r"|fe|fes|ve|ves|te|tes|le|les|lle|elle|onne|ienne|enne|x)\b\)?(?:[.·•]s\b)?"
)
_GENDERS = Pattern(r"[(\[]? ?\b[hfmx] ?[/-] ?[hfmx](?: ?[/-] ?[hfmxd])?\b ?[)\]]?")
_DOTTED = Pattern(r"\b(?:[a-z]\.){2,}[a-z]?(?![a-z])")
_BREAK = Pattern(r"[;,|\n\r\t•+]|\s[/–—-]\s|/(?=[^\W\d_]{4})|(?<=\w{5})\.\s")
_ASIDE = Pattern(r"\([^)]*\)?|\[[^\]]*\]?")

_STUDY = (
    "etudiante?s?|lyceen(?:ne)?s?|collegien(?:ne)?s?|ecolier|ecoliere|eleves?|doctorante?"
    "|universitaire|thesarde?"
)
_IDLE = Pattern(
    r"\bretraitees?\b"
    r"|^(?:jeune |pre |je suis |actuellement )*retraites?\b"
    r"|\b(?:a la|en|pre|ma) (?:pre )?retraite\b|(?<!de )(?<!caisse )\bretraite$"
    rf"|^(?:je suis |actuellement |jeune )*(?:en )?(?:{_STUDY})\b|\betudiante?s?$"
    r"|\b(?:mere|pere|maman|papa|femme|homme|parent|epouse)s? (?:au|de) foyer\b"
    r"|^(?:je suis |actuellement )?(?:en )?formation\b"
    r"|^(?:femme|homme|mari|epouse|epoux|conjointe?|compagne|compagnon|fille|fils|veuve) (?:de|d)\b"
    r"|\bbenevol(?:e|at)\b|\bsans profession\b|\binapte\b"
)
"""A state that says there is no occupation, whatever else is written."""

_TURN = Pattern(
    r"\breconversion(?: professionnelle)?"
    r"(?: (?:vers|dans|en|comme|pour(?: devenir| etre)?|au metier de)(?= )(?P<new>.*))?"
)
_WANTED = Pattern(
    r"^(?:je |nous )?(?:re)?cherch(?:e|ons|ant|er)\b"
    r"|\b(?:en|a la) recherche\b(?: active)?"
    r"|^(?:en )?recherches? (?=(?:de |d |un |une |poste|emploi|travail|job|place|mission))"
    r"|\b(?:je |j )?(?:souhaite(?:rais)?|aimerais?|voudrais?|veux|desire)(?: (?:devenir|etre"
    r"|travailler|exercer|trouver))?\b"
    r"|\b(?:je suis|je travaille|travaille|je fais|actuellement)\b"
)
_STATE = Pattern(
    r"\b(?:sans (?:emploi|activite(?: professionnelle)?|travail)|(?:au|en) chomage|chomeu(?:r|se)s?"
    r"|demandeu(?:r|se)s? d emploi|inscrite? (?:a|au) \w+ \w+"
    r"|(?:en )?conge (?:parental|maternite|maladie|sabbatique|de maternite)|en disponibilite"
    r"|en arret(?: de travail| maladie)?|(?:en )?invalidite|rqth|ne travaille pas|inactive?"
    r"|depuis \w+(?: ans?| mois)?|pendant \w+ ans?"
    r"|\d+ ?%|\d+ ?h(?:eures?)?|[23] ?x ?8|\d+ ans?|plus de \d+ ans?)\b"
)
_PAST = Pattern(r"^(?:anciens?|anciennes?|ex|avant|auparavant|precedemment|jadis)\b")
_EMPLOYER = Pattern(r"\bchez .*")


def parts(text: str) -> tuple[str, tuple[str, ...]] | None:
    """The whole cell folded and, if it says several things, each of them; None for no occupation.

    Nothing that a dictionary would need is taken away from the whole; a part that tells of the
    past (« ancien boulanger ») is left out.
    """
    raw = _neutral(text)
    whole = fold(raw)
    if "retraité" in raw or _IDLE.search(whole):
        return None
    turn = _TURN.search(whole)
    if turn:
        return _plain(turn["new"]) if turn["new"] else None
    several = [fold(piece) for piece in _BREAK.split(_ASIDE.sub(",", raw))]
    kept = tuple(p for p in map(_tidy, several) if p and not _PAST.match(p))
    if any(_PAST.match(piece) for piece in several):
        return (kept[0], kept) if kept else None
    return _tidy(whole), kept


def _plain(folded: str) -> tuple[str, tuple[str, ...]]:
    tidy = _tidy(folded)
    return tidy, (tidy,)


def _tidy(folded: str) -> str:
    """Without what is wanted, since when, how much of the time."""
    if folded.isalpha() and " " not in folded:
        return folded
    return " ".join(_STATE.sub(" ", _WANTED.sub(" ", folded)).split())


def without_employer(folded: str) -> str:
    """The text without what follows « chez »."""
    return str(_EMPLOYER.sub("", folded)).strip()


def without_endings(text: str) -> str:
    """The text folded, without the endings of inclusive writing and without « H/F »."""
    return fold(_neutral(text))


def _neutral(text: str) -> str:
    """In small letters, dots of acronyms, second endings and « H/F » taken away."""
    raw = spell(text)
    if "." in raw:
        raw = _DOTTED.sub(lambda match: match[0].replace(".", ""), raw)
    return str(_GENDERS.sub(" ", _ENDING.sub("", raw)))
