"""Invented people who sign up, some of them twice and never quite alike; fixed seeds.

A duplicate carries one to three corruptions. It is kept when a person reading both lines could
tell: the first name is still recognisable, and two of e-mail, phone, birth year and postal code are
the same on both lines, or one of e-mail and phone with a recognisable last name.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import accumulate

from venez_vivre.likeness.contacts import same_box
from venez_vivre.likeness.profile import Profile
from venez_vivre.texts import fold

_WOMEN = """
Marie Nathalie Isabelle Sylvie Catherine Céline Sandrine Sophie Stéphanie Julie Camille Émilie
Laura Léa Manon Chloé Emma Aurélie Valérie Christine Véronique Hélène Caroline Virginie Audrey
Pauline Mathilde Marion Claire Delphine Anne Élodie Laetitia Sarah Charlotte Lucie Justine Mélanie
Florence Karine Patricia Martine Françoise Monique Brigitte Chantal Alice Juliette Louise Jade Zoé
Inès Lina Clara Eva Anaïs Margaux Océane Amandine Jessica Vanessa Cindy Sabrina Nadia Fatima
Samira Khadija Leïla Amina Yasmine Myriam Nora Anne-Marie Marie-Hélène Anne-Sophie Marie-Laure
Marie-Claude Anne-Laure Marie-Christine Marie-Pierre Dominique Martine Béatrice Corinne Laurence
Évelyne Agnès Élisabeth Odile Geneviève Danielle Jacqueline Nicole Denise Colette Simone Suzanne
Madeleine Jeanne Yvette Ginette Germaine Solène Morgane Gwenaëlle Nolwenn Maëlle Lola Romane Ambre
Rose Agathe Éléonore Victoire Constance Bérénice Capucine Apolline Garance Clémence Coralie Noémie
Ophélie Priscilla Tiffany Jennifer Kelly Alexandra Alexia Andréa Angélique Armelle Astrid Aude
Axelle Bénédicte Blandine Carole Cécile Christelle Clotilde Daphné Diane Edwige Emmanuelle Estelle
Eugénie Fabienne Fanny Flavie Frédérique Gabrielle Gaëlle Géraldine Ghislaine Gisèle Héloïse Irène
Joëlle Josiane Judith Katia Léonie Liliane Lise Ludivine Lydie Magali Maryse Maud Mélissa Michèle
Mireille Muriel Nadège Nadine Natacha Ninon Olivia Pascale Perrine Rachel Raphaëlle Régine Rosalie
Roxane Sabine Salomé Séverine Solange Sonia Suzie Sylviane Tatiana Tiphaine Valentine Victoria
Violette Viviane Zineb Aïcha Aminata Fatou Mariama Oumou Kenza Imane Salma Rania Dalila Malika
Zahra Houda Hanane
"""
WOMEN = _WOMEN.split()
_MEN = """
Jean Michel Philippe Nicolas Christophe Pierre Stéphane Frédéric David Julien Laurent Thomas
Sébastien Alexandre Éric Olivier Patrick Pascal Thierry Vincent Antoine Maxime Anthony Guillaume
Jérôme Kévin Romain Bruno Alain Daniel François Christian Mathieu Benjamin Clément Lucas Hugo
Arthur Louis Paul Jules Nathan Théo Enzo Gabriel Raphaël Léo Adam Ethan Mohamed Ahmed Karim Mehdi
Rachid Ali Youssef Ibrahim Hassan Samir Jean-Pierre Jean-Philippe Jean-Claude Jean-Luc Jean-Michel
Jean-François Jean-Baptiste Jean-Marc Jean-Paul Jean-Christophe Jean-Louis Jean-Marie Pierre-Yves
Marc Luc Yves Gilles Serge Didier Dominique Bernard Jacques André René Claude Roger Robert Marcel
Henri Georges Gérard Maurice Raymond Lucien Fabrice Fabien Emmanuel Grégory Rémi Cédric Florian
Florent Arnaud Damien Adrien Aurélien Baptiste Ludovic Xavier Franck Francis Lionel Loïc Gaël
Mickaël Samuel Jonathan Jordan Johan Quentin Valentin Alexis Timothée Hugues Simon Martin Bastien
Tristan Dylan Killian Corentin Erwan Ronan Tanguy Steven Eddy Édouard Charles Albert Alfred Armand
Augustin Aymeric Bertrand Boris Brice Bryan Camille Cyril Denis Edgar Élie Émile Étienne Eugène
Félix Fernand Gaëtan Gaspard Gauthier Geoffrey Ghislain Gilbert Grégoire Guy Hervé Hubert Isaac
Ismaël Ivan Joël Joachim Joris Joseph Justin Léon Lilian Logan Loris Malo Manuel Marius Martial
Mathis Mattéo Matthias Maxence Nils Noah Noé Noël Nolan Norbert Octave Oscar Owen Pablo Patrice
Régis Renaud Richard Robin Rodolphe Roland Sacha Stanislas Sylvain Tanguy Thibault Titouan Tom
Tony Ulysse Victor Virgile Willy Yann Yannick Yanis Yohan Zacharie Abdelkader Bilal Hamza Ilyes
Kamel Mourad Mustapha Nabil Omar Sofiane Tarek Walid Yacine Younes Amadou Boubacar Cheikh Mamadou
Moussa Ousmane Souleymane
"""
MEN = _MEN.split()
_COMMON = """
Martin Bernard Thomas Petit Robert Richard Durand Dubois Moreau Laurent Simon Michel Lefebvre
Leroy Roux David Bertrand Morel Fournier Girard Bonnet Dupont Lambert Fontaine Rousseau Vincent
Muller Lefèvre Faure André Mercier Blanc Guérin Boyer Garnier Chevalier François Legrand Gauthier
Garcia Perrin Robin Clément Morin Nicolas Henry Roussel Mathieu Gautier Masson Marchand Duval
Denis Dumont Marie Lemaire Noël Meyer Dufour Meunier Brun Blanchard Giraud Joly Rivière Lucas
Brunet Gaillard Barbier Arnaud Martinez Nguyen Diallo Traoré Benali Kowalski Schmitt Pereira Lopez
"""
COMMON = _COMMON.split()
SEVERAL_WORDS = ["Le Goff", "Le Gall", "De Oliveira", "Da Silva", "El Amrani", "De La Tour"]
SEVERAL_WORDS += ["Saint-Martin", "Ben Salem", "D’Angelo"]

_ROOTS = """
Mont Cham Bel Roch Val Bois Font Vill Camp Char Gran Bar Cour Duc Fau Gal Hau Jol Lan Mar Nor Our
Pel Quin Rav Sau Ter Vau Bru Cler Del Esp Fer Gir Her Lar Mer Pon Ros Sab
"""
ROOTS = _ROOTS.split()
MIDDLES = ["a", "e", "i", "o", "ou", "an", "er", "in", "ac", "al", "ar", "el"]
ENDS = ["gnac", "rel", "teau", "nier", "lon", "bert", "vin", "det", "mont", "rand", "quet", "zy"]
RARE_STARTS = ["Ael", "Bri", "Cal", "Dor", "Ely", "Fal", "Gwi", "Ism", "Jor", "Kal", "Lyv", "Myr"]
RARE_ENDS = {"f": ["ane", "ia", "elle", "ine", "ys"], "m": ["an", "ik", "or", "el", "iel"]}
NICKNAMES = {
    "Frédéric": "Fred", "Catherine": "Cathy", "Stéphane": "Steph", "Christophe": "Chris",
    "Alexandra": "Alex", "Alexandre": "Alex", "Mohamed": "Mohammed", "Élisabeth": "Babeth",
    "Sébastien": "Seb", "Nicolas": "Nico", "Isabelle": "Isa", "Patricia": "Pat",
    "Sandrine": "Sandy",
    "Benjamin": "Ben", "Grégory": "Greg", "Maxime": "Max", "Antoine": "Tony", "Philippe": "Phil",
    "Emmanuel": "Manu", "Emmanuelle": "Manu", "Véronique": "Véro", "Nathalie": "Nath",
    "Caroline": "Caro", "Stéphanie": "Steph", "Valérie": "Val", "Guillaume": "Guigui",
    "Jean-Philippe": "JP", "Jean-Pierre": "JP", "Jean-Claude": "JC", "Jean-Michel": "JM",
    "Thomas": "Tom", "Mathieu": "Matthieu", "Sarah": "Sara", "Karine": "Carine", "Rémi": "Rémy",
    "Thibault": "Thibaut", "Mickaël": "Michaël", "Youssef": "Yusuf", "Fatou": "Fatoumata",
    "Daniel": "Dany", "Samuel": "Sam", "Gabriel": "Gaby", "Florent": "Flo", "Ludovic": "Ludo",
    "Laetitia": "Létitia", "Yann": "Yan", "Éric": "Erik", "Hélène": "Lène", "Jérôme": "Jé",
}  # fmt: skip
_TWINS = """
Marie/Maria Léa/Léo Jean/Jeanne Lucas/Luc Julien/Julie Louis/Louise Théo/Léo Lina/Lisa Anna/Emma
Noah/Noé Nathan/Ethan Manon/Marion Clara/Claire Chloé/Zoé Adam/Aaron Mathis/Mathieu Julia/Julie
Marc/Marcel Simon/Simone Camille/Émile Alice/Alicia Paul/Paule Maël/Maëlle Gabriel/Gabrielle
Yanis/Anis Axel/Alex Jules/Julien Sofia/Sophie Lou/Louna Daniel/Danielle Laura/Laure
"""
TWINS = _TWINS.split()
DOMAINS = [
    "gmail.com",
    "gmail.com",
    "orange.example.org",
    "free.example.org",
    "laposte.example.org",
]
PREFIXES = ["+3319900", "+3326191", "+3335301", "+3346571", "+3353649", "+3363998"]


@dataclass
class Sample:
    """People, who each of them really is, and pairs that must never be merged, by kind."""

    profiles: list[Profile] = field(default_factory=list)
    truth: list[int] = field(default_factory=list)
    forbidden: dict[str, list[tuple[int, int]]] = field(default_factory=dict)


@dataclass(frozen=True)
class Raw:
    """A line as somebody typed it."""

    first: str
    last: str
    email: str | None
    phone: str | None
    year: int | None
    code: str | None
    commune: str | None
    sex: str


class Generator:
    """Draws people; the same seed draws the same ones."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311  invented people
        self.homes = 0
        self.taken: set[str] = set()
        names = [r + m + e for r in ROOTS for m in MIDDLES for e in ENDS]
        self.random.shuffle(names)
        self.lasts = [*COMMON, *SEVERAL_WORDS, *names[:1800]]
        self.last_weights = list(
            accumulate(1 / (9 + rank) ** 0.9 for rank in range(len(self.lasts)))
        )
        self.firsts = {"f": WOMEN, "m": MEN}
        self.first_weights = {
            sex: list(accumulate(1 / (6 + rank) ** 0.7 for rank in range(len(names))))
            for sex, names in self.firsts.items()
        }
        rows = [(f"{self.random.randrange(1000, 96000):05d}", self._town()) for _ in range(900)]
        self.towns = [*rows, *((code, self._town()) for code, _ in rows[200:400])]
        self.town_weights = list(
            accumulate(1 / (4 + rank) ** 0.8 for rank in range(len(self.towns)))
        )

    def _town(self) -> str:
        draw = self.random
        return (
            draw.choice(ROOTS)
            + draw.choice(MIDDLES)
            + draw.choice(["gny", "ville", "court", "sur Ouze"])
        )

    def first(self, sex: str) -> str:
        if self.random.random() < 0.08:
            return self.random.choice(RARE_STARTS) + self.random.choice(RARE_ENDS[sex])
        return self.random.choices(self.firsts[sex], cum_weights=self.first_weights[sex])[0]

    def last(self) -> str:
        name = self.random.choices(self.lasts, cum_weights=self.last_weights)[0]
        if self.random.random() < 0.05:
            name += "-" + self.random.choices(self.lasts, cum_weights=self.last_weights)[0]
        return name

    def phone(self) -> str:
        prefix = self.random.choice(PREFIXES)
        return prefix + "".join(self.random.choices("0123456789", k=12 - len(prefix)))

    def email(self, first: str, last: str) -> str:
        """An address that nobody has yet, however it is written."""
        while same_box(email := self._email(first, last)) in self.taken:
            pass
        self.taken.add(same_box(email))
        return email

    def _email(self, first: str, last: str) -> str:
        draw = self.random
        one, other = fold(first).replace(" ", ""), fold(last).replace(" ", "")
        local = draw.choice(
            [
                f"{one}.{other}",
                f"{one[0]}{other}",
                f"{one}{other}",
                f"{other}.{one}",
                f"{one}_{other[:3]}",
            ]
        )
        if draw.random() < 0.6 or f"{local}@gmail.com" in self.taken:
            local += str(draw.randrange(1, 1000))
        return f"{local}@{draw.choice(DOMAINS)}"

    def person(self, sex: str | None = None) -> Raw:
        draw = self.random
        sex = sex or draw.choice("fm")
        first, last = self.first(sex), self.last()
        code, commune = draw.choices(self.towns, cum_weights=self.town_weights)[0]
        return Raw(
            first,
            last,
            self.email(first, last) if draw.random() < 0.92 else None,
            self.phone() if draw.random() < 0.85 else None,
            int(draw.triangular(1945, 2005, 1985)) if draw.random() < 0.8 else None,
            code if draw.random() < 0.95 else None,
            commune if draw.random() < 0.9 else None,
            sex,
        )

    # --- families -----------------------------------------------------------------------------

    def families(self) -> Iterator[tuple[str, list[Raw]]]:
        """For ever: the kind of a group of people, and its members."""
        kinds = ["alone", "couple", "twins", "father and son", "siblings", "homonyms"]
        make: dict[str, Callable[[Raw], list[Raw]]] = {
            "alone": lambda one: [one],
            "couple": self.couple,
            "twins": self.twins,
            "father and son": self.father_and_son,
            "siblings": self.siblings,
            "homonyms": self.homonyms,
        }
        while True:
            kind = self.random.choices(kinds, [71, 20, 2, 2, 2, 3])[0]
            yield kind, make[kind](self.person("m" if kind == "father and son" else None))

    def couple(self, one: Raw) -> list[Raw]:
        draw = self.random
        sex = {"f": "m", "m": "f"}[one.sex] if draw.random() < 0.95 else one.sex
        first, last = self.first(sex), one.last if draw.random() < 0.65 else self.last()
        while fold(first) == fold(one.first):
            first = self.first(sex)
        email = one.email if draw.random() < 0.5 else self.email(first, last)
        phone = one.phone if draw.random() < 0.5 else self.phone()
        year = (one.year or 1980) + draw.randrange(-6, 7) if draw.random() < 0.8 else None
        return [
            one,
            replace(one, first=first, last=last, email=email, phone=phone, year=year, sex=sex),
        ]

    def twins(self, one: Raw) -> list[Raw]:
        draw = self.random
        first, second = draw.choice(TWINS).split("/")
        one = replace(one, first=first, year=one.year or 1994)
        email = one.email if draw.random() < 0.2 else self.email(second, one.last)
        return [one, replace(one, first=second, email=email)]

    def father_and_son(self, one: Raw) -> list[Raw]:
        draw = self.random
        year = draw.randrange(1945, 1972)
        father = replace(one, year=year if draw.random() < 0.85 else None)
        son = replace(
            one,
            first=one.first if draw.random() < 0.7 or "-" in one.first else f"{one.first}-Luc",
            year=year + draw.randrange(19, 36) if draw.random() < 0.85 else None,
            email=self.email(one.first, one.last),
            phone=one.phone if draw.random() < 0.6 else self.phone(),
        )
        return [father, son]

    def siblings(self, one: Raw) -> list[Raw]:
        other = self.person()
        year = (one.year or 1980) + self.random.choice([-4, -3, -2, 2, 3, 4])
        if fold(other.first) == fold(one.first):
            return [one]
        return [one, replace(other, last=one.last, year=year, code=one.code, commune=one.commune)]

    def homonyms(self, one: Raw) -> list[Raw]:
        other = self.person()
        return [one, replace(other, first=one.first, last=one.last)]

    # --- corruptions --------------------------------------------------------------------------

    def corrupted(self, one: Raw) -> Raw | None:
        """The same person, as another line says: one to three things changed.

        None for somebody of whom too little is known to be told again.
        """
        for _ in range(50):
            other = one
            kinds = self.random.sample(CORRUPTIONS, self.random.choice([1, 1, 2, 2, 3]))
            if {swapped, married_name} <= set(kinds):
                continue  # neither name would be left in its place
            for change in kinds:
                other = change(self, other)
            married = married_name in kinds
            if other != one and told(one, other, married=married):
                return other
        return None

    def typo(self, text: str) -> str:
        draw = self.random
        if len(text) < 4:
            return text
        place, letter = draw.randrange(len(text) - 1), draw.choice("abcdefghijklmnopqrstuvwxyz")
        return draw.choice(
            [
                text[:place] + letter + text[place:],
                text[:place] + text[place + 1 :],
                text[:place] + letter + text[place + 1 :],
                text[:place] + text[place + 1] + text[place] + text[place + 2 :],
            ]
        )


def told(one: Raw, other: Raw, *, married: bool) -> bool:
    """Whether somebody who reads both lines could tell that they are one person."""
    boxes = same_box(one.email), same_box(other.email)
    contacts = (boxes[0] == boxes[1] != "") + (one.phone == other.phone is not None)
    rest = (one.year == other.year is not None) + (one.code == other.code is not None)
    if married:
        return contacts >= 1 and one.year == other.year is not None
    return contacts + rest >= 2 or contacts == 1


def unaccented(_: Generator, one: Raw) -> Raw:
    return replace(one, first=fold(one.first), last=fold(one.last))


def cased(draw: Generator, one: Raw) -> Raw:
    change = draw.random.choice([str.upper, str.lower])
    return replace(one, first=change(one.first), last=change(one.last))


def hyphens(_: Generator, one: Raw) -> Raw:
    return replace(one, first=one.first.replace("-", " "), last=one.last.replace("-", ""))


def swapped(_: Generator, one: Raw) -> Raw:
    return replace(one, first=one.last, last=one.first)


def mistyped_first(draw: Generator, one: Raw) -> Raw:
    return replace(one, first=draw.typo(one.first))


def mistyped_last(draw: Generator, one: Raw) -> Raw:
    return replace(one, last=draw.typo(one.last))


def mistyped_email(draw: Generator, one: Raw) -> Raw:
    return replace(one, email=draw.typo(one.email) if one.email else None)


def other_writing(draw: Generator, one: Raw) -> Raw:
    if not one.email:
        return one
    local, _, domain = one.email.partition("@")
    if domain == "gmail.com":
        place = draw.random.randrange(1, max(2, len(local)))
        local = local[:place] + "." + local[place:]
        domain = draw.random.choice(["gmail.com", "googlemail.com", "Gmail.com"])
    return replace(one, email=f"{local}{draw.random.choice(['', '+inscription', '+vv'])}@{domain}")


def other_email(draw: Generator, one: Raw) -> Raw:
    return replace(
        one, email=draw.email(one.first, one.last) if draw.random.random() < 0.8 else None
    )


def other_phone(draw: Generator, one: Raw) -> Raw:
    return replace(one, phone=draw.phone() if draw.random.random() < 0.8 else None)


def moved(draw: Generator, one: Raw) -> Raw:
    code, commune = draw.random.choices(draw.towns, cum_weights=draw.town_weights)[0]
    return replace(one, code=code, commune=commune)


def no_year(_: Generator, one: Raw) -> Raw:
    return replace(one, year=None)


def mistyped_year(draw: Generator, one: Raw) -> Raw:
    return replace(one, year=one.year + draw.random.choice([-10, -1, 1, 10]) if one.year else None)


def nickname(_: Generator, one: Raw) -> Raw:
    return replace(one, first=NICKNAMES.get(one.first, one.first))


def shortened(_: Generator, one: Raw) -> Raw:
    return replace(one, first=one.first.partition("-")[0], last=one.last.partition("-")[0])


def married_name(draw: Generator, one: Raw) -> Raw:
    return replace(one, last=draw.last())


CORRUPTIONS = [
    *(unaccented, cased, hyphens, swapped, mistyped_first, mistyped_last, mistyped_email),
    *(other_writing, other_email, other_phone, moved, no_year, mistyped_year, nickname),
    *(shortened, married_name, other_email, other_phone, moved),
]


def sample(people: int, seed: int = 1, share: float = 0.12) -> Sample:
    """About `people` lines, of which a `share` say again somebody who is already there."""
    draw = Generator(seed)
    found = Sample()
    families = draw.families()

    def add(one: Raw, who: int, home: int) -> int:
        place = len(found.profiles)
        found.profiles.append(profile(one, place, home))
        found.truth.append(who)
        return place

    while len(found.profiles) < people:
        kind, members = next(families)
        draw.homes += 1
        groups = []
        for one in members:
            who = len(found.profiles)
            lines = [add(one, who, draw.homes)]
            while draw.random.random() < share and (other := draw.corrupted(one)):
                draw.homes += 1
                lines.append(add(other, who, draw.homes))
            groups.append(lines)
        if len(groups) == 2:
            crossed = [(a, b) for a in groups[0] for b in groups[1]]
            found.forbidden.setdefault(kind, []).extend(crossed)
    order = list(range(len(found.profiles)))
    draw.random.shuffle(order)
    return _shuffled(found, order)


def profile(one: Raw, number: int, home: int) -> Profile:
    """The line as the engine is given it."""
    return Profile(
        number,
        home,
        fold(one.first),
        fold(one.last),
        one.email,
        one.phone,
        one.year,
        one.code,
        fold(one.commune or "") or None,
    )


def _shuffled(found: Sample, order: list[int]) -> Sample:
    place = {old: new for new, old in enumerate(order)}
    forbidden = {
        kind: [(min(place[a], place[b]), max(place[a], place[b])) for a, b in pairs]
        for kind, pairs in found.forbidden.items()
    }
    return Sample(
        [found.profiles[old] for old in order], [found.truth[old] for old in order], forbidden
    )


@dataclass(frozen=True)
class Score:
    """How well pairs were found: `f1` over SAME and DOUBT, `sure` the precision of SAME alone."""

    precision: float
    recall: float
    sure: float
    merged: int

    @property
    def f1(self) -> float:
        return 2 * self.precision * self.recall / (self.precision + self.recall)


def score(found: Sample, same: set[tuple[int, int]], doubt: set[tuple[int, int]]) -> Score:
    """Compare the pairs found with those that are."""
    groups: dict[int, list[int]] = {}
    for place, who in enumerate(found.truth):
        groups.setdefault(who, []).append(place)
    true = {
        (a, b) for group in groups.values() for i, a in enumerate(group) for b in group[i + 1 :]
    }
    proposed = same | doubt
    right = len(proposed & true)
    return Score(
        right / max(1, len(proposed)),
        right / max(1, len(true)),
        len(same & true) / max(1, len(same)),
        len(same),
    )
