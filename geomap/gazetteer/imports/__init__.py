"""Imports dumps of other gazetteers into files of their own.

`import_places` streams a dump: `dumps` and `features` read, a module per format makes
entries of the rows, `locating` puts them among the known places, `writing` writes them.
`geomap.gazetteer.open_gazetteer` takes the file as ``extra``: it is asked after the
built-in gazetteer and never overrides it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from geomap.errors import DumpError
from geomap.gazetteer.cases import CaseForms
from geomap.gazetteer.imports import geonames, katottg, naturalearth, osm, sheets
from geomap.gazetteer.imports.dumps import Dump
from geomap.gazetteer.imports.entries import Entry, Fault, LeftOut
from geomap.gazetteer.imports.locating import Surroundings
from geomap.gazetteer.imports.request import Request
from geomap.gazetteer.imports.writing import PlaceFile, is_imported, open_place_file, to_meta
from geomap.gazetteer.store import open_gazetteer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from geomap.gazetteer.store import Gazetteer

__all__ = ["FORMATS", "Imported", "import_places", "is_imported"]

_LICENCES: Mapping[str, str] = {
    "geonames": "Imported places: GeoNames (geonames.org), CC BY 4.0",
    "osm": "Imported places: © OpenStreetMap contributors, ODbL 1.0",
    "naturalearth": "Imported places: Natural Earth (naturalearthdata.com), public domain",
    "katottg": "Imported places: the state codifier of Ukraine",
    "csv": "Imported places: {file}, given by the user",
}
FORMATS = tuple(_LICENCES)
_NEEDS_COUNTRY = frozenset({"osm", "naturalearth"})
_FAULTS_KEPT = 100


@dataclass(slots=True)
class Imported:
    """What an import did.

    ``left_out`` counts rows by the reason for which they did not enter; ``faults`` are the
    first of the ``bad`` rows, which enter ``left_out`` as well.
    """

    path: Path
    rows: int = 0
    places: int = 0
    names: int = 0
    areas: int = 0
    bad: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)


def import_places(  # noqa: PLR0913 - one keyword per thing a user may ask for
    form: str,
    path: str | Path,
    target: str | Path,
    *,
    countries: tuple[str, ...] = (),
    classes: tuple[str, ...] = (),
    names: str | Path | None = None,
    licence: str = "",
    skip_bad: bool = False,
    progress: Callable[[float, int], None] | None = None,
) -> Imported:
    """Stream a dump into a GeoPackage that `open_gazetteer` takes.

    Parameters
    ----------
    form
        ``geonames``, ``osm``, ``naturalearth``, ``katottg`` or ``csv``.
    path
        The dump: text, ``.gz``, ``.zip``, for features GeoJSON or GeoPackage.
    target
        The file to write; one that an earlier import wrote is replaced.
    countries, classes
        ISO codes, and class letters of GeoNames, that enter; all by default.
    names
        ``alternateNamesV2`` of GeoNames, for further names with language and time.
    licence
        A line of credit for the outputs, instead of the usual one of the format.
    skip_bad
        Leave bad rows out and count them; by default the first one ends the import.
    progress
        Called with the share that was read, in [0, 1], and the rows so far.

    Raises
    ------
    DumpError
        If the dump is wrong; the message names file, line and fault.
    OutputError
        If ``target`` cannot be written.
    GazetteerError
        If the built-in gazetteer, against which places are located, is missing.
    """
    if form not in FORMATS:
        msg = f"unknown format {form!r}; use one of {', '.join(FORMATS)}"
        raise DumpError(msg)
    if names is not None and form != "geonames":
        msg = f"--names belongs to geonames, not to {form}"
        raise DumpError(msg)
    request = Request.of(countries, classes)
    done = Imported(Path(target))
    dump = Dump(Path(path), lambda share: progress(share, done.rows) if progress else None)
    _refuse_same(dump.path, done.path)
    run = _Run(form, request, dump, done, skip_bad=skip_bad)
    with open_place_file(done.path, f"import:{form}", run.words, run.cases) as file:
        run.add_places(file)
        if names is not None:
            run.add_names(file, Path(names))
        facts = run.facts()
        credit = licence or _LICENCES[form].format(file=dump.path.name)
        file.finish(to_meta(facts, " ".join(credit.split())), prune=names is not None)
        done.names = file.names
    return done


def _refuse_same(path: Path, target: Path) -> None:
    if target.exists() and path.exists() and target.samefile(path):
        msg = f"{path}: would be replaced by its own import; choose another file with --into"
        raise DumpError(msg)


@dataclass
class _Run:
    """One import on its way."""

    form: str
    request: Request
    dump: Dump
    done: Imported
    skip_bad: bool

    def __post_init__(self) -> None:
        self.gazetteer: Gazetteer = open_gazetteer()
        self.words = self.gazetteer.dropped
        self.cases = CaseForms.of_rows(self.gazetteer.cases)
        self.names_dump: Dump | None = None

    def add_places(self, file: PlaceFile) -> None:
        """Read the dump and write what enters."""
        surroundings = Surroundings(self.gazetteer)
        found = self._count(self._read())
        trusts = self.form not in _NEEDS_COUNTRY
        for one in surroundings.locate(found, self.request, trusts_countries=trusts):
            if isinstance(one, Entry):
                reason = file.add(one)
                if reason:
                    self.done.left_out[reason] += 1
            else:
                self._leave_out(one, self.dump.path.name)
        self.done.places, self.done.areas = file.places, file.areas
        if not file.places:
            self._refuse_empty()

    def add_names(self, file: PlaceFile, path: Path) -> None:
        """Read ``alternateNamesV2`` and write the names of places that entered."""
        dump = self.names_dump = Dump(path)
        for one in geonames.read_alternates(dump):
            if isinstance(one, geonames.Alternate):
                if not file.add_name(one.place_id, one.name):
                    self.done.left_out["names of places that did not enter"] += 1
            else:
                self._leave_out(one, path.name)

    def facts(self) -> Mapping[str, object]:
        """Return what the file says of its import."""
        return {
            "classes": sorted(self.request.classes),
            "countries": sorted(self.request.countries),
            "file": self.dump.path.name,
            "format": self.form,
            "names_sha256": self.names_dump.digest if self.names_dump else "",
            "places": self.done.places,
            "rows": self.done.rows,
            "sha256": self.dump.digest,
        }

    def _read(self) -> Iterator[Entry | Fault | LeftOut]:
        if self.form == "katottg":
            return katottg.read_places(self.dump, self.request, self.gazetteer)
        readers = {
            "geonames": geonames.read_places,
            "osm": osm.read_places,
            "naturalearth": naturalearth.read_places,
            "csv": sheets.read_places,
        }
        return readers[self.form](self.dump, self.request)

    def _count(self, found: Iterator[Entry | Fault | LeftOut]) -> Iterator[Entry | Fault | LeftOut]:
        for one in found:
            self.done.rows += 1
            yield one

    def _leave_out(self, one: Fault | LeftOut, name: str) -> None:
        if isinstance(one, LeftOut):
            self.done.left_out[one.reason] += 1
            return
        if not self.skip_bad:
            msg = (
                f"{name}, line {one.line}: {one.text}. Nothing was imported; mend the file, or "
                "leave such rows out with --skip-bad"
            )
            raise DumpError(msg)
        self.done.bad += 1
        self.done.left_out["bad rows"] += 1
        if len(self.done.faults) < _FAULTS_KEPT:
            self.done.faults.append(one)

    def _refuse_empty(self) -> None:
        reasons = ", ".join(f"{n} {reason}" for reason, n in self.done.left_out.most_common(4))
        msg = f"{self.dump.path.name}: no place enters ({reasons or 'the file is empty'})"
        raise DumpError(msg)
