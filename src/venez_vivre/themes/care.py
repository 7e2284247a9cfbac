"""Care that a household needs and care that an offer gives, under the same codes."""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import pairwise

from venez_vivre import reference
from venez_vivre.texts import Pattern, fold
from venez_vivre.themes.wording import LONGEST, Phrases, words

_CLAUSES = Pattern(
    r"[.;!?:\n\r,()«»|]|\s[–—-]\s"
    r"|\s(?=(?:et|mais|car|puis)\s+(?:aussi\s+)?(?:j|je|il|elle|on|nous|mon|ma|mes|notre|nos"
    r"|un suivi|besoin)\b)"
    r"|\s(?:mais|car|donc)\s"
)
_OF_OTHERS = Pattern(
    r"\b(?:je|elle|il|j|nous|conjointe?|mari|femme|epou(?:x|se)|compagnon|compagne|etant|moi)"
    r" (?:(?:suis|est|sommes|etais|etait) )(?!suivie?s?\b|atteinte?s?\b|enceinte|en \w+ de\b|a la\b"
    r"|en fauteuil|en ald|en situation|en dialyse|en affection|en attente|diabeti|handicap|sous\b"
    r"|malade|dialyse|epilep|asthma|autiste|dys|sourd|malent|aveugle|malvoy|bipol|schizo|allergi"
    r"|hyper|trisom|porteu|reconnue?|traitee?|greffe|paraple|tetraple|inquie|tres inqui|soigne"
    r"|non voyant)"
    r"|^(?:etant )?(?:futur|jeune|ancien)\w* (?:infirm|medec|kine|sage|ortho|pharma|dent|psych"
    r"|aide)|\b(?:postes?|emplois?|metiers?|jobs?|profession\w*|travaill?\w*|exerc\w+|recrut\w*"
    r"|embauche\w*"
    r"|reconver\w+|formations?|etud\w+|diplom\w*|liberale?|m installer (?:comme|en)|ouvrir"
    r"|reprendre"
    r"|cession|collaborat\w+|remplacements?|patientele|pour moi|en tant que|comme|devenir|stage"
    r"|secretaire|assistante?s?|cadre(?! de vie)|preparat\w+|eleve|educat\w+|moniteur"
    r"|monitrice|ingenieur\w*|carriere|salariee?|candidat\w*|concours|mute\w*|mutation|cdi|cdd)\b"
)
"""A clause that tells of somebody's work: the carer is the one who speaks."""
_WANTS = Pattern(
    r"\b(?:suivie?s? (?:par|en|chez)|besoins? (?:d|de)|rendez vous|rdv|medecins? traitants?"
    r"|cherch\w+ une? (?:bon\w* |nouve\w+ )?(?:medecin|dentiste|kine|orthophoniste|pediatre"
    r"|gyneco|psy))"
)
_SOMEBODY = Pattern(r"\b(?:conjointe?|mari|femme|epou(?:x|se)|compagnon|compagne|moi|je)$")
_NO_NEED = Pattern(
    r"\b(?:pas|plus|aucune?|sans|ni)(?: \w+)?(?: d| de)? (?:besoins?|problemes?|soucis|handicap"
    r"|maladie|allergies?|traitement|suivi|pathologie)\b"
)
_NONE: frozenset[str] = frozenset()


@cache
def health_labels() -> dict[str, str]:
    """The codes of care and how each is shown: `kine` -> « kinésithérapeute »."""
    return {row["code"]: row["libelle"] for row in reference.read("soins")}


@cache
def _books() -> tuple[Phrases[frozenset[str]], Phrases[frozenset[str]]]:
    """What names the care that is given; the same, and the troubles that ask for it."""
    named: dict[str, frozenset[str]] = {}
    asked: dict[str, frozenset[str]] = {}
    for row in reference.read("soins"):
        for column, told in (("noms", named), ("besoins", asked)):
            for phrase in filter(None, row[column].split("|")):
                told[phrase] = told.get(phrase, _NONE) | {row["code"]}
    given = Phrases(named.items())
    return given, Phrases(asked.items(), given)


def health_offered(text: str | None) -> frozenset[str]:
    """The codes of `health_labels` that the title or the themes of an offer name. Never raises."""
    return _offered(text[:LONGEST]) if text else _NONE


@lru_cache(maxsize=1 << 13)
def _offered(text: str) -> frozenset[str]:
    return _NONE.union(*(codes for _, codes in _books()[0].read(words(text)) if codes))


def health_needs(text: str | None) -> frozenset[str]:
    """The codes of `health_labels` that a project or a message asks for: « suivi kiné ».

    A clause that tells of work (« je suis infirmière », « un poste de médecin ») asks for nothing,
    nor does one that says there is no need. Never raises.
    """
    return _needed(text[:LONGEST]) if text else _NONE


@lru_cache(maxsize=1 << 13)
def _needed(text: str) -> frozenset[str]:
    if not _any_need(text):
        return _NONE
    clauses = [fold(clause or "") for clause in _CLAUSES.split(text)]
    return _NONE.union(
        *(_of_clause(now) for before, now in pairwise(["", *clauses]) if not _by_trade(before, now))
    )


def _any_need(text: str) -> bool:
    return any(codes for _, codes in _books()[1].read(words(text)))


def _by_trade(before: str, now: str) -> bool:
    """Whether a clause only tells the trade of somebody just named: « ma femme, infirmière, »."""
    return bool(_SOMEBODY.search(before)) and all(
        codes for _, codes in _books()[0].read(words(now))
    )


def _of_clause(folded: str) -> frozenset[str]:
    if _NO_NEED.search(folded) or (_OF_OTHERS.search(folded) and not _WANTS.search(folded)):
        return _NONE
    return _NONE.union(*(codes for _, codes in _books()[1].read(words(folded)) if codes))
