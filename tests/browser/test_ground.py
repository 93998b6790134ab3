"""The ground of the map: its colours, Crimea, cities and rivers from near and far."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.browser.conftest import Browser

pytestmark = pytest.mark.browser


def test_dark_and_light_follow_the_system_and_the_button(
    browser: Browser, sample_html: str
) -> None:
    ground = "return getComputedStyle(document.body).backgroundColor"

    light = browser.open(sample_html).run(ground)
    dark = browser.open(sample_html, dark=True).run(ground)
    browser.click("#gm-theme")

    assert light != dark
    assert browser.run(ground) == light


@pytest.mark.parametrize("dark", [False, True])
def test_symbols_stand_out_from_the_map(browser: Browser, sample_html: str, *, dark: bool) -> None:
    """WCAG 1.4.11: 3:1 between the fill of a mark and the land, in both themes."""
    browser.open(sample_html, dark=dark)

    ratios = browser.run(
        "const lum = (rgb) => { const c = rgb.match(/[\\d.]+/g).slice(0, 3).map(v => { v /= 255;"
        "  return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; });"
        "  return .2126 * c[0] + .7152 * c[1] + .0722 * c[2]; };"
        "const land = lum(getComputedStyle(document.querySelector('.b-country.c-UA')).fill);"
        "return [...document.querySelectorAll('.mark .sym:not(.hollow) .body')].map(node => {"
        "  const mark = lum(getComputedStyle(node).fill);"
        "  return (Math.max(mark, land) + .05) / (Math.min(mark, land) + .05); });"
    )

    assert len(ratios) > 5
    assert min(ratios) >= 3


def test_crimea_is_drawn_with_ukraine_and_the_footer_says_so(
    browser: Browser, sample_html: str
) -> None:
    browser.open(sample_html)

    owner = browser.run(
        "const map = geomap_map, point = map.latLngToContainerPoint([44.95, 34.1]);"
        "const box = map.getContainer().getBoundingClientRect();"
        "return [...document.querySelectorAll('.b-country')].filter(path => {"
        "  const at = path.ownerSVGElement.createSVGPoint();"
        "  at.x = box.x + point.x; at.y = box.y + point.y;"
        "  const own = at.matrixTransform(path.getScreenCTM().inverse());"
        "  return path.isPointInFill(own); }).map(path => path.getAttribute('class'))"
    )

    assert len(owner) == 1
    assert "c-UA" in owner[0]
    assert "Crimea and Sevastopol are drawn as Ukraine" in browser.text("footer")
    assert "GeoNames" in browser.text("footer")


def test_a_close_look_at_a_city_is_not_an_empty_sheet(browser: Browser, sample_html: str) -> None:
    browser.open(sample_html)

    browser.run("geomap_map.setView([50.45, 30.52], 11, {animate: false})")

    names = {node.text for node in browser.find(".l-district")}
    assert len(names) >= 4
    assert not browser.find("[class^=b-][class*=disc]"), "a disc says: anywhere in it"


def test_rivers_step_back_when_one_looks_closely(browser: Browser, sample_html: str) -> None:
    browser.open(sample_html)
    strength = (
        "const style = getComputedStyle(document.querySelector('.b-river'));"
        "return style.display === 'none' ? 0 : Number(style.strokeOpacity)"
    )

    shown = []
    for zoom in (6, 9, 11):
        browser.run("geomap_map.setView([50.45, 30.52], arguments[0], {animate: false})", zoom)
        shown.append(browser.run(strength))

    assert shown[0] > shown[1] > shown[2] == 0


def test_inside_an_extent_the_map_keeps_its_colour(browser: Browser, sample_html: str) -> None:
    browser.open(sample_html)
    tint = (
        "return [...document.querySelectorAll('.unc')]"
        ".filter(path => path.isPointInFill && path.getBoundingClientRect().width > 3000)"
        ".map(path => Number(getComputedStyle(path).fillOpacity))"
    )

    browser.run("geomap_map.setView([50.45, 30.52], 14, {animate: false})")

    assert all(opacity == 0 for opacity in browser.run(tint))
    assert browser.find(".unc.inside")
