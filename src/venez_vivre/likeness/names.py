"""How two first names, or two last names, agree."""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import combinations

from rapidfuzz.distance import OSA

from venez_vivre import NamedTuple
from venez_vivre.likeness.phonetics import sound
from venez_vivre.likeness.weights import Level
from venez_vivre.reference import read
from venez_vivre.texts import fold

_distance = OSA.distance

_PARTICLES = """
de du des d von van der den da do dos das di del della y e
"""
PARTICLES = frozenset(_PARTICLES.split())
"""Words that a last name gains or loses from one form to the next."""

ARTICLES = frozenset({"le", "la", "les", "l"})

_GLUED = """
el al ben bel ould saint sainte st ste mac mc o abou bou
"""
GLUED = ARTICLES | frozenset(_GLUED.split())
"""Words that are written with or without a space: « Le Goff », « Legoff »."""

_WIDESPREAD = """
martin bernard thomas petit robert richard durand dubois moreau laurent simon michel lefebvre
leroy roux david bertrand morel fournier girard bonnet dupont lambert fontaine rousseau vincent
muller lefevre faure andre mercier blanc guerin boyer garnier chevalier francois legrand
gauthier garcia perrin robin clement morin nicolas henry roussel mathieu gautier masson marchand
duval denis dumont marie lemaire noel meyer dufour meunier brun blanchard giraud joly riviere
lucas brunet gaillard barbier arnaud martinez gerard roche renard schmitt roy leroux colin vidal
caron picard roger fabre aubert lemoine renaud dumas lacroix olivier philippe bourgeois pierre
benoit rey leclerc payet rolland leclercq guillaume lecomte lopez jean dupuy guillot hubert
berger carpentier sanchez dupuis moulin louis deschamps huet vasseur perez boucher fleury royer
klein jacquet adam paris poirier marty aubry guyot carre charles renault charpentier menard
maillard baron bertin bailly herve schneider fernandez legall collet leger bouvier julien
prevost millet perrot daniel cousin germain breton besson langlois remy pelletier leveque
perrier leblanc barre lebrun marchal weber mallet hamon boulanger jacob monnier michaud
rodriguez guichard gillet etienne grondin poulain tessier chevallier collin chauvin boursier
camus delattre pires ferreira da silva nguyen diallo traore diop
"""
WIDESPREAD = frozenset(_WIDESPREAD.split())
"""The names of every town, one person in two hundred to one in two thousand."""


class Known(NamedTuple):
    """What the table knows of a first name: the lines it stands in, and who bears it."""

    lines: frozenset[int]
    sexes: str
    usual: str  # the fullest form


@cache
def borne() -> frozenset[str]:
    """Every first name that people are known to bear, folded: a slip does not lead to one."""
    return frozenset(fold(row["prenom"]) for row in read("prenoms")) | heads()


@cache
def heads() -> frozenset[str]:
    """The names that have a line of their own in the table."""
    return frozenset(fold(row["prenom"]) for row in read("prenoms_variantes"))


@cache
def table() -> dict[str, Known]:
    """What is known of each folded first name."""
    lines: dict[str, set[int]] = {}
    sexes: dict[str, str] = {}
    usual: dict[str, str] = {}
    for number, row in enumerate(read("prenoms_variantes")):
        head = fold(row["prenom"])
        for spelling in (head, *map(fold, filter(None, row["variantes"].split("|")))):
            lines.setdefault(spelling, set()).add(number)
            sexes[spelling] = sexes.get(spelling, "") + row["sexe"]
            usual.setdefault(spelling, head)
    return {one: Known(frozenset(lines[one]), sexes[one], usual[one]) for one in lines}


def usual(first: str) -> str:
    """The full form of a nickname or a spelling (`fred` -> `frederic`), else the first word."""
    names = table()
    head = first.partition(" ")[0]
    found = names.get(first) or names.get(head)
    return found.usual if found else head


def family_word(first: str) -> bool:
    """Whether what stands for a first name can only be a last name: « Fournier »."""
    return first in WIDESPREAD and first not in table()


def linked(firsts: list[str]) -> set[tuple[int, int]]:
    """The places of first names that a line of the table holds together, the smaller one first."""
    names = table()
    lines: dict[int, list[int]] = {}
    for place, first in enumerate(firsts):
        for line in names[first].lines if first in names else ():
            lines.setdefault(line, []).append(place)
    return {pair for places in lines.values() for pair in combinations(places, 2)}


def main_part(last: str) -> str:
    """The part of a last name that its shortened forms keep: `de la tour martin` -> `latour`."""
    words = last.split()
    while len(words) > 1 and words[0] in PARTICLES:
        del words[0]
    if len(words) > 1 and (words[0] in GLUED):
        return words[0] + words[1]
    return words[0] if words else ""


# --- first names ----------------------------------------------------------------------------


@lru_cache(maxsize=1 << 16)
def first_names(one: str, other: str) -> Level:
    """How two folded first names agree, whichever comes first."""
    if not one or not other:
        return Level.UNKNOWN if one or other else Level.ABSENT
    if one == other or one.replace(" ", "") == other.replace(" ", ""):
        known = one in table() or other in table()
        return Level.COMMON if known else Level.SAME
    if len(one) > len(other) or (len(one) == len(other) and one > other):
        one, other = other, one
    if " " in one or " " in other:
        return _compound(one, other)
    return _single(one, other)


def _single(one: str, other: str) -> Level:
    names = table()
    left, right = names.get(one), names.get(other)
    if left and right:
        return _of_the_table(left, right, one, other)
    if len(one) <= 2:  # an initial, or two: « J. », « Ph. »
        return Level.SHORT if other.startswith(one) else Level.DIFFERENT
    if not slip(one, other) and not (len(one) > 3 and sound(one) == sound(other)):
        return Level.DIFFERENT
    if {one, other} <= borne() or _feminine(one, other):
        return Level.CLOSE  # « Emma » and « Emmy », « Gabriel » and « Gabriela »
    # Who mistypes a name hardly ever begins by it: « Nayan » may be the brother of « Rayan ».
    return Level.TYPO if (left or right) and one[0] == other[0] else Level.UNSURE


def _of_the_table(left: Known, right: Known, one: str, other: str) -> Level:
    if not left.lines.isdisjoint(right.lines):
        two = {one, other} <= heads() and sound(one) != sound(other)
        doubtful = two or for_both(left) or for_both(right)
        return Level.SHORT if doubtful else Level.VARIANT
    near = _may_be_one(left.sexes, right.sexes) and _distance(one, other, score_cutoff=1) == 1
    return Level.CLOSE if near else Level.DIFFERENT


def for_both(known: Known) -> bool:
    """« Alex » is Alexandre or Alexandra, « Fred » Frédéric or Frédérique."""
    return len(known.lines) > 1 and len(set(known.sexes)) > 1


ENDINGS = frozenset({"e", "a", "o", "i", "y", "ne", "le", "se", "te"})
"""What a first name gains for somebody of the other sex."""
_VOWELS = frozenset("aeiouy")


def _feminine(one: str, other: str) -> bool:
    """Whether one is the other for somebody of the other sex: an ending more, or another vowel."""
    if other.startswith(one) and other[len(one) :] in ENDINGS:
        return True
    return one[:-1] == other[:-1] and {one[-1], other[-1]} <= _VOWELS


def _may_be_one(sexes: str, others: str) -> bool:
    return "x" in sexes + others or not set(sexes).isdisjoint(others)


def _compound(one: str, other: str) -> Level:
    """At least one of them is made of several words; `one` is the shorter text."""
    names = table()
    left, right = names.get(one), names.get(other)
    if left and right and not left.lines.isdisjoint(right.lines):
        return Level.VARIANT  # « JP », « Marianne »
    words, others = one.split(), other.split()
    if _initials(words, others) or _initials(others, words):
        return Level.VARIANT
    if len(words) == len(others):
        return _word_by_word(words, others)
    if slip(one.replace(" ", ""), other.replace(" ", "")):
        return Level.TYPO
    few, many = sorted((words, others), key=len)
    return _shortened(few, many)


def _initials(words: list[str], others: list[str]) -> bool:
    """« J P », « JP » or « J-Philippe » for « Jean-Philippe »."""
    if len(words) == 1 and 1 < len(others) == len(words[0]):
        words = list(words[0])
    if len(words) != len(others) or len(words) < 2 or not any(len(word) == 1 for word in words):
        return False
    return all(
        word == full or (len(word) == 1 and full.startswith(word))
        for word, full in zip(words, others, strict=True)
    )


_WORST_FIRST = (
    Level.DIFFERENT,
    Level.CLOSE,
    Level.UNSURE,
    Level.SHORT,
    Level.TYPO,
    Level.VARIANT,
)


def _word_by_word(words: list[str], others: list[str]) -> Level:
    levels = {_word(word, full) for word, full in zip(words, others, strict=True)}
    return next((worst for worst in _WORST_FIRST if worst in levels), Level.COMMON)


def _word(word: str, other: str) -> Level:
    return Level.COMMON if word == other else _single(*sorted((word, other), key=len))


def _shortened(few: list[str], many: list[str]) -> Level:
    """« Jean-Philippe » called « Jean », or « Philippe » when that is a name for the same sex."""
    good = {Level.COMMON, Level.VARIANT, Level.SHORT, Level.TYPO, Level.UNSURE}
    size = len(few)
    if all(_word(a, b) in good for a, b in zip(few, many, strict=False)):
        return Level.PART
    if not all(_word(a, b) in good for a, b in zip(few, many[-size:], strict=True)):
        return Level.DIFFERENT
    names = table()
    short, full = names.get(" ".join(few)), names.get(" ".join(many)) or names.get(many[0])
    if short and full and not _may_be_one(short.sexes, full.sexes):
        return Level.DIFFERENT  # Marie is not Jean-Marie
    return Level.PART


# --- last names -----------------------------------------------------------------------------


@lru_cache(maxsize=1 << 16)
def last_names(one: str, other: str) -> Level:
    """How two folded last names agree, whichever comes first."""
    if not one or not other:
        return Level.UNKNOWN if one or other else Level.ABSENT
    if one == other:
        return Level.COMMON if one in WIDESPREAD else Level.SAME
    if " " in one or " " in other:
        return _several_words(one, other)
    if one in WIDESPREAD and other in WIDESPREAD:
        return Level.DIFFERENT
    return Level.TYPO if _mistyped(one, other) else Level.DIFFERENT


def _several_words(one: str, other: str) -> Level:
    if not forms(one).isdisjoint(forms(other)):
        return Level.SAME
    few, many = sorted((_parts(one), _parts(other)), key=len)
    if _covered(few, many) and (len(few) < len(many) or _covered(many, few)):
        return Level.PART if len(few) < len(many) else Level.TYPO
    squashed = one.replace(" ", ""), other.replace(" ", "")
    return Level.TYPO if _mistyped(*squashed) else Level.DIFFERENT


def _covered(words: list[str], others: list[str]) -> bool:
    """Whether each word is one of the others, but for a slip."""
    return all(any(word == one or _mistyped(word, one) for one in others) for word in words)


def _mistyped(one: str, other: str) -> bool:
    if one in WIDESPREAD and other in WIDESPREAD:
        return False
    return slip(one, other) or (min(len(one), len(other)) > 3 and sound(one) == sound(other))


def forms(last: str) -> set[str]:
    """A last name without its spaces, with its particles, without them."""
    words = last.split()
    bare = [word for word in words if word not in PARTICLES] or words
    core = [word for word in bare if word not in ARTICLES] or bare
    return {"".join(words), "".join(bare), "".join(core)}


def _parts(last: str) -> list[str]:
    """The names that a double name is made of."""
    parts: list[str] = []
    glue = ""
    for word in last.split():
        if word in GLUED:
            glue += word
        elif word not in PARTICLES:
            parts.append(glue + word)
            glue = ""
    return parts or [last]


# --- slips ----------------------------------------------------------------------------------


def slip(one: str, other: str) -> bool:
    """Whether one is the other with a letter too many, too few, wrong, or two that changed places.

    Two such slips from eight letters on; none below three.
    """
    shortest = min(len(one), len(other))
    allowed = 2 if shortest >= 8 else 1
    return shortest >= 3 and _distance(one, other, score_cutoff=allowed) <= allowed
