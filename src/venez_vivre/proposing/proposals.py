"""The best offers for a household, the best households for an offer, and what is left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from venez_vivre import NamedTuple, criteria, locations
from venez_vivre.criteria.facts import AdultFacts, HouseholdFacts, OfferFacts
from venez_vivre.errors import Refused
from venez_vivre.matching import Fit, Rules, Veto, fit, vetoed
from venez_vivre.occupations.nearness import Nearness
from venez_vivre.proposing.bounds import score_from
from venez_vivre.proposing.pairs import Offers, Pair, Seeker, looking, seekers
from venez_vivre.proposing.places import Territories, wished
from venez_vivre.proposing.weights import rules_of
from venez_vivre.store.queries import matching as queries
from venez_vivre.store.reader import Reader
from venez_vivre.store.restraint import refuse_approach
from venez_vivre.vocabulary import CaseStatus, Role

MOST = 20
"""How many offers are proposed when nobody says."""

TRIED = ("deja_proposee", "déjà proposée")
REFUSED = ("refusee", "proposée et refusée")
EXPIRED, TRADE, FAR = (
    (veto.code, veto.told) for veto in (criteria.EXPIRED, criteria.TRADE, criteria.FAR)
)
OPPOSED = ("opposition", "refus d’être recontacté")
NOBODY = ("sans_demandeur", "personne n’y cherche d’emploi")

Reason = tuple[str, str]
"""Why an offer is left out: its code, and how it is told."""


class Proposal(NamedTuple):
    """An offer for a household, for one of its adults when it is a job; `km` is by road."""

    offer: OfferFacts
    house: HouseholdFacts
    adult: AdultFacts | None
    km: float
    fit: Fit


class Proposals(NamedTuple):
    """What is proposed, best first, and how many offers, or households, were left out and why.

    `fits` is how many nothing excludes, those that are not shown among them; `house` is the
    household it is proposed to, None when it is about an offer.
    """

    house: HouseholdFacts | None
    proposals: list[Proposal]
    excluded: list[tuple[Reason, int]]
    fits: int
    asks: list[str]


class Ranked(NamedTuple):
    """A pair that nothing excludes: what it is worth, and the order among its equals."""

    score: float
    number: int
    seeker: Seeker
    pair: Pair

    @property
    def key(self) -> tuple[float, int]:
        """Best first; between equals, the oldest number."""
        return (-self.score, self.number)


class Context(NamedTuple):
    """What a matching needs besides the household: the day, territories, weights, moves."""

    today: date
    territories: Territories
    rules: dict[str, Rules]
    offers: Offers


def context(rows: Reader, today: date) -> Context:
    """Read what every matching of a base shares."""
    moves = queries.occupation_moves(rows)
    return Context(today, territories(rows), rules_of(rows), Offers(today, moves or None))


def territories(rows: Reader) -> Territories:
    """The communes of each territory, those of its département when none are listed."""
    found = queries.territory_communes(rows)
    for number, department in queries.bare_departments(rows):
        code, name, _ = found[number]
        inside = (place for place in locations.communes() if place.department == department)
        found[number] = (code, name, tuple(place.code_insee for place in inside))
    return found


class File(NamedTuple):
    """A household that may be matched, and its adults."""

    house: HouseholdFacts
    adults: list[AdultFacts]


def file(rows: Reader, number: int) -> File:
    """Read a household to be matched.

    Raises:
        Refused: somebody of the household refused to be contacted, their file is limited, they
            objected, or the file is closed.

    """
    refuse_approach(rows, number)
    house = queries.household(rows, HouseholdFacts, number)
    adults = queries.adults(rows, AdultFacts, number)
    if any(one.consent == 0 and one.role == Role.REGISTRANT for one in adults):
        raise Refused(
            f"{house.reference} a refusé d’être recontacté : rien ne lui est proposé. Si cela a "
            f"changé : `venez-vivre foyers modifier {house.reference} --consentement oui`."
        )
    if house.status == CaseStatus.CLOSED:
        raise Refused(
            f"Le dossier {house.reference} est clos : rien ne lui est proposé. "
            f"`venez-vivre foyers rouvrir {house.reference}` le reprend."
        )
    return File(house, adults)


def judge(
    offer: OfferFacts, who: Sequence[Seeker], known: Context
) -> tuple[Ranked | None, Reason | None]:
    """An offer for whom it suits best, or why it suits nobody: what the last hurdle was."""
    best, hurdle = suits(offer, who, known)
    return best, (hurdle.code, hurdle.told) if hurdle and best is None else None


def suits(
    offer: OfferFacts, who: Sequence[Seeker], known: Context, least: float = 0.0
) -> tuple[Ranked | None, Veto | None]:
    """An offer for whom it suits best, and the veto of who came furthest among the others.

    Who it suits less than `least` is left out of both.
    """
    rules = known.rules[offer.kind]
    best: Ranked | None = None
    hurdle: Veto | None = None
    for seeker in who:
        pair = known.offers.pair(seeker, offer)
        veto = vetoed(rules, pair)
        if veto is not None:
            hurdle = max(veto, hurdle or veto, key=rules.vetoes.index)
            continue
        found = score_from(rules, pair, best.score if best else least)
        if found is not None and (best is None or found > best.score):
            best = Ranked(found, offer.number, seeker, pair)
    return best, hurdle


def explained(one: Ranked, known: Context) -> Proposal:
    """A proposal with what each criterion says of it."""
    raw = one.pair.raw
    found = fit(known.rules[raw.offer.kind], one.pair)
    return Proposal(raw.offer, raw.house, raw.adult, one.pair.km, found)


def asked(proposals: Sequence[Proposal]) -> list[str]:
    """The questions that come back most among proposals, the most frequent first."""
    said = Counter(question for one in proposals for question in one.fit.asks)
    return [question for question, _ in said.most_common(5)]


def for_offer(rows: Reader, number: int, most: int, today: date) -> tuple[OfferFacts, Proposals]:
    """The best households for an offer, each for the adult whom it suits best."""
    offer = queries.offer(rows, OfferFacts, number)
    if queries.is_closed(rows, number, today.isoformat()):
        raise Refused(
            f"L’offre {offer.reference} est close : elle n’est proposée à personne. "
            f"`venez-vivre offres rouvrir {offer.reference}` la reprend."
        )
    known = context(rows, today)
    tried = queries.tried_with(rows, number)
    adults = adults_by_household(rows)
    excluded: Counter[Reason] = Counter({OPPOSED: queries.opposed(rows)})
    ranked = []
    for house in queries.active_households(rows, HouseholdFacts):
        best, reason = _one_for(offer, house, adults.get(house.number, []), known, tried)
        if best is not None:
            ranked.append(best._replace(number=house.number))
        elif reason is not None:
            excluded[reason] += 1
    ranked.sort(key=lambda one: one.key)
    proposals = [explained(one, known) for one in ranked[:most]]
    counts = [(reason, count) for reason, count in excluded.most_common() if count]
    return offer, Proposals(None, proposals, counts, len(ranked), asked(proposals))


def adults_by_household(rows: Reader) -> dict[int, list[AdultFacts]]:
    """The adults of every household that is matched."""
    adults: dict[int, list[AdultFacts]] = {}
    for adult in queries.active_adults(rows, AdultFacts):
        adults.setdefault(adult.household, []).append(adult)
    return adults


def _one_for(
    offer: OfferFacts,
    house: HouseholdFacts,
    adults: list[AdultFacts],
    known: Context,
    tried: dict[int, str],
) -> tuple[Ranked | None, Reason | None]:
    """An offer for a household; what nobody there could take is found before anything is read."""
    if house.number in tried:
        return None, REFUSED if tried[house.number] in queries.REFUSED else TRIED
    if offer.kind in criteria.PERSONAL:
        adults = looking(adults)
        if not adults:
            return None, NOBODY
        adults = [one for one in adults if _near(known.offers.near(one, offer))]
        if not adults:
            return None, TRADE
    if known.offers.too_far(wished(house, known.territories), house, offer):
        return None, FAR
    return judge(offer, seekers(house, adults, known.territories, offer.kind, known.today), known)


def _near(found: Nearness | None) -> bool:
    """Whether a trade is near enough, or not known."""
    return found is None or found.score > 0
