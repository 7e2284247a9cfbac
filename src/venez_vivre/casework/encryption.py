"""Encrypting a base, opening it for good, changing its key: what is checked, done and left."""

from __future__ import annotations

from pathlib import Path

from venez_vivre import NamedTuple
from venez_vivre.errors import NotFound, Refused
from venez_vivre.store import cipher, encryption, keys, saved, wallet
from venez_vivre.store.base import Store
from venez_vivre.store.cipher import Key


class Done(NamedTuple):
    """What became of a base and of the copies beside it.

    `wiped` says whether the old file, in clear, was overwritten, `elsewhere` whether it has another
    name, under which it stays; `plain` are the copies that are
    still in clear, `sealed` those that were just encrypted, `older` those that keep an older key.
    """

    path: Path
    key: Key | None
    created: bool = False
    wiped: bool = False
    elsewhere: bool = False
    kept: bool = False
    plain: tuple[Path, ...] = ()
    sealed: tuple[Path, ...] = ()
    older: tuple[Path, ...] = ()


def check_plain(store: Store) -> None:
    """Have a base that is missing, or that is ours and in clear.

    Raises:
        Refused: it is encrypted already, is no base of ours, or this machine cannot encrypt.

    """
    if not encryption.is_possible():
        raise encryption.not_possible()
    if is_encrypted(store):
        raise Refused(
            f"La base {store.path} est déjà chiffrée, ou ce n’est pas une base. "
            "`venez-vivre base changer-cle` change sa phrase secrète."
        )
    if store.path.exists():
        store.make_ready()


def check_encrypted(store: Store) -> None:
    """Have an encrypted base whose key opens it.

    Raises:
        NotFound: there is no base yet.
        Refused: it is in clear, or is no base of ours.
        WrongKey: the key is missing, or not the right one.

    """
    if not store.path.exists():
        raise NotFound(
            f"La base {store.path} n’existe pas encore. `venez-vivre base chiffrer` en crée une "
            "qui est chiffrée."
        )
    if not is_encrypted(store):
        store.make_ready()  # which says what is no base of ours
        raise Refused(
            f"La base {store.path} n’est pas chiffrée. `venez-vivre base chiffrer` la chiffre."
        )
    store.make_ready()


def encrypt(store: Store, phrase: str, *, keep: bool) -> Done:
    """Encrypt a base, or make a new one that is; `keep` puts its key in the keyring first."""
    key = cipher.drawn(phrase)
    if keep:  # first: a base must not be locked by a key that could not be kept
        wallet.keep(key)
    created = not store.path.exists()
    if created:
        store.create(key)
    old = encryption.Old() if created else encryption.convert(store.path, None, key)
    plain = tuple(encryption.plain_copies(store.path))
    return Done(store.path, key, created, *old, kept=keep, plain=plain)


def is_encrypted(store: Store) -> bool:
    """Whether the base is encrypted already."""
    return cipher.salt_of(store.path) is not None


def as_it_is(store: Store) -> Done:
    """An encrypted base that its key opens, and the copies in clear beside it."""
    check_encrypted(store)
    plain = tuple(encryption.plain_copies(store.path))
    return Done(store.path, store.key, plain=plain)


def encrypt_copies(done: Done) -> Done:
    """Encrypt the copies in clear under the key of the base."""
    for copy in done.plain:
        encryption.convert(copy, None, done.key)
        saved.renew(done.path, copy)
    return done._replace(plain=(), sealed=done.plain)


def decrypt(store: Store) -> Done:
    """Put a base back in clear; copies stay encrypted, and the keyring keeps what opens them."""
    old = store.key
    encryption.convert(store.path, old, None)
    return Done(store.path, None, older=_under(store.path, old))


def change(store: Store, phrase: str, *, keep: bool) -> Done:
    """Give a base another key; one that was in the keyring stays there, for the copies.

    Raises:
        Refused: the phrase is the one that opens the base already.

    """
    old, key = store.key, cipher.drawn(phrase)
    if old and old == cipher.derived(phrase, old.salt):
        raise Refused(
            "La nouvelle phrase secrète est celle d’aujourd’hui : rien n’a été changé. "
            "Donnez-en une autre."
        )
    keep = keep or (old is not None and wallet.kept(old.salt) == old)
    if keep:
        wallet.keep(key)
    encryption.convert(store.path, old, key)
    return Done(store.path, key, kept=keep, older=_under(store.path, old))


def _under(path: Path, key: Key | None) -> tuple[Path, ...]:
    """The copies of a base that a key opens."""
    sealed = encryption.sealed_copies(path)
    return tuple(one for one, salt in sealed.items() if key and salt == key.salt)


def keep(store: Store) -> None:
    """Keep the key of a base in the keyring."""
    keys.keep(store.key)


def forget(store: Store) -> int:
    """Take the keys of a base and of its copies out of the keyring; how many there were."""
    own = cipher.salt_of(store.path)
    others = encryption.sealed_copies(store.path).values()
    return keys.forgotten({*others, *([own] if own else [])})
