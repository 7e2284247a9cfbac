"""The size of town that people wish to live in, as they tell it in a project."""

from __future__ import annotations

from functools import lru_cache

from venez_vivre.texts import Pattern, fold
from venez_vivre.themes.wording import LONGEST

TOWN_SIZES = ("village", "petite_ville", "ville")
"""The answers of `town_size`, from the smallest."""

_TOWN = (
    r"(?:(?:tres )?(?:grande?s?|grosses?|petites?|moyennes?) )?"
    r"(?:villes?(?: moyennes?)?|agglomerations?|metropoles?|villages?|campagne|hameaux?|bourgs?)"
)
_GAP = r"(?: (?!mais\b|pour\b|et\b|ou\b|avec\b|vivre\b|habiter\b)\w+){0,3}?"
_ASIDE = Pattern(
    r"\bcampagnes? (?:de |d )?(?:communication|pub\w*|recrutement|vaccination|information)\b"
    r"|\b(?:campagne|ville|village) (?:electorale?|natale?|vacances)\b|\bvillage vacances\b"
    rf"|\b(?:quitter|quitte|quittons|fuir|fuyons|fui|sortir|partir|eloigner|loin|hors|marre"
    rf"|lasse?s?"
    rf"|stress|bruit|saturee?s?|fatigue(?:e|s|es)?|contrairement a|originaires?|viens|venons|ne|nee"
    rf"|grandi|enfance|jeunesse){_GAP} {_TOWN}\b"
    r"|\b(?:j habite|nous habitons|on habite|habite|habitons|je vis|nous vivons|on vit|vivons"
    r"|vivant|habitant|actuellement|aujourd hui|residons|reside|travaille|travaillons)"
    rf"{_GAP} (?:en |au )?(?:plein )?(?:centre )?{_TOWN}\b"
    rf"|\b(?:pas|plus|jamais|ni|sans)(?: \w+){{0,4}}? (?:en|dans|a|au|une|un|de|d|la|trop)"
    rf"{_GAP} (?:centre )?{_TOWN}\b"
    r"|\b(?:proches?|pres|proximite|alentours?|autour|abords?|portee|acces(?:sible)?|peripherie"
    r"|minutes?|min|mn|km|kilometres?|heures?|h|entre|relie\w*|non loin|isole\w*|dessert\w*)"
    rf"(?: (?:a|au|aux|de|d|du|des|la|le|l|une|un|toute|depuis|en)){{0,4}} {_TOWN}\b(?! centre)"
    rf"|\b(?:(?:la|les) {_TOWN}|grandes? villes?)(?: (?:pas|plutot|assez|tout|toute|trop|tres))*"
    r" (?:loin|proches?|voisines?|accessibles?|a (?:proximite|cote|moins|\d+))\b(?! (?:de|d|du)\b)"
    r"|\b(?:quelles?|cette|votre|vos|ma|notre|leur|la|nom de|services de) villes?\b"
    r"|\b(?:mon|notre|ce|quel|quels|votre) villages?\b"
    r"|\bhotels? de ville\b"
)
"""Towns and villages that are near, left, lived in today or refused: no wish to live there."""

_CLAUSES = Pattern(r"[.,;:!?()|\n\r]")
_SIZES = {
    "petite_ville": (
        r"petites? (?:ville|cite|agglomeration|sous prefecture)s?|(?:gros|grand) (?:bourg"
        r"|village)s?"
        r"|bourgs? centres?|centres? bourgs?|petite prefecture|ville(?: \w+)? pas trop grande"
        r"|chefs? lieux? de canton|sous prefecture|bourgades?|bourgs?"
    ),
    "ville": (
        r"(?:grandes?|grosses?) (?:ville|agglomeration|metropole)s?|villes? moyennes?"
        r"|(?:moyenne|belle)s? villes?|villes? de taille (?:moyenne|humaine|intermediaire)"
        r"|villes? a taille humaine|centres? villes?|hyper centre|en (?:pleine )?ville"
        r"|coeur de (?:la )?ville|dans une (?:vraie )?ville|vie (?:citadine|urbaine)"
        r"|milieu urbain|quartier anime|metropoles?|dans une agglomeration|citadine?s?|une ville"
        r"|^villes?$|maison de ville"
        r"|villes?(?= ou (?:(?:a|la|un|une|en|le) )*(?:petite |gros |campagne|village|bourg))"
        r"|(?<=campagne ou )villes?|(?<=village ou )villes?"
    ),
    "village": (
        r"(?:petits? |joli |beau )?villages?|hameaux?|campagnes?|ruralite|(?:milieu|zone|coin"
        r"|espace"
        r"|monde|territoire|vie) (?:rurale?|campagnarde?)|petites? communes?|communes? rurales?"
        r"|petits? bourgs?|au vert"
        r"|corps de ferme|fermette|pleine nature|maison isolee"
    ),
}
_WISH = Pattern(
    r"\b(?:" + "|".join(f"(?P<{size}>{said})" for size, said in _SIZES.items()) + r")\b"
)


def town_size(text: str | None) -> str | None:
    """The size that a project wishes: `village`, `petite_ville` or `ville`.

    None when it is unsaid, or when several are said. A town that is left, refused, lived in today
    or only near (« pas trop loin d’une grande ville ») is no wish. Never raises.
    """
    return _town_size(text[:LONGEST]) if text else None


@lru_cache(maxsize=1 << 13)
def _town_size(text: str) -> str | None:
    clauses = [fold(clause) for clause in _CLAUSES.split(text)]
    if not any(map(_WISH.search, clauses)):  # to compile what sets wishes aside takes 6 ms
        return None
    clauses = [_ASIDE.sub(" . ", clause) for clause in clauses]
    sizes = {match.lastgroup for clause in clauses for match in _WISH.finditer(clause)}
    return sizes.pop() if len(sizes) == 1 else None
