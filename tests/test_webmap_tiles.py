"""A basemap is our own, none, or tiles with a credit; anything else is a clear error."""

from pathlib import Path

import pytest

from geomap.errors import AssetError
from geomap.webmap import Tiles, from_features, to_basemap
from tests.support.commands import run

URL = "https://{s}.tiles.example.org/{z}/{x}/{y}{r}.png"
NOTHING = {"type": "FeatureCollection", "features": []}


def test_a_name_of_xyzservices_brings_its_credit() -> None:
    found = to_basemap("OpenStreetMap.Mapnik")

    assert isinstance(found, Tiles)
    assert found.origins == ("https://tile.openstreetmap.org",)
    assert found.attribution == "© OpenStreetMap contributors"


def test_a_url_needs_a_credit() -> None:
    assert to_basemap(URL, "Example").attribution == "Example"  # type: ignore[union-attr]
    with pytest.raises(AssetError, match=r"needs an attribution; .*--attribution"):
        to_basemap(URL)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("OpenStreetMap.Mapnick", "did you mean 'OpenStreetMap.Mapnik'"),
        ("§", "is unknown; use one of vector, none, a name"),
        ("Thunderforest.Landscape", "needs a key; give its URL"),
        ("https://example.org/{z}/{x}.png", r"lacks \{y\}"),
        ("ftp://example.org/{z}/{x}/{y}.png", "is no http or https address"),
        ("https://a;script-src *;/{z}/{x}/{y}", "is no http or https address"),
        ("https://user:pass@example.org/{z}/{x}/{y}", "is no http or https address"),
    ],
)
def test_a_wrong_basemap_is_refused_with_the_next_step(value: str, message: str) -> None:
    with pytest.raises(AssetError, match=message):
        to_basemap(value, "Example")


def test_only_the_origin_of_the_tiles_enters_the_policy() -> None:
    page = from_features(NOTHING, basemap=to_basemap(URL, "Example")).get_root().render()

    origins = " ".join(f"https://{letter}.tiles.example.org" for letter in "abc")
    assert f"img-src data: blob: {origins}; base-uri" in page
    own = from_features(NOTHING).get_root().render()
    assert "img-src data: blob:; base-uri" in own


def test_a_wrong_basemap_is_a_wrong_use_of_the_command() -> None:
    done = run("build", "x.txt", "--basemap", "mapnik", "-o", "nowhere")

    assert done.exit_code == 2, done.output
    assert "'mapnik' is unknown" in done.output


@pytest.mark.parametrize(
    ("basemap", "is_told"),
    [("OpenStreetMap.Mapnik", True), ("OpenTopoMap", False), ("vector", False)],
)
def test_a_build_tells_of_tiles_that_need_a_server(
    tmp_path: Path, basemap: str, *, is_told: bool
) -> None:
    (tmp_path / "a.txt").write_text("Shells hit Nikopol.", encoding="utf-8")
    words = ["build", str(tmp_path / "a.txt"), "-o", str(tmp_path / "out"), "--format", "html"]
    done = run(*words, "--basemap", basemap)

    assert done.exit_code == 0, done.output
    assert (f"geomap serve {tmp_path / 'out'}" in done.stderr) is is_told
