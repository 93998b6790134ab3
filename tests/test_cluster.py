"""A build on a cluster gives the bytes of a local one, whatever happens to its processes."""

from __future__ import annotations

import csv
import json
import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import geomap
from geomap import many
from geomap.articles import Knowledge, read_inputs
from geomap.cluster import LOCAL, Recipe, build_on_cluster, bundles, open_client, recipe
from geomap.corpus import STATE, Analysis, Choices, Outcome, Plan, build_in_processes
from geomap.errors import ArticleError, ClusterError
from geomap.transport import to_text
from tests.support.folders import tree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from distributed import Client

pytest.importorskip("distributed")

TOWNS = ("Nikopol", "Marhanets", "Orikhiv", "Kherson", "Kharkiv", "Kupiansk")
PLAN = Plan(Choices(formats=("geojson",)), fingerprint="one")
RECIPE = Recipe(Analysis(), Knowledge(), PLAN.choices)
FAULTS = Path(__file__).parent / "faults" / "cluster"


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    """A client of two workers, in whose processes some articles misbehave."""
    before = os.environ.get("PYTHONPATH", "")
    os.environ["PYTHONPATH"] = os.pathsep.join([str(FAULTS), *filter(None, [before])])
    try:
        with open_client(LOCAL, jobs=2) as client:
            yield client
    finally:
        os.environ["PYTHONPATH"] = before


def records(count: int, said: str = "") -> list[dict[str, str]]:
    return [
        {
            "id": f"r{number:03}",
            "text": f"Shells hit {TOWNS[number % len(TOWNS)]} on Monday. {said}\nReport {number}.",
            "published": f"2023-05-{1 + number // 20:02}",
        }
        for number in range(count)
    ]


def write_jsonl(path: Path, rows: list[dict[str, str]]) -> Path:
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return path


def write_csv(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_parquet(path: Path, rows: list[dict[str, str]]) -> Path:
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    pq.write_table(pa.Table.from_pylist(rows), path, row_group_size=7)
    return path


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of twenty records, made on this machine."""
    folder = tmp_path_factory.mktemp("local")
    here(write_jsonl(folder / "c.jsonl", records(20)), folder / "here")
    return tree(folder / "here")


def on_cluster(client: Client, source: Path, folder: Path, plan: Plan = PLAN) -> list[Outcome]:
    return list(build_on_cluster(read_inputs([source]), folder, RECIPE, plan, client))


def here(source: Path, folder: Path) -> list[Outcome]:
    return list(build_in_processes(read_inputs([source]), folder, RECIPE.analysis.open, PLAN))


@pytest.mark.parametrize("form", [(write_jsonl, 1), (write_csv, 7), (write_parquet, 64)])
def test_a_cluster_gives_the_bytes_of_a_local_run(
    tmp_path: Path,
    client: Client,
    local: dict[str, bytes],
    monkeypatch: pytest.MonkeyPatch,
    form: tuple[Callable[..., Path], int],
) -> None:
    """Whatever the format of the corpus, and however many articles travel together."""
    write, most = form
    monkeypatch.setattr(bundles, "_ARTICLES", most)
    suffix = write.__name__.removeprefix("write_")
    source = write(tmp_path / f"c.{suffix}", records(20))

    on_cluster(client, source, tmp_path / "there")

    assert len(local) > 20
    assert tree(tmp_path / "there") == local
    assert not (tmp_path / "there" / STATE / "results").exists()


def test_files_of_a_folder_are_read_by_the_workers(tmp_path: Path, client: Client) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "2023-05-03-a.txt").write_text("Снаряди влучили в Нікополь.", "cp1251")
    (tmp_path / "in" / "b.html").write_text("<p>Shells hit Orikhiv on 3 May 2023.</p>" * 3)
    here(tmp_path / "in", tmp_path / "here")

    on_cluster(client, tmp_path / "in", tmp_path / "there")

    assert tree(tmp_path / "there") == tree(tmp_path / "here")


def test_workers_that_are_killed_lose_and_double_nothing(
    tmp_path: Path, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And an article that kills whoever makes it costs itself."""
    monkeypatch.setattr(bundles, "_ARTICLES", 5)
    rows = records(60, "This report is slow.")
    rows[30]["text"] += " This report kills."
    source = write_jsonl(tmp_path / "c.jsonl", rows)
    here(write_jsonl(tmp_path / "good.jsonl", rows[:30] + rows[31:]), tmp_path / "here")
    killed: list[int] = []

    def kill() -> None:
        client.wait_for_workers(1)
        pid = min(client.run(os.getpid, on_error="ignore").values())
        killed.append(pid)
        os.kill(pid, signal.SIGKILL)

    outcomes = []
    for outcome in build_on_cluster(
        read_inputs([source]), tmp_path / "there", RECIPE, PLAN, client
    ):
        outcomes.append(outcome)
        if len(outcomes) in (5, 35):
            kill()

    failed = [o for o in outcomes if o.failure is not None]
    assert len(set(killed)) == 2
    assert [o.article_id for o in failed] == ["r030"]
    assert "killed twice" in str(failed[0].failure.error)  # type: ignore[union-attr]
    done = [o.article_id for o in outcomes if o.number and o.failure is None]
    assert sorted(done) == [row["id"] for row in rows if row["id"] != "r030"]
    assert tree(tmp_path / "there").keys() == tree(tmp_path / "here").keys()
    own = {name: data for name, data in tree(tmp_path / "there").items() if name[0] == "r"}
    assert own == {name: data for name, data in tree(tmp_path / "here").items() if name[0] == "r"}


def test_an_article_that_fills_memory_costs_itself_and_no_worker(
    tmp_path: Path, client: Client
) -> None:
    """Its process ends at its limit; workers and other articles go on."""
    client.wait_for_workers(2)
    rows = records(12)
    rows[5]["text"] += " This report fills memory."
    source = write_jsonl(tmp_path / "c.jsonl", rows)
    before = client.run(os.getpid)

    outcomes = on_cluster(client, source, tmp_path / "out")

    failed = {o.article_id: str(o.failure.error) for o in outcomes if o.failure is not None}
    assert failed == {"r005": "r005: needs more than 2 GB of memory; split the article"}
    assert client.run(os.getpid) == before
    assert sum(bool(o.number and o.entry) for o in outcomes) == 11


def test_broken_lines_are_told_as_on_one_machine(tmp_path: Path, client: Client) -> None:
    source = write_jsonl(tmp_path / "c.jsonl", records(3))
    source.write_text(source.read_text() + '{"id": "b"\n{"id": "r001", "text": "Other."}\n\n')

    found = {o.number: o for o in on_cluster(client, source, tmp_path / "there")}
    local = {o.number: o for o in here(source, tmp_path / "here")}

    said = {n: str(o.failure.error) for n, o in found.items() if o.failure}
    assert said == {n: str(o.failure.error) for n, o in local.items() if o.failure}
    assert set(said) == {4, 5}
    assert tree(tmp_path / "there") == tree(tmp_path / "here")


def test_a_second_run_sends_nothing(tmp_path: Path, client: Client) -> None:
    source = write_jsonl(tmp_path / "c.jsonl", records(5))
    on_cluster(client, source, tmp_path / "out")

    again = on_cluster(client, source, tmp_path / "out")

    assert all(outcome.is_unchanged for outcome in again)


def test_a_worker_of_another_version_is_refused_before_it_works(
    tmp_path: Path, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = write_jsonl(tmp_path / "c.jsonl", records(3))
    own = Recipe.versions
    other = {"geomap": "9.9", "gazetteer": "other"}
    monkeypatch.setattr(recipe.Recipe, "versions", lambda self: own(self) | other)

    with pytest.raises(ClusterError, match=r"no worker is fit.*geomap is .* there, and 9.9 here"):
        on_cluster(client, source, tmp_path / "out")
    assert not list((tmp_path / "out").glob("*.geojson"))


def test_a_file_that_workers_cannot_see_is_named(
    tmp_path: Path, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = write_jsonl(tmp_path / "c.jsonl", records(3))
    to_item = bundles._to_item

    def elsewhere(task: object) -> dict[str, object]:
        item = to_item(task)  # type: ignore[arg-type]
        return item | {"origin": ["/nowhere/c.jsonl", *item["origin"][1:]]}

    monkeypatch.setattr(bundles, "_to_item", elsewhere)

    with pytest.raises(ClusterError, match=r"cannot see /nowhere/c\.jsonl"):
        on_cluster(client, source, tmp_path / "out")


def test_a_file_that_changes_is_not_mixed_up(
    tmp_path: Path, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = write_jsonl(tmp_path / "c.jsonl", records(4))
    monkeypatch.setattr(bundles, "_ARTICLES", 2)
    found = read_inputs([source])
    read = [next(found), next(found)]
    write_jsonl(source, [dict(row, text=row["text"].replace("hit", "HIT")) for row in records(4)])

    outcomes = list(build_on_cluster(read, tmp_path / "out", RECIPE, PLAN, client))

    assert all("changed while" in str(o.failure.error) for o in outcomes if o.failure)
    assert sum(o.failure is not None for o in outcomes) == 2


def test_reports_of_workers_are_those_of_one_process(tmp_path: Path, client: Client) -> None:
    """In order, with their shapes, and with what people corrected."""
    source = write_jsonl(tmp_path / "c.jsonl", [*records(12), {"id": "x", "text": "In Poland."}])
    table = tmp_path / "corrections.csv"
    table.write_text("article_id,text,action\nr003,Kherson,not_a_place\n")
    given = {"corrections": table}

    found = list(geomap.analyze_many([source], client=client, **given))

    assert found == list(geomap.analyze_many([source], **given))
    assert any(r.geometry is not None for report in found for r in report.resolutions)
    assert ("corrections", "1 of corrections.csv") in found[3].options


def test_a_report_comes_back_as_text_and_compressed(tmp_path: Path) -> None:
    source = write_jsonl(tmp_path / "c.jsonl", [{"id": "x", "text": "Shells hit Nikopol. " * 50}])
    replies = []

    class Here:
        def nthreads(self) -> dict[str, int]:
            return {"a": 1}

        def submit(self, work: Callable[[str], bytes], order: str, **_: object) -> Here:
            assert "Shells" not in order
            replies.append(work(order))
            return self

        def exception(self) -> None: ...

        def result(self) -> bytes:
            return replies[-1]

        def cancel(self, _: object) -> None: ...

    (found,) = geomap.analyze_many([source], client=Here())  # type: ignore[arg-type]

    assert [found] == list(geomap.analyze_many([source]))
    assert len(replies[0]) < len(to_text(found)) / 3


def test_a_report_of_another_version_is_none(
    tmp_path: Path, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = write_jsonl(tmp_path / "c.jsonl", records(2))
    monkeypatch.setattr(many, "__version__", "9.9")

    with pytest.raises(ClusterError, match=r"there, and \(.*'9\.9'.* here"):
        list(geomap.analyze_many([source], client=client))


def test_what_a_worker_cannot_read_is_told(
    tmp_path: Path, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = write_jsonl(tmp_path / "c.jsonl", records(2))
    monkeypatch.setattr(many, "_absolute", lambda origin: origin._replace(path="/nowhere/c.jsonl"))

    with pytest.raises(ArticleError, match=r"/nowhere/c\.jsonl: cannot be read"):
        list(geomap.analyze_many([source], client=client))
