"""Working time and experience, as advertisements and candidates write them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from venez_vivre.texts import Pattern, fold
from venez_vivre.themes.wording import LONGEST

# --- working time ---------------------------------------------------------------------------

_REMOTE = Pattern(
    r"(?:teletravail\w*|distance|remote|distanciel)[ :(]*(?:(?:a|de) )?\d{2,3} ?%"
    r"|\d{2,3} ?% ?(?:de |en |du |des |full |a |d['’])*(?:teletravail|remote|distan|presentiel)\w*"
)
_SHARE = Pattern(
    r"(?:(?:\ba|\bun|\bentre \d\d ?%? et|postes?|temps|contrat|cdi|cdd|travail\w*"
    r"|quotite|etp|[(:|/])\W{0,3}"
    r"(?:\bde |\bd['’])?|^\W*)(\d{2,3}) ?%(?!\W*(?:des|du|de (?!l[ae']? ?temps|temps|poste))\b)"
)
_FTE = Pattern(r"(?<![\d,.])([01](?:[.,]\d{1,2})?) ?etp\b")
_HOURS = Pattern(
    r"\b(\d{1,2}) ?(?:h|heures?)(?:\d\d)? ?(?:(?:par|/|la|de travail par) ?sem\w*\.?|hebdo\w*)"
)
_BARE_HOURS = Pattern(r"\W*(\d{1,2}) ?h(?:eures?|\d\d)?\W*")
_FULL_HOURS = Pattern(r"\b(?:35|37|38|39) ?(?:h\b|heures?)")
_PLAIN = str.maketrans({"\u202f": " ", "\xa0": " ", "é": "e", "à": "a"})
_REFUSED = Pattern(
    r"\b(?:pas|plus|sans|ni)(?: \w+){0,2} (?:temps (?:partiel|plein|complet)|mi temps"
    r"|plein temps)\b"
)
_LESS = Pattern(
    r"\b(?:mi temps|(?:temps|tps) (?:part\b|partiels?|non complet|reduit|incomplet)|demi temps"
    r"|tiers temps|part time|parttime|quart temps|deux tiers temps|trois quarts? temps"
    r"|[1-4] [45] ?e(?:me)?s?\b(?: (?:de )?temps)?|3 4 (?:de )?temps"
    r"|temps (?:plein|complet) ou (?P<both>partiel))\b"
)
_FULL = Pattern(
    r"\b(?:(?:temps|tps) (?:pleins?|complets?)|pleins? temps|full time|fulltime"
    r"|temps partiel ou (?:plein|complet))\b"
)


_TIMES = ("temps", "tps", "time")
"""What tells of part time without a figure has one of these words."""


def part_time(text: str | None) -> bool | None:
    """Whether a text tells of part time: « mi-temps », « 80 % », « 24 h/semaine ».

    False for full time, None when nothing is said, or both. A share of remote work is not
    working time. Never raises.
    """
    return _part_time(text[:LONGEST]) if text else None


@lru_cache(maxsize=1 << 13)
def _part_time(text: str) -> bool | None:
    raw = text.lower().translate(_PLAIN)
    folded = fold(raw)
    if not (any(map(str.isdecimal, raw + folded)) or any(word in folded for word in _TIMES)):
        return None  # to compile the eight patterns takes 3 ms
    raw = _REMOTE.sub(" ", raw)
    shares = _shares(raw)
    folded = _REFUSED.sub(" ", fold(raw))
    less = bool(_LESS.search(folded)) or any(10 <= share < 100 for share in shares)
    full = bool(_FULL.search(folded)) or 100 in shares or bool(_FULL_HOURS.search(raw))
    return None if less == full else less


def _shares(raw: str) -> set[int]:
    """The shares of full time in percent; weekly hours are worth 100, or 50 under 35 hours."""
    shares = {int(share) for share in _SHARE.findall(raw)}
    shares |= {round(100 * float(share.replace(",", "."))) for share in _FTE.findall(raw)}
    hours = [*_HOURS.findall(raw), *_bare_hours(raw)]
    return shares | {100 if int(one) >= 35 else 50 for one in hours if 5 <= int(one) <= 48}


def _bare_hours(raw: str) -> list[str]:
    alone = _BARE_HOURS.fullmatch(raw)
    return [alone[1]] if alone else []


# --- experience -----------------------------------------------------------------------------

MOST = 30
"""Years of experience beyond which a number is no demand."""
LONGEST_ADVERTISEMENT = 20_000
"""Characters of an advertisement that are read."""
_WORDS = "zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze"
_NUMBERS = {word: rank for rank, word in enumerate(_WORDS.split())} | {"une": 1, "vingt": 20}
_COUNT = r"(?:\d{1,2}|" + "|".join(_NUMBERS) + r")\b"
_N = rf"\b(?P<n>{_COUNT})"
_SPAN = rf"(?: (?:(?:a|ou|et|et ou|voire) )?{_COUNT})?"
_YEARS = r" (?:an(?:nee)?s?|mois)\b"
_UNIT = r" (?P<unit>an(?:nee)?s?|mois)\b"
_SENTENCES = Pattern(
    r"(?<![Ee]xp)\.(?!\d)|[;!?•·\n\r|](?!\d)|,(?=\s*(?:cdd|cdi|contrat|mission|poste)\b)|\s[–—-]\s"
)
_DIGITS = Pattern(r"(\d)(ans?|mois)\b")
_NONE_ASKED = Pattern(
    r"\bdebutante?s?(?: es?)?(?: \w+){0,2}? (?:accepte|bienvenu|admis|possible|motive)"
    r"|\b(?:juniors?|jeunes? diplomee?s?)(?: \w+)? (?:accepte|bienvenu|admis)"
    r"|\bdebutante?s?(?: es?)? ou (?:\w+ ){0,2}(?:confirme|experimente)"
    r"|\b(?:ouvert|accessible|convient|adapte)\w* (?:a tous |aux? |a des? )?(?:\w+ )?debutant"
    r"|\b(?:sans|aucune|pas d|pas besoin d) experiences?\b"
    r"|\bexperience(?: \w+){0,2} (?:non|pas|n est pas|nullement) "
    r"(?:exigee|requise|necessaire|obligatoire|demandee|indispensable|imperative)"
    r"|\b(?:avec ou sans|peu importe l|quelle que soit (?:l|votre)) experience|^debutante?s?$"
)
_REFUSES = Pattern(r"\bdebutante?s?(?: \w+)? (?:non|pas|s abstenir)\b")
_FIRST = Pattern(r"\bpremieres? experiences?\b|\b1(?:e|re|ere) experience\b")
_STOP = r"(?!(?:enfants?|ages?|agee?s?|cdd|contrat|mission|duree|periode|essai|diplome)\b)"
_AFTER = Pattern(
    rf"\b(?:experiences?|exp|xp)\b(?: {_STOP}(?!{_COUNT}{_SPAN}{_YEARS})\w+){{0,9}}"
    rf" {_N}{_SPAN}{_UNIT}"
)
_BEFORE = Pattern(
    rf"{_N}{_SPAN}{_UNIT}(?: s\b)?(?: {_STOP}(?!plus\b)\w+){{0,3}}? "
    r"(?:experiences?|anciennete|pratique|xp)\b"
)
_NOT_ASKED = Pattern(
    r"\b(?:cdd|contrat|mission|duree|stage|alternance|periode|interim)(?: \w+){0,3} $"
    r"|\b(?:enfants?|ages?|agee?s?)(?: \w+){0,2} $"
    r"|\b(?:fort\w* de|riche de|depuis|nos|ses|notre|entreprise|societe|groupe|leader|expertise"
    r"|cabinet)\b(?: (?!(?:re)?cherch|recrut|exig|demand|souhait)\w+){0,9} $"
)


def experience_asked(description: str | None) -> int | None:
    """Years of experience that an advertisement asks, months rounded up; 0 if beginners may apply.

    Of a range the smaller number, of several demands the first. None when none is said; the years
    that an employer boasts of are not asked. Never raises.
    """
    return _asked(description[:LONGEST_ADVERTISEMENT]) if description else None


@lru_cache(maxsize=1 << 12)
def _asked(text: str) -> int | None:
    sentences = [_DIGITS.sub(r"\1 \2", fold(part)) for part in _SENTENCES.split(text)]
    if any(_NONE_ASKED.search(one) and not _REFUSES.search(one) for one in sentences):
        return 0
    asked = [years for one in sentences if (years := _years(one)) is not None]
    if asked:
        return asked[0]
    return 1 if any(_FIRST.search(one) for one in sentences) else None


def _years(sentence: str) -> int | None:
    for pattern in (_AFTER, _BEFORE):
        found = pattern.search(sentence)
        if found and not _NOT_ASKED.search(sentence[: found.start()]):
            return _in_years(found)
    return None


def _in_years(found: Any) -> int | None:
    said = found["n"]
    count = _NUMBERS[said] if said in _NUMBERS else int(said)
    years = -(-count // 12) if found["unit"] == "mois" else count
    return years if years <= MOST else None
