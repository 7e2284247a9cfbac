"""Parts worked out by the machines of a Dask cluster, which others install and operate.

Dask is an extra of the package, imported only when a cluster is named. Its workers run the same
functions of the same version of this program; what they receive is facts without names, and an
address that is not this machine's must be encrypted (`tls://`, keys in the settings of Dask).
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

from venez_vivre.errors import FailedElsewhere, Misuse, Refused
from venez_vivre.proposing.proposals import Context
from venez_vivre.proposing.spreading.answers import Answer, Team, answer
from venez_vivre.proposing.spreading.parts import Part

ADDRESS = re.compile(r"(tcp|tls)://(\[[0-9a-fA-F:.]+\]|[\w.-]+):([0-9]{1,5})", re.ASCII)

WAIT = 10
"""Seconds that a cluster has to answer."""

NOT_HERE = (
    "Répartir entre des machines demande un paquet de plus : `pip install 'venez-vivre[dask]'`. "
    "Sans lui, --processus répartit entre les cœurs de celle-ci."
)
NOBODY = "Aucune machine n’attend de travail à {address}. Lancez-en : `dask worker {address}`."
SILENT = "Aucun cluster Dask ne répond à {address}. Vérifiez l’adresse, ou lancez `dask scheduler`."
LOST = "Le cluster {address} s’est arrêté en route : rien n’a été écrit. Recommencez."
OTHER = (
    "Les machines de {address} n’ont pas cette version de venez-vivre : elles pourraient répondre "
    "autre chose. Installez-y la même, puis recommencez."
)
IN_CLEAR = (
    "{address} enverrait des données personnelles en clair sur le réseau. Chiffrez le cluster "
    "(adresse tls://, certificats dans les réglages de Dask)."
)


def checked(address: str) -> str:
    """An address of a scheduler that may be spoken to.

    Raises:
        Misuse: it is none.
        Refused: it is of another machine, in clear.

    """
    found = ADDRESS.fullmatch(address.strip())
    if found is None or not 0 < int(found[3]) < 1 << 16:
        raise Misuse(f"« {address} » n’est pas une adresse de cluster : tcp://127.0.0.1:8786.")
    if found[1] == "tcp" and not _is_here(found[2].strip("[]")):
        raise Refused(IN_CLEAR.format(address=address))
    return address.strip()


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@contextmanager
def machines(address: str, wait: float = WAIT) -> Iterator[Team]:
    """The workers of a cluster, all of which run this version of the program.

    Raises:
        Refused: Dask is not installed, the cluster does not answer, has no worker or another
            version, or stops on the way.
        FailedElsewhere: a worker failed.

    """
    try:
        from distributed import Client  # noqa: PLC0415  an extra, for those who have a cluster
    except ImportError:
        raise Refused(NOT_HERE) from None
    with _said(address, SILENT):
        client = Client(address, timeout=wait, set_as_default=False)
    try:
        with _said(address, LOST):
            yield Team(partial(_run, client), _size(client, address))
    finally:
        client.close(timeout=wait)


@contextmanager
def _said(address: str, sentence: str) -> Iterator[None]:
    """What goes wrong between machines, as a sentence."""
    from concurrent.futures import CancelledError  # noqa: PLC0415  same

    from distributed import KilledWorker  # noqa: PLC0415  same

    try:
        yield
    except (OSError, TimeoutError, CancelledError, KilledWorker):
        raise Refused(sentence.format(address=address)) from None


def _size(client: Any, address: str) -> int:
    """How many parts are worked out at once, once the workers have the same program."""
    threads = client.nthreads()
    if not threads:
        raise Refused(NOBODY.format(address=address))
    try:
        prints = set(client.run(fingerprint).values())
    except OSError:
        raise
    except Exception:  # noqa: BLE001  one without the program says so in many ways
        prints = set()
    if prints != {fingerprint()}:
        raise Refused(OTHER.format(address=address))
    return int(sum(threads.values()))


@cache
def fingerprint() -> str:
    """What tells one state of the program from another: its files, and numpy's version."""
    import numpy as np  # noqa: PLC0415  same

    from venez_vivre import proposing  # noqa: PLC0415  same

    root = Path(str(proposing.__file__)).parent.parent
    whole = sha256(np.__version__.encode())
    for path in sorted(root.rglob("*.py")):
        whole.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return whole.hexdigest()


def _run(client: Any, parts: Iterable[Part], known: Context, most: int) -> Iterator[Answer]:
    from distributed import as_completed  # noqa: PLC0415  same

    (shared,) = client.scatter([known], broadcast=True)
    waiting = (client.submit(answer, part, shared, most, pure=False) for part in parts)
    ahead = 2 * sum(client.nthreads().values())
    ended = as_completed(list(islice(waiting, ahead)), loop=client.loop)
    for future in ended:
        yield _result(future)
        future.release()
        for more in islice(waiting, 1):
            ended.add(more)


def _result(future: Any) -> Answer:
    failed = future.exception()
    if failed is None:
        found: Answer = future.result()
        return found
    from distributed import KilledWorker  # noqa: PLC0415  same

    if isinstance(failed, (OSError, KilledWorker)):
        raise failed
    raise FailedElsewhere.of(failed)
