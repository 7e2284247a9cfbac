"""Everybody matched by several processes or machines: the same answer, to the byte."""

from __future__ import annotations

import importlib.util
import multiprocessing
import os
import pickle
import shutil
import subprocess
import sys
from collections import Counter
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import matching_builders as make
from bases import address_of, copied, store_of
from conftest import TODAY
from venez_vivre.cli import run as run_program
from venez_vivre.criteria import FAR, KINDS
from venez_vivre.criteria.asked import reach_of
from venez_vivre.errors import FailedElsewhere, Misuse, Refused
from venez_vivre.matching import Plain
from venez_vivre.proposing import rounds
from venez_vivre.proposing.pairs import Offers, seekers
from venez_vivre.proposing.places import wished
from venez_vivre.proposing.spreading.answers import Team, answer, together
from venez_vivre.proposing.spreading.machines import checked
from venez_vivre.proposing.spreading.parts import Ground, cut, parts
from venez_vivre.proposing.spreading.processes import processes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import Run

DAY = date.fromisoformat(TODAY)
MOST = 3


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exemple")
    words = ["--date", TODAY, "demo", "--inscrits", "500", "--dossier", str(folder)]
    assert run_program(words) == 0
    return folder / "demo.db"


@pytest.fixture
def base(tmp_path: Path, example: Path) -> Path:
    return copied(example, tmp_path / "base.db")


@pytest.fixture(scope="module")
def read(example: Path) -> rounds.Readings:
    with store_of(example).reading() as rows:
        return rounds.read(rows, list(KINDS), DAY)


def here(size: int) -> Team:
    """So many at once, all of them this process."""
    return Team(lambda some, known, most: (answer(one, known, most) for one in some), size)


def said(lots: Iterator[rounds.Lot]) -> list[str]:
    """Lots as text: what is unknown equals itself, numbers keep all their digits."""
    return [repr(lot) for lot in lots]


# --- how everybody is cut -------------------------------------------------------------------


@given(st.lists(st.none() | st.integers(1, 9), max_size=80), st.integers(1, 12))
def test_a_cut_keeps_everybody_once_and_territories_whole(
    territories: list[int | None], count: int
) -> None:
    """A territory is shared between parts only when it is more than a part's share."""
    found = cut(territories, count)
    assert sorted(place for part in found for place in part) == list(range(len(territories)))
    assert all(part == sorted(part) for part in found)
    assert len(found) <= count
    share = -(-len(territories) // count)
    sizes = Counter(territories)
    for part in found:
        for territory, here_ in Counter(territories[place] for place in part).items():
            assert here_ == sizes[territory] or sizes[territory] > share


@settings(max_examples=60)
@given(st.sampled_from(list(KINDS)), st.integers(0, 2**32))
def test_no_offer_in_reach_is_left_behind(kind: str, seed: int) -> None:
    """Whatever the veto of distance lets pass is among the offers of the part, in their order."""
    dice = Random(seed)
    offers = [make.some_offer(dice, kind)._replace(number=n) for n in range(20)]
    houses = [make.some_house(dice)._replace(number=n) for n in range(3)]
    looks = {(wished(one, make.TERRITORIES), reach_of(one)) for one in houses}
    kept = [one.number for one in Ground(offers).reached(looks)]
    assert kept == sorted(kept)
    maker = Offers(make.TODAY)
    for house in houses:
        for one in seekers(house, [make.some_adult(dice)], make.TERRITORIES, kind, make.TODAY):
            near = {o.number for o in offers if not FAR.rule(maker.pair(one, o), Plain)}
            assert near <= set(kept)


def test_what_is_far_for_all_of_a_part_is_left_out(read: rounds.Readings) -> None:
    """Households who look around one place do not carry the offers of the whole region."""
    houses = [one._replace(max_distance_km=10, wished_codes="21231") for one in read.houses[:9]]
    some = read._replace(houses=houses)
    (part,) = parts(some, 1)
    assert 0 < len(part.offers["logement"]) < len(read.offers["logement"]) / 2
    assert said(together(some, MOST, here(1))) == said(rounds.each(some, MOST))


def test_no_name_leaves(read: rounds.Readings) -> None:
    """Nothing is judged by a surname or a reference: other processes receive none."""
    names = {one.name.split()[-1] for one in read.houses} | {one.reference for one in read.houses}
    for part in parts(read, 7):
        sealed = pickle.dumps((part.houses, part.adults, part.tried))
        assert [one for one in names if len(one) > 5 and one.encode() in sealed] == []


# --- the same answer ------------------------------------------------------------------------


@pytest.mark.parametrize("size", [1, 2, 9, 400])
def test_the_answer_does_not_depend_on_the_cut(read: rounds.Readings, size: int) -> None:
    """Offers, scores, bounds, sentences and the order of households, all kinds of offers."""
    assert said(together(read, MOST, here(size))) == said(rounds.each(read, MOST))


def test_offers_cross_borders(read: rounds.Readings) -> None:
    """Households get offers of other territories than theirs, whatever the cut."""
    communes = {number: codes for number, (_, _, codes) in read.known.territories.items()}
    crossing = [
        one
        for house, proposals in together(read, MOST, here(20))
        for one in proposals
        if house.territory_id in communes
        and one.offer.code_insee
        and one.offer.code_insee not in communes[house.territory_id]
    ]
    assert len(crossing) > 20


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_processes_answer_what_one_does(read: rounds.Readings, method: str) -> None:
    """Those made from nothing, as on Windows, and those made from this one."""
    if method not in multiprocessing.get_all_start_methods():
        pytest.skip(f"no {method} on this system")
    some, done = read._replace(offers={"emploi": read.offers["emploi"]}), []
    with processes(3, method) as team:
        assert said(together(some, MOST, team, done.append)) == said(rounds.each(some, MOST))
    assert done[-1] == len(read.houses)
    assert done == sorted(done)
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize("form", ["csv", "json"])
def test_files_are_the_same_to_the_byte(run: Run, tmp_path: Path, base: Path, form: str) -> None:
    alone, shared = tmp_path / f"un.{form}", tmp_path / f"trois.{form}"
    run("apparier", "--tous", "--sortie", str(alone))
    first = run(
        "apparier", "--tous", "--sortie", str(shared), "--processus", "3", "-f", "json"
    ).json
    assert shared.read_bytes() == alone.read_bytes()
    assert len(alone.read_bytes()) > 100_000
    again = run("apparier", "--tous", "--sortie", str(alone), "--ecraser", "-f", "json").json
    assert {**first, "fichier": ""} == {**again, "fichier": ""}


def test_the_screen_is_the_same(run: Run, base: Path) -> None:
    words = ("apparier", "--tous", "--type", "logement")
    alone, shared = run(*words), run(*words, "--processus", "2")
    assert (shared.out, shared.err) == (alone.out, alone.err)
    assert alone.out.strip()


# --- what goes wrong ------------------------------------------------------------------------


def test_a_process_that_is_killed_is_told_of(read: rounds.Readings) -> None:
    """The system ends it when memory lacks; the others end too."""
    with processes(2) as team:
        multiprocessing.active_children()[0].kill()
        with pytest.raises(Refused, match="moins de processus"):
            together(read, MOST, team)
    assert multiprocessing.active_children() == []


def test_a_failure_elsewhere_is_ours_without_a_value(read: rounds.Readings) -> None:
    """The class of the error and the lines of the program cross over, nothing else."""
    (part, *_) = parts(read, 1)
    odd = part._replace(offers={"inconnu": part.offers["emploi"]})
    with processes(1) as team, pytest.raises(FailedElsewhere) as raised:
        list(team.run([odd], read.known, MOST))
    assert raised.value.kind == "KeyError"
    assert any(line.startswith("rounds.py:") for line in raised.value.where)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("--nouvelles", "--processus", "2"), "va avec --tous"),
        (("roy", "--dask", "tcp://127.0.0.1:8786"), "va avec --tous"),
        (("--tous", "--processus", "2", "--dask", "tcp://127.0.0.1:8786"), "ne vont pas ensemble"),
        (("--tous", "--processus", "0"), "à partir de 1"),
        (("--tous", "--processus", "999"), "256 au plus"),
        (("--tous", "--dask", "ici"), "n’est pas une adresse"),
    ],
)
def test_what_does_not_go_together_is_said(
    run: Run, base: Path, words: tuple[str, ...], expected: str
) -> None:
    assert expected in run("apparier", *words, fails_with=2).err


# --- machines -------------------------------------------------------------------------------

SOURCE = Path(rounds.__file__).parents[1]
CLUSTER = """
import sys
if __name__ == "__main__":
    from distributed import LocalCluster
    with LocalCluster(n_workers=int(sys.argv[1]), threads_per_worker=1, dashboard_address=None,
                      host="127.0.0.1") as cluster:
        print(cluster.scheduler_address, flush=True)
        sys.stdin.read()
"""


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if importlib.util.find_spec("distributed") is None:
        pytest.skip("Dask (the package distributed, extra `dask`) is not installed")
    path = tmp_path_factory.mktemp("cluster") / "cluster.py"
    path.write_text(CLUSTER, encoding="utf-8")
    return path


@contextmanager
def cluster(script: Path, workers: int, program: Path | None = None) -> Iterator[str]:
    """The address of a cluster of real processes, ended with the block."""
    words = [sys.executable, str(script), str(workers)]
    with subprocess.Popen(
        words,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(program or SOURCE.parent)},
        cwd=script.parent,
    ) as made:
        try:
            yield made.stdout.readline().strip()
        finally:
            made.stdin.close()
            made.wait(30)


def typed(base: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """`apparier --tous` as an officer types it, in a process of its own."""
    line = [
        sys.executable,
        "-m",
        "venez_vivre",
        "--base",
        address_of(base),
        "--date",
        TODAY,
        "apparier",
    ]
    return subprocess.run(
        [*line, "--tous", *words], capture_output=True, encoding="utf-8", check=False
    )


def test_machines_answer_what_one_process_does(script: Path, base: Path, tmp_path: Path) -> None:
    """A cluster of two workers; then nobody answers at its address any more."""
    alone, shared = tmp_path / "un.csv", tmp_path / "deux.csv"
    with cluster(script, 2) as address:
        done = typed(base, "--sortie", str(shared), "--dask", address)
        assert done.returncode == 0, done.stderr
        assert done.stderr == typed(base, "--sortie", str(alone)).stderr.replace("un.", "deux.")
    assert shared.read_bytes() == alone.read_bytes()
    gone = typed(base, "--sortie", str(shared), "--ecraser", "--dask", address)
    assert (gone.returncode, gone.stdout) == (1, "")
    assert gone.stderr.startswith(f"Aucun cluster Dask ne répond à {address}.")
    assert shared.read_bytes() == alone.read_bytes()


def test_a_cluster_without_workers_is_told(script: Path, base: Path) -> None:
    with cluster(script, 0) as address:
        done = typed(base, "--dask", address)
    assert done.returncode == 1
    assert f"dask worker {address}" in done.stderr


def an_older_program(folder: Path) -> None:
    """The same program but for a comment."""
    shutil.copytree(SOURCE, folder, ignore=shutil.ignore_patterns("__pycache__"))
    with (folder / "matching.py").open("a", encoding="utf-8") as file:
        file.write("# another\n")


def another_program(folder: Path) -> None:
    """A package of the same name that has nothing of it."""
    folder.mkdir(parents=True)
    (folder / "__init__.py").touch()


@pytest.mark.parametrize("make_it", [an_older_program, another_program])
def test_workers_of_another_version_are_refused(
    script: Path, base: Path, tmp_path: Path, make_it: Callable[[Path], None]
) -> None:
    """They could answer something else: nothing is sent to them."""
    make_it(tmp_path / "autre" / "venez_vivre")
    with cluster(script, 1, tmp_path / "autre") as address:
        done = typed(base, "--dask", address)
    assert done.returncode == 1
    assert "n’ont pas cette version" in done.stderr


def test_the_package_that_lacks_is_named(
    run: Run, base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    told = run("apparier", "--tous", "--dask", "tcp://127.0.0.1:8786", fails_with=1).err
    assert "pip install 'venez-vivre[dask]'" in told
    assert "--processus" in told


@pytest.mark.parametrize(
    ("address", "error"),
    [
        ("tcp://10.0.0.7:8786", Refused),
        ("tcp://dask.example.org:8786", Refused),
        ("tcp://127.0.0.1", Misuse),
        ("tcp://127.0.0.1:99999", Misuse),
        ("inproc://1/2/3", Misuse),
        ("", Misuse),
    ],
)
def test_personal_data_do_not_travel_in_clear(address: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        checked(address)


@pytest.mark.parametrize(
    "address",
    [
        "tcp://127.0.0.1:8786",
        "tcp://localhost:8786",
        "tcp://[::1]:8786",
        "tls://a.example.org:8786",
    ],
)
def test_this_machine_and_encrypted_ones_are_spoken_to(address: str) -> None:
    assert checked(f" {address} ") == address
