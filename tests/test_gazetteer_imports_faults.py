"""Dumps that are damaged, hostile or no dumps: refused by file, line and fault."""

from __future__ import annotations

import gzip
import os
import zipfile
from pathlib import Path

import pytest

from geomap.errors import DumpError
from geomap.gazetteer.imports import FORMATS, import_places
from geomap.gazetteer.imports.dumps import Dump
from tests.support.dumps import FEATURE, geojson, geonames_row, imported, many_rows


def test_a_folder_is_refused_by_its_name() -> None:
    with pytest.raises(DumpError, match=r"^\.: is no regular file"):
        list(Dump(Path()).lines())


def test_a_quoted_cell_over_several_lines_is_one_row(tmp_path: Path) -> None:
    content = 'name,lat,lon,note\nZabrodivske,49.7,36.9,"two\nlines"\nBad,x,1,\n'

    with pytest.raises(DumpError, match="line 4: latitude 'x' is not a number"):
        imported(tmp_path / "x.csv", content, "csv")


BAD_ROWS = {
    "a lost column": ("Zabrodivske\t49.7\n", "2 columns instead of 19; the dump may be truncated"),
    "alternate names": ("1\t2\tuk\tНазва\t\t\t\t\t\t\n", "goes with --names"),
    "a csv": ("name,lat,lon\n", "use `geomap gazetteer import csv`"),
    "a latitude off the globe": (geonames_row(latitude="95"), "latitude 95 is outside -90 to 90"),
    "a longitude off the globe": (geonames_row(longitude="181"), "longitude 181 is outside"),
    "swapped, off the globe": (
        geonames_row(latitude="136.9", longitude="49.7"), "latitude and longitude look swapped"),
    "swapped": (
        geonames_row(latitude="36.9", longitude="49.7"),
        "lies outside of UA, swapped it lies inside"),
    "no number": (geonames_row(latitude="49,7"), "latitude '49,7' is not a number"),
    "no latitude": (geonames_row(latitude=""), "no latitude"),
    "NaN": (geonames_row(latitude="nan"), "not a finite number"),
    "infinite": (geonames_row(longitude="1e400"), "not a finite number"),
    "an id that is none": (geonames_row(geonameid="curated:ua.kyiv"), "is not a number"),
    "too many people": (geonames_row(population="99999999999"), "outside 0 to 50,000,000"),
    "people in words": (geonames_row(population="many"), "population 'many' is not a number"),
}  # fmt: skip


@pytest.mark.parametrize("fault", BAD_ROWS)
def test_a_bad_row_is_named_by_file_line_and_fault(tmp_path: Path, fault: str) -> None:
    row, words = BAD_ROWS[fault]

    with pytest.raises(DumpError) as caught:
        imported(tmp_path / "UA.txt", geonames_row() + row)

    assert str(caught.value).startswith("UA.txt, line 2: ")
    assert words in str(caught.value)
    assert not list(tmp_path.glob("places*"))


@pytest.mark.parametrize("fault", BAD_ROWS)
def test_a_bad_row_is_left_out_and_counted_on_request(tmp_path: Path, fault: str) -> None:
    done = imported(tmp_path / "UA.txt", geonames_row() + BAD_ROWS[fault][0], skip_bad=True)

    assert (done.places, done.bad) == (1, 1)
    assert done.faults[0].line == 2
    assert BAD_ROWS[fault][1] in done.faults[0].text


def zipped(path: Path, members: dict[str, bytes]) -> bytes:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path.read_bytes()


def test_gzip_and_zip_are_read_and_a_readme_is_passed_over(tmp_path: Path) -> None:
    packed = imported(tmp_path / "UA.txt.gz", gzip.compress(geonames_row().encode()))
    members = {"readme.txt": b"about", "UA.txt": geonames_row().encode()}
    archive = zipped(tmp_path / "a.zip", members)

    assert packed.places == imported(tmp_path / "UA.zip", archive).places == 1


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("UA.txt", many_rows(9)[:-30], "columns instead of 19; the dump may be truncated here"),
        ("UA.txt.gz", gzip.compress(many_rows())[:-500], "ends in the middle"),
        ("UA.txt.gz", b"no archive", "ends in the middle"),
        ("UA.zip", b"PK\x03\x04 cut", "ends in the middle"),
        ("UA.txt", geonames_row().encode("utf-16"), "is UTF-16; save it as UTF-8"),
        ("UA.txt", geonames_row(name="Львів").encode("cp1251"), "line 1: not UTF-8 (byte 0x"),
        ("UA.txt", b"", "no place enters (the file is empty)"),
    ],
)
def test_a_damaged_dump_is_refused(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    with pytest.raises(DumpError) as caught:
        imported(tmp_path / name, content)

    assert words in str(caught.value)
    assert name in str(caught.value)


def test_a_zip_with_several_dumps_or_another_archive_is_refused(tmp_path: Path) -> None:
    two = zipped(tmp_path / "a.zip", {"UA.txt": b"x", "PL.txt": b"x"})
    nested = zipped(tmp_path / "b.zip", {"inner.zip": b"PK"})

    with pytest.raises(DumpError, match=r"this one holds UA\.txt, PL\.txt"):
        imported(tmp_path / "two.zip", two)
    with pytest.raises(DumpError, match="holds another archive"):
        imported(tmp_path / "nested.zip", nested)


def test_a_bomb_stops_at_the_limit(tmp_path: Path) -> None:
    """A hundred megabytes of one letter pack to 100 KB; the header may say anything."""
    path = tmp_path / "bomb.txt.gz"
    path.write_bytes(gzip.compress(b"x\n" * 50_000_000))
    sizes: list[int] = []

    with pytest.raises(DumpError, match=r"bomb\.txt\.gz: unpacks to more than geomap reads"):
        sizes.extend(map(len, Dump(path).chunks()))
    assert sum(sizes) < 40_000_000


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (geojson(FEATURE)[:-40], "line 1: no whole JSON"),
        ('{"type": "FeatureCollection", "features": [\n', "line 2: the file ends in the middle"),
        ("\n\n[1, 2]", "is no GeoJSON"),
        (geojson({"type": "Cow"}), "line 1: not a GeoJSON feature"),
        (geojson({**FEATURE, "geometry": None}), "without properties or geometry"),
        (geojson({**FEATURE, "geometry": {"type": "Point", "coordinates": ["a", 1]}}),
         "a geometry that cannot be read"),
        (geojson({**FEATURE, "geometry": {"type": "Point", "coordinates": [49.7, 136.9]}}),
         "coordinates outside of the globe (swapped, or not in degrees)"),
        ('{"features": [{"type": "Feature", "x": NaN}]}', "no whole JSON (NaN is no JSON number)"),
        ('{"features": [' + "[" * 100_000, "nested too deep"),
    ],
)  # fmt: skip
def test_a_bad_geojson_is_refused(tmp_path: Path, content: str, words: str) -> None:
    with pytest.raises(DumpError) as caught:
        imported(tmp_path / "x.geojson", content, "osm")

    assert words in str(caught.value)


def test_a_disguised_file_leads_nowhere(tmp_path: Path) -> None:
    """GDAL would follow a VRT that is named .geojson to another file."""
    vrt = "<OGRVRTDataSource><OGRVRTLayer name='x'><SrcDataSource>/etc/passwd</SrcDataSource>"

    with pytest.raises(DumpError, match="is no GeoJSON"):
        imported(tmp_path / "innocent.geojson", vrt, "osm")


@pytest.mark.parametrize("form", FORMATS)
def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path, form: str) -> None:
    for path in (tmp_path / "missing.txt", tmp_path):
        with pytest.raises(DumpError, match=path.name):
            import_places(form, path, tmp_path / "places.gpkg")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes with names")
def test_a_pipe_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")

    with pytest.raises(DumpError, match="no regular file"):
        import_places("geonames", tmp_path / "pipe.txt", tmp_path / "places.gpkg")


TRAPS = (
    *(("name", word) for word in ("war", "the", "in", "of", "Along", "Area", "1905", "?", "x", "")),
    *(("latitude", number) for number in ("91", "-91", "nan", "inf", "", "north")),
    *(("longitude", number) for number in ("181", "-181", "1e400")),
    *(("population", number) for number in ("-1", "1e12", "all")),
    *(("geonameid", text) for text in ("curated:ua.kyiv", "", "-5", "1.5")),
    ("name", "x" * 201),
    ("code", "PPLH"),
)


def test_none_of_a_thousand_traps_enters(tmp_path: Path) -> None:
    rows = "".join(
        geonames_row(n, **({"asciiname": ""} | dict([TRAPS[n % len(TRAPS)]]))) for n in range(1000)
    )
    done = imported(tmp_path / "UA.txt", geonames_row(5000) + rows, skip_bad=True)

    assert done.places == 1
    assert sum(done.left_out.values()) == 1000
