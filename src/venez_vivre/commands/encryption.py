"""Verbs of `base` that encrypt it: the passphrase is never on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from venez_vivre.commands.options import Format, Yes
from venez_vivre.desk import Desk
from venez_vivre.grammar import Call, Noun, option
from venez_vivre.store.addresses import in_file

if TYPE_CHECKING:
    from venez_vivre.store.cipher import Key

VERBS = Noun()
"""What `commands.base` takes among its own."""

Kept = Annotated[
    bool, option("--trousseau", help="Garder la clé dans le trousseau de cette machine.")
]
Copies = Annotated[
    bool, option("--sauvegardes", help="Chiffrer aussi les copies en clair laissées à côté.")
]
Forget = Annotated[bool, option("--oublier", help="La retirer du trousseau.")]
New = Annotated[
    str | None,
    option("--nouvelle", metavar="FICHIER", help="Le fichier de la nouvelle phrase secrète."),
]


@VERBS.command("chiffrer")
def encrypt(
    ctx: Call, trousseau: Kept = False, sauvegardes: Copies = False, form: Format = None
) -> None:
    """Chiffrer la base par une phrase secrète ; sans base, en créer une qui l’est déjà.

    La phrase est demandée deux fois, ou lue dans le fichier que nomme VENEZ_VIVRE_CLE_FICHIER.

      venez-vivre base chiffrer
      venez-vivre base chiffrer --trousseau --sauvegardes
    """
    from venez_vivre.casework import encryption as cases  # noqa: PLC0415
    from venez_vivre.screens import encryption as screens  # noqa: PLC0415

    desk: Desk = ctx.obj
    if sauvegardes and cases.is_encrypted(in_file(desk.store)):
        done = cases.encrypt_copies(cases.as_it_is(in_file(desk.store)))
        desk.show(screens.copies_encrypted(done), form)
        return
    cases.check_plain(in_file(desk.store))
    done = cases.encrypt(in_file(desk.store), _new_phrase(desk), keep=trousseau)
    desk.written.append("base chiffrer")
    _ledger_follows(desk, done.key)
    if done.plain and (sauvegardes or _wanted(desk, screens.question(done.plain))):
        done = cases.encrypt_copies(done)
    desk.show(screens.encrypted(done), form)


@VERBS.command("dechiffrer")
def decrypt(ctx: Call, oui: Yes = False, form: Format = None) -> None:
    """Remettre la base en clair : qui a le fichier peut alors la lire.

    Par exemple :

      venez-vivre base dechiffrer
    """
    from venez_vivre.casework import encryption as cases  # noqa: PLC0415
    from venez_vivre.screens import encryption as screens  # noqa: PLC0415

    desk: Desk = ctx.obj
    cases.check_encrypted(in_file(desk.store))
    desk.agree(screens.WARNING, yes=oui)
    done = cases.decrypt(in_file(desk.store))
    desk.written.append("base dechiffrer")
    _ledger_follows(desk, None)
    desk.show(screens.decrypted(done), form)


@VERBS.command("changer-cle")
def change_key(
    ctx: Call, nouvelle: New = None, trousseau: Kept = False, form: Format = None
) -> None:
    """Changer la phrase secrète ; les sauvegardes déjà faites gardent l’ancienne.

    La nouvelle est demandée deux fois, ou lue dans le fichier que nomme --nouvelle.

      venez-vivre base changer-cle
      venez-vivre base changer-cle --nouvelle nouvelle-cle.txt
    """
    from venez_vivre.casework import encryption as cases  # noqa: PLC0415
    from venez_vivre.screens import encryption as screens  # noqa: PLC0415

    desk: Desk = ctx.obj
    cases.check_encrypted(in_file(desk.store))
    done = cases.change(in_file(desk.store), _next_phrase(desk, nouvelle), keep=trousseau)
    desk.written.append("base changer-cle")
    _ledger_follows(desk, done.key)
    desk.show(screens.changed(done), form)


@VERBS.command("trousseau")
def wallet(ctx: Call, oublier: Forget = False, form: Format = None) -> None:
    """Garder la clé de la base dans le trousseau de cette machine, ou l’en retirer.

    La phrase secrète n’est plus demandée sur cette machine.

      venez-vivre base trousseau
      venez-vivre base trousseau --oublier
    """
    from venez_vivre.casework import encryption as cases  # noqa: PLC0415
    from venez_vivre.screens import encryption as screens  # noqa: PLC0415

    desk: Desk = ctx.obj
    if oublier:
        desk.show(
            screens.forgotten(in_file(desk.store).path, cases.forget(in_file(desk.store))), form
        )
        return
    cases.check_encrypted(in_file(desk.store))
    cases.keep(in_file(desk.store))
    desk.show(screens.kept(in_file(desk.store).path), form)


def _ledger_follows(desk: Desk, key: Key | None) -> None:
    """The ledger of erasures beside the base is kept as the base is."""
    from venez_vivre.privacy import replaying  # noqa: PLC0415

    replaying.keep_copy(in_file(desk.store).under(key))


def _new_phrase(desk: Desk) -> str:
    """A passphrase good enough for a base: from the file that is named, else typed twice."""
    from venez_vivre.store import cipher, keys  # noqa: PLC0415

    said = keys.from_variable()
    if said is not None:
        return cipher.check(said)
    return _typed(desk, "Il manque la phrase secrète de la base")


def _next_phrase(desk: Desk, named: str | None) -> str:
    """The passphrase that takes the place of another one."""
    from venez_vivre.store import cipher, keys  # noqa: PLC0415

    if named is not None:
        return cipher.check(keys.from_file(Path(named)))
    return _typed(desk, "Il manque la nouvelle phrase secrète : --nouvelle nomme son fichier")


def _typed(desk: Desk, missing: str) -> str:
    from venez_vivre.store import cipher, keys  # noqa: PLC0415

    if not desk.asks:
        raise keys.missing(missing)
    asking: Any = desk.asking
    return cipher.tidied(asking.new_secret("Nouvelle phrase secrète :", check=cipher.check))


def _wanted(desk: Desk, question: str) -> bool:
    """Whether somebody who is there says yes; nobody there is no."""
    return desk.asks and desk.confirm(question, yes=False)
