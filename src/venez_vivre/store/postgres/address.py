"""The address of a base on a server: what is accepted of it, and how it is shown."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from venez_vivre import NamedTuple
from venez_vivre.errors import Refused

ACCEPTED = frozenset({
    "host", "hostaddr", "port", "user", "password", "dbname", "sslmode", "sslrootcert", "sslcert",
    "sslkey", "connect_timeout", "passfile", "application_name",
})  # fmt: skip
SURE = "verify-full"


class Address(NamedTuple):
    """Where a base is served: what libpq is told, and the same without the password."""

    conninfo: str
    shown: str
    name: str
    has_password: bool


def parsed(base: str) -> Address:
    """What a URL says.

    Raises:
        Refused: psycopg is missing, the URL cannot be read, or it would cross a network in clear.

    """
    pq = _library()
    url = "postgresql://" + base.partition("://")[2]
    try:
        said = {
            one.keyword.decode(): (one.val or b"").decode()
            for one in pq.Conninfo.parse(url.encode())
            if one.val is not None
        }
    except Exception:  # noqa: BLE001  the words of libpq may repeat a password
        raise Refused(
            "L’adresse du serveur ne se lit pas. Écrivez-la ainsi : "
            "postgresql://utilisateur@serveur/base?sslmode=verify-full"
        ) from None
    if unknown := sorted(set(said) - ACCEPTED):
        raise Refused(f"L’adresse du serveur contient « {unknown[0]} », qui n’y est pas accepté.")
    usual = {
        one.keyword.decode(): one.val.decode()
        for one in pq.Conninfo.get_defaults()
        if one.val is not None
    }
    known = usual | said
    _refuse_clear(known)
    return Address(_conninfo(said), _shown(url), _name(known), "password" in said)


def _library() -> Any:
    try:
        from psycopg import pq  # noqa: PLC0415  only for who has a server
    except ImportError:
        raise Refused(
            "Cette base est sur un serveur PostgreSQL, et le paquet qui sait lui parler manque. "
            "Installez-le : pip install 'venez-vivre[postgres]'"
        ) from None
    return pq


def _refuse_clear(known: dict[str, str]) -> None:
    """Refuse what would send people's data over a network to whoever answers there."""
    hosts = (known.get("hostaddr") or known.get("host") or "").split(",")
    far = [host for host in hosts if not _is_here(host)]
    if far and known.get("sslmode") != SURE:
        raise Refused(
            f"Le serveur {far[0]} est sur un réseau : la connexion doit être chiffrée et le "
            "serveur vérifié. Ajoutez ?sslmode=verify-full à l’adresse "
            "(et sslrootcert=… si votre autorité n’est pas publique)."
        )


def _is_here(host: str) -> bool:
    """Whether a host is this machine: a socket, or a loopback address."""
    if not host or host.startswith(("/", "@")) or host.casefold() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _conninfo(said: dict[str, str]) -> str:
    from psycopg.conninfo import make_conninfo  # noqa: PLC0415

    return make_conninfo(**{"connect_timeout": "10", **said})


def _shown(url: str) -> str:
    """The address without its password."""
    split = urlsplit(url)
    user, _, place = split.netloc.rpartition("@")
    user = user.partition(":")[0]
    shown = f"postgresql://{user}@{place}" if user else f"postgresql://{place}"
    kept = "&".join(
        part for part in split.query.split("&") if part and not part.startswith("password=")
    )
    return unquote(f"{shown}{split.path}" + (f"?{kept}" if kept else ""))


def _name(known: dict[str, str]) -> str:
    """A name for the files that are kept on this machine for this base."""
    parts = (known.get("host") or "local", known.get("port", ""), known.get("dbname", ""))
    return quote("-".join(part for part in parts if part), safe="").replace("%", "_")
