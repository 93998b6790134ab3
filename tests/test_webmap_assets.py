"""What pages are made of: glyphs, colours, words of every language, vendored files."""

from __future__ import annotations

import hashlib
import re
from typing import Any

import pytest

from geomap.errors import AssetError
from geomap.gazetteer.schema import KINDS
from geomap.lexicon import groups, incident_types
from geomap.webmap import assets
from tests.support.pages import WEBMAP, source

SCRIPTS = sorted(file.name for file in (WEBMAP / "app").iterdir() if file.name.endswith(".js"))


@pytest.mark.parametrize("type_id", incident_types())
def test_every_incident_type_has_a_glyph_of_its_own(type_id: str) -> None:
    glyph = assets.glyph(incident_types()[type_id].glyph)

    assert glyph.startswith("M")
    others = [assets.glyph(kind.glyph) for key, kind in incident_types().items() if key != type_id]
    assert glyph not in others


@pytest.mark.parametrize("group_id", groups())
def test_every_group_has_an_outline_and_colours_that_stand_out(group_id: str) -> None:
    group = groups()[group_id]

    assert assets.shape(group.shape) != assets.shape("no such shape") or group.shape == "circle"
    assert _contrast(group.light, "#efeee8") >= 3
    assert _contrast(group.light, "#ffffff") >= 3
    assert _contrast(group.dark, "#232d38") >= 3


def test_groups_differ_without_any_colour() -> None:
    """Whoever sees no colours tells the groups by their outline, the types by their glyph."""
    outlines = [assets.shape(group.shape) for group in groups().values()]

    assert len(set(outlines)) == len(outlines)


def test_the_contrast_check_can_fail() -> None:
    """The twin: the yellow of the palette that was turned down is too light."""
    assert _contrast("#f0e442", "#ffffff") < 3


def _contrast(a: str, b: str) -> float:
    """Return the contrast of two colours after WCAG 2.1."""
    bright, dark = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("name", SCRIPTS)
def test_our_script_never_parses_html_or_text_as_code(name: str) -> None:
    code = source("app", name)

    for word in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "fetch(",
    ):
        assert word not in code
    assert not re.search(
        r"new Function|setTimeout\(['\"`]|bindPopup\(['\"`]|bindTooltip\(['\"`]", code
    )


def test_every_word_the_script_asks_for_is_in_every_language() -> None:
    code = "".join(source("app", name) for name in SCRIPTS)
    asked = set(re.findall(r"(?:word|countWords|copyButton)\('([a-z_]+)'", code))
    asked |= set(re.findall(r"\$t_([a-z_]+)", source("app", "page.html")))

    assert len(asked) > 20
    for language in assets.ui_languages():
        assert asked - assets.strings(language).keys() == set()


PLURALS = {"one", "few", "many", "other"}  # which of them, the grammar of each language decides


OF_THE_CODEBOOK = {"type", "group"}  # English takes their names from the codebook


def _keys(words: Any, stem: str = "") -> set[str]:  # noqa: ANN401 - nested tables of TOML
    if not isinstance(words, dict):
        return {stem}
    if words.keys() <= PLURALS:
        return {f"{stem}.other"} if "other" in words else set()
    return {key for name, part in words.items() for key in _keys(part, f"{stem}.{name}")}


@pytest.mark.parametrize("ui", assets.ui_languages())
def test_all_languages_have_the_same_words(ui: str) -> None:
    words = {key: part for key, part in assets.strings(ui).items() if key not in OF_THE_CODEBOOK}

    assert _keys(words) == _keys(assets.strings("en"))


def test_a_word_that_is_missing_would_be_noticed() -> None:
    """The twin: a key less, and a number without its last form."""
    words = {"skip": "Skip", "stack": {"one": "one here", "other": "{n} here"}}

    assert _keys({**words, "skip": {}}) != _keys(words)
    assert _keys({**words, "stack": {"one": "one here"}}) != _keys(words)


@pytest.mark.parametrize("ui", [ui for ui in assets.ui_languages() if ui != "en"])
def test_other_languages_name_every_type_and_group(ui: str) -> None:
    words = assets.strings(ui)

    assert words["type"].keys() == incident_types().keys()
    assert words["group"].keys() == groups().keys()


@pytest.mark.parametrize("ui", assets.ui_languages())
def test_every_kind_of_place_has_a_word(ui: str) -> None:
    assert KINDS.keys() - assets.strings(ui)["kind"].keys() == set()


def test_the_command_line_offers_the_languages_there_are() -> None:
    from geomap.cli import main  # noqa: PLC0415 - only this test needs the commands

    for command in ("build", "map"):
        option = next(p for p in main.commands[command].params if p.name == "ui")
        assert tuple(option.type.choices) == assets.ui_languages()  # type: ignore[attr-defined] # a Choice


@pytest.mark.parametrize("name", assets.vendor_files())
def test_vendored_files_are_the_ones_that_were_listed(name: str) -> None:
    row = assets.vendor_files()[name]

    content = (WEBMAP / "vendor" / name).read_bytes()
    assert hashlib.sha256(content).hexdigest() == row["sha256"]
    assert (WEBMAP / "vendor" / row["licence_file"]).is_file()
    assert re.fullmatch(r"\d+\.\d+\.\d+", row["version"])


def test_every_file_of_the_vendor_folder_is_listed() -> None:
    listed = {*assets.vendor_files(), "VENDOR.toml"}
    listed |= {row["licence_file"] for row in assets.vendor_files().values()}

    assert {file.name for file in (WEBMAP / "vendor").iterdir()} == listed


def test_a_changed_vendored_file_would_be_noticed() -> None:
    """The twin of the check of hashes."""
    content = (WEBMAP / "vendor" / "leaflet.js").read_bytes() + b" "

    assert hashlib.sha256(content).hexdigest() != assets.vendor_files()["leaflet.js"]["sha256"]


def test_an_asset_that_is_not_vendored_is_named() -> None:
    with pytest.raises(AssetError, match=r"heat\.js: this file is not vendored"):
        assets.linked_asset("https://example.org/npm/heat.js")
