"""The page of one article in a real browser: what it shows and how it answers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.browser.conftest import Browser, Sample

pytestmark = pytest.mark.browser

LOCATED_INCIDENT_ROWS = 12
MENTION_ROWS = 1


def test_opens_from_disk_without_request_or_complaint(browser: Browser, sample_html: str) -> None:
    """A reader without internet sees the same page; the policy and the log both say so."""
    browser.open(sample_html)

    assert browser.is_ready()
    assert browser.logs() == []
    asked = [url for url in browser.requests() if not url.startswith("data:")]
    assert [url.rpartition("/")[2][:5] for url in asked] == ["page-"]


def test_a_page_that_asks_for_something_is_noticed(browser: Browser) -> None:
    """The twin: without it, the test above could pass on a log that is always empty."""
    browser.open('<!DOCTYPE html><img src="nowhere.png"><script>console.error("x")</script>')

    assert any(url.endswith("nowhere.png") for url in browser.requests())
    assert browser.logs()


def test_the_first_view_leaves_out_far_places_only(browser: Browser, sample: Sample) -> None:
    """One meeting overseas must not make a dot of a region; a town a little apart stays in view."""
    incidents = [f for f in sample.collection["features"] if f["properties"]["incident_id"]]
    rows = [row for row in incidents if row["geometry"]]
    spots = [(32.0, 46.0), (32.5, 46.5), (33.0, 46.0), (34.0, 47.0), (33.5, 46.5)]
    for row, spot in zip(rows, [*spots, *spots, (34.95, 46.5), (-74.0, 40.7)], strict=True):
        row["geometry"]["coordinates"] = list(spot)
    browser.open(sample.html())

    inside = browser.run(
        "const box = document.querySelector('.leaflet-container').getBoundingClientRect();"
        "return [...document.querySelectorAll('.leaflet-marker-pane .mark')].filter(mark => {"
        "const {left, top} = mark.getBoundingClientRect();"
        "return left >= box.left && left < box.right && top >= box.top && top < box.bottom;"
        "}).map(mark => mark.getAttribute('aria-label'))"
    )

    assert len(inside) == LOCATED_INCIDENT_ROWS - 1, inside


def test_every_located_row_is_one_focusable_mark_with_a_name(
    browser: Browser, sample_html: str
) -> None:
    browser.open(sample_html)

    marks = browser.find(".leaflet-marker-pane .mark")

    assert len(marks) == LOCATED_INCIDENT_ROWS
    assert all(mark.get_attribute("tabindex") == "0" for mark in marks)
    assert all(mark.get_attribute("role") == "button" for mark in marks)
    names = {mark.get_attribute("aria-label") for mark in marks}
    assert "Missile strike, Kyiv, Target, 10 Oct 2022" in names
    assert "Missile strike, Dnipro, Target, No date, Possible" in names


def test_a_country_is_never_a_pin_but_stands_in_the_list(
    browser: Browser, sample_html: str
) -> None:
    browser.open(sample_html)

    names = [mark.get_attribute("aria-label") for mark in browser.find(".mark")]

    assert not any("Belarus" in name or "Russia" in name for name in names)
    listed = browser.text("#gm-list")
    assert "Belarus" in listed
    assert "Russia" in listed


@pytest.mark.parametrize("how", ["click", "enter"])
def test_a_mark_opens_its_popup_by_mouse_and_by_keyboard(
    browser: Browser, sample_html: str, how: str
) -> None:
    browser.open(sample_html)
    mark = browser.mark("Explosion, Shevchenkivskyi District")

    if how == "click":
        mark.click()
    else:
        browser.run("arguments[0].focus()", mark)
        mark.send_keys("\ue007")

    shown = browser.text(".leaflet-popup-content")
    for words in ("Explosion", "Shevchenkivskyi District", "Affected", "10 Oct 2022"):
        assert words in shown
    assert "Vitali Klitschko via Telegram" in shown
    assert "Kyiv, Ukraine · city district, ±3 km" in shown
    assert "Blasts shook" in shown


def test_no_mark_lies_under_another(browser: Browser, sample_html: str) -> None:
    """Each mark can be clicked with a mouse: four incidents in Kyiv are four targets."""
    browser.open(sample_html)
    browser.click("#gm-fit")

    covered = browser.run(
        "return [...document.querySelectorAll('.mark')].filter(mark => {"
        " const box = mark.getBoundingClientRect();"
        " const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);"
        " return !mark.contains(hit); }).length"
    )

    assert covered == 0


def test_numbers_stand_in_the_popup_of_every_place_of_the_attack(
    browser: Browser, sample_html: str
) -> None:
    browser.open(sample_html)

    browser.mark("Missile strike, Lviv").click()

    assert "83 launched" in browser.text(".leaflet-popup-content")


def _numbers(browser: Browser, label: str) -> str:
    browser.mark(label).click()
    nodes = browser.find(".leaflet-popup-content .numbers")
    return " | ".join(node.text.replace("\n", " ") for node in nodes)


def _tell(sample: Sample, incident_type: str, rank: int, **cells: object) -> None:
    """Change the numbers of the row with this rank in the first incident of a type."""
    rows = [f["properties"] for f in sample.collection["features"]]
    next(
        row for row in rows if row["incident_type"] == incident_type and row["place_rank"] == rank
    ).update(cells)


def test_a_number_of_the_whole_attack_never_reads_as_one_of_a_place(
    browser: Browser, sample: Sample
) -> None:
    """83 missiles flew at four cities: no pin may say that 83 came down there."""
    _tell(sample, "interception", 1, attack_id=None)
    _tell(sample, "missile_strike", 1, count_scope="incident")
    browser.open(sample.html())

    assert _numbers(browser, "Missile strike, Kyiv") == "83 launched in the whole attack"
    assert _numbers(browser, "Missile strike, Lviv") == "whole attack: 83 launched"


def test_the_whole_attack_tells_what_was_intercepted_of_it(
    browser: Browser, sample_html: str
) -> None:
    browser.open(sample_html)

    shown = _numbers(browser, "Missile strike, Lviv")

    assert shown == "whole attack: 83 launched 43 intercepted 40 not intercepted"


def test_a_number_that_is_bound_to_a_place_stands_at_that_place_only(
    browser: Browser, sample: Sample
) -> None:
    _tell(sample, "missile_strike", 1, count_scope="place", launched=None, killed=5)
    browser.open(sample.html())

    assert _numbers(browser, "Missile strike, Kyiv") == "5 killed"
    assert _numbers(browser, "Missile strike, Lviv") == ""


def test_both_numbers_stand_apart_where_a_place_has_its_own(
    browser: Browser, sample: Sample
) -> None:
    _tell(sample, "interception", 1, attack_id=None)
    _tell(sample, "missile_strike", 2, count_scope="place", killed=2)
    browser.open(sample.html())
    second = next(
        row["place"]
        for row in (f["properties"] for f in sample.collection["features"])
        if row["incident_type"] == "missile_strike" and row["place_rank"] == 2
    )

    assert _numbers(browser, f"Missile strike, {second}") == (
        "2 killed | whole attack: 83 launched"
    )


def test_a_popup_speaks_in_words_that_need_no_key(browser: Browser, sample: Sample) -> None:
    _tell(
        sample, "missile_strike", 1, precision="line", place_kind="border", radius_km=299.4,
        place_score=0.62, date_start=None, date_end=None, published="2022-10-10",
    )  # fmt: skip
    browser.open(sample.html())

    browser.mark("Missile strike, Kyiv").click()

    shown = browser.text(".leaflet-popup-content")
    assert "somewhere along the border" in shown
    assert "299" not in shown
    assert "likely (62 %)" in shown
    assert "Published 10 Oct 2022" in shown


def test_only_what_flies_is_launched_from_a_place(browser: Browser, sample: Sample) -> None:
    _tell(sample, "diplomacy", 1, role="origin")
    browser.open(sample.html())

    names = [mark.get_attribute("aria-label") for mark in browser.find(".mark")]

    assert any(", Launched from," in name for name in names)
    assert any(name.startswith("Diplomacy, Brussels, From,") for name in names)


def test_an_interception_names_the_attack_it_belongs_to(browser: Browser, sample_html: str) -> None:
    browser.open(sample_html)

    browser.mark("Interception, Kyiv").click()

    shown = browser.text(".leaflet-popup-content")
    assert "43 intercepted" in shown
    assert "Part ofMissile strike, Kyiv, 10 Oct 2022" in shown


def test_a_country_that_is_only_named_is_outlined_and_shown(
    browser: Browser, sample_html: str
) -> None:
    browser.open(sample_html)
    browser.run("geomap_map.setView([50.45, 30.52], 9, {animate: false})")

    browser.click("article .mn[data-p='curated:country.BY']")

    assert browser.find(".b-country.c-BY.named")
    assert browser.run("return geomap_map.getZoom()") < 8
    assert not browser.find(".leaflet-popup-content")


def test_a_filter_takes_marks_away_and_brings_them_back(browser: Browser, sample_html: str) -> None:
    browser.open(sample_html)
    box = browser.line("Missile strike")

    box.click()
    without = len(browser.find(".leaflet-marker-pane .mark"))
    box.click()

    assert without == LOCATED_INCIDENT_ROWS - 4
    assert len(browser.find(".leaflet-marker-pane .mark")) == LOCATED_INCIDENT_ROWS


def test_search_leaves_what_holds_the_words(browser: Browser, sample_html: str) -> None:
    browser.open(sample_html)

    browser.find("#gm-search")[0].send_keys("General staff")
    left = [mark.get_attribute("aria-label") for mark in browser.find(".mark")]
    browser.click("#gm-reset")

    assert left == [
        "Drone strike, Odesa, Target, 10 Oct 2022",
        "Drone strike, Crimea, Launched from, 10 Oct 2022",
    ]
    assert len(browser.find(".leaflet-marker-pane .mark")) == LOCATED_INCIDENT_ROWS


def test_places_that_no_incident_uses_are_off_at_first(browser: Browser, sample_html: str) -> None:
    browser.open(sample_html)
    box = browser.line("Only mentioned")

    assert not box.is_selected()
    box.click()
    assert len(browser.find(".mark-mention")) == MENTION_ROWS


def test_counts_of_the_legend_are_incidents(browser: Browser, sample_html: str) -> None:
    browser.open(sample_html)

    counts = browser.run(
        "return Object.fromEntries([...document.querySelectorAll('#gm-filters .types .line')]"
        ".filter(line => line.querySelector('.count'))"
        ".map(line => [line.querySelector('.what').textContent,"
        " line.querySelector('.count').textContent]))"
    )

    assert counts["Missile strike"] == "2"
    assert counts["Drone strike"] == "1"
    assert browser.text("#gm-shown") == "10 of 10 shown"


def test_the_timeline_tells_days_and_leaves_unknown_dates_apart(
    browser: Browser, sample_html: str
) -> None:
    browser.open(sample_html)

    bins = {node.get_attribute("data-date"): node for node in browser.find(".bin")}
    assert list(bins) == ["2022-10-10", "2022-10-12", ""]
    bins["2022-10-12"].click()

    assert [m.get_attribute("aria-label") for m in browser.find(".leaflet-marker-pane .mark")] == [
        "Diplomacy, Brussels, Venue, 12 Oct 2022, Expected"
    ]
    assert bins["2022-10-12"].get_attribute("aria-pressed") == "true"


def test_words_lead_to_the_mark_and_the_mark_to_its_words(
    browser: Browser, sample_html: str
) -> None:
    browser.open(sample_html)

    browser.click("article .mn.hot[data-p='curated:ua.zaporizhzhia']")

    assert "Zaporizhzhia" in browser.text(".leaflet-popup-content")
    assert browser.text("article .quoted").startswith("In ")
    assert browser.text("article .mn.on") == "Zaporizhzhia"


def test_the_text_follows_the_map(browser: Browser, sample_html: str) -> None:
    """The words behind a mark come into view when it is clicked."""
    browser.open(sample_html, size=(1000, 420))

    browser.click(".mark[aria-label^='Diplomacy, Brussels']")

    seen = browser.run(
        "const pane = document.getElementById('gm-text').getBoundingClientRect();"
        "const box = document.querySelector('article .mn.on').getBoundingClientRect();"
        "return box.top >= pane.top && box.bottom <= pane.bottom"
    )
    assert browser.text("article .mn.on") == "Brussels"
    assert seen


def test_a_link_leads_to_one_incident(browser: Browser, sample_html: str) -> None:
    """Whoever sends the file can point at a mark in it."""
    browser.open(sample_html)
    browser.mark("Drone strike, Odesa").click()
    address = browser.driver.current_url

    browser.driver.get("about:blank")
    browser.driver.get(address)

    assert address.partition("#")[2] == "sample%2Fr1"
    assert "Odesa" in browser.text(".leaflet-popup-content")


def test_a_broken_link_opens_the_page_all_the_same(browser: Browser, sample_html: str) -> None:
    browser.open(sample_html)

    browser.run("location.hash = '%E0%A4%A'; location.reload()")

    assert browser.is_ready()
    assert browser.logs() == []


def test_what_is_no_place_leads_nowhere(browser: Browser, sample_html: str) -> None:
    """A government called by its seat is marked in the text but is no button."""
    browser.open(sample_html)

    kremlin = browser.find("article .u-actor")

    assert [node.text for node in kremlin] == ["Kremlin"]
    assert "Kremlin" not in [n.get_attribute("aria-label") or "" for n in browser.find(".mark")]


def test_captions_and_links_are_told_from_the_body(browser: Browser, sample_html: str) -> None:
    browser.open(sample_html)

    assert browser.text("article .z-caption").startswith("Photo:")
    assert browser.text("article .z-link").startswith("READ MORE")


def test_the_incidents_are_a_table_that_sorts(browser: Browser, sample_html: str) -> None:
    browser.open(sample_html)
    browser.find("#gm-tab-list")[0].click()

    browser.find("#gm-list thead button")[2].click()
    dates = [node.text for node in browser.find("#gm-list .row-when")]

    assert len(dates) == 10
    assert dates[0] == "10 Oct 2022"
    assert dates[-1] == "No date"


def test_the_text_can_stay_out_of_the_page(browser: Browser, sample: Sample) -> None:
    quotes = sample.html(text="quotes")
    nothing = sample.html(text="none")

    assert "Officials warned that Dnipro could be next" in quotes
    assert "<article" not in quotes
    assert "Officials warned that Dnipro could be next" not in nothing
    assert browser.open(nothing).is_ready()
    assert browser.logs() == []


def test_a_phone_sees_map_and_text_without_sideways_scroll(
    browser: Browser, sample_html: str
) -> None:
    browser.open(sample_html, size=(390, 844))

    assert browser.is_ready()
    assert browser.run("return document.documentElement.scrollWidth") <= 390
    assert browser.run("return document.getElementById('gm-legend').open") is False
    assert browser.run("return document.querySelector('.folium-map').offsetHeight") > 300
    small = browser.run(
        "return [...document.querySelectorAll('.tools button:not([id=gm-panel]), .tabs button,"
        " .leaflet-control-zoom a, .legend > summary, .bin')]"
        ".filter(node => node.offsetHeight < 40).map(node => node.textContent)"
    )
    assert small == []


@pytest.mark.parametrize("size", [(390, 844), (1280, 800)])
def test_nothing_lies_over_an_open_popup(
    browser: Browser, sample_html: str, size: tuple[int, int]
) -> None:
    """Its close button and its title can be reached, on a phone as on a desk."""
    browser.open(sample_html, size=size)

    browser.click(".mark[aria-label^='Drone strike, Odesa']")
    covered = browser.run(
        "return ['.leaflet-popup-close-button', '.pop h2'].filter(css => {"
        " const node = document.querySelector(css), box = node.getBoundingClientRect();"
        " const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);"
        " return !node.contains(hit) && !hit.contains(node); })"
    )

    assert covered == []


def test_on_a_phone_a_popup_is_a_sheet_below_its_mark(browser: Browser, sample: Sample) -> None:
    """However much it says, and with the legend open: title, button and mark stay in sight."""
    _tell(sample, "drone_strike", 1, quote="Over the port, sirens sounded. " * 40)
    browser.open(sample.html(), size=(390, 844))
    browser.run("document.getElementById('gm-legend').open = true")

    browser.click(".mark[aria-label^='Drone strike, Odesa']")
    found = browser.run(
        "const box = (css) => document.querySelector(css).getBoundingClientRect();"
        "const sheet = box('.leaflet-popup'), mark = box('.mark.on');"
        "const button = '.leaflet-popup-close-button', close = box(button);"
        "const small = [...document.querySelectorAll(`.leaflet-popup button, ${button}`)]"
        "  .filter(node => node.offsetHeight < 40 || node.offsetWidth < 40)"
        "  .map(node => node.textContent);"
        "const [x, y] = [close.x + close.width / 2, close.y + close.height / 2];"
        "const hit = document.elementFromPoint(x, y);"
        "return {left: sheet.left, right: sheet.right, bottom: sheet.bottom, top: sheet.top, small,"
        "  mark: [mark.top, mark.bottom], hit: hit.closest('a') && hit.closest('a').className,"
        "  legend: document.getElementById('gm-legend').open}"
    )

    assert (found["left"], found["right"], found["bottom"]) == (0, 390, 844)
    assert 0 < found["mark"][0] < found["mark"][1] <= found["top"]
    assert found["hit"] == "leaflet-popup-close-button"
    assert found["small"] == []
    assert found["legend"] is False


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


def test_reset_can_be_seen_without_scrolling(browser: Browser, sample_html: str) -> None:
    browser.open(sample_html, size=(1440, 560))

    seen = browser.run(
        "const box = document.getElementById('gm-reset').getBoundingClientRect();"
        "const legend = document.getElementById('gm-legend');"
        "const hit = document.elementFromPoint(box.x + 20, box.y + box.height / 2);"
        "return [legend.scrollHeight > legend.clientHeight, hit && hit.id]"
    )

    assert seen == [True, "gm-reset"]


def test_no_basemap_is_a_page_too(browser: Browser, sample: Sample) -> None:
    browser.open(sample.html(basemap="none"))

    assert browser.is_ready()
    assert browser.logs() == []
    assert len(browser.find(".mark")) == LOCATED_INCIDENT_ROWS
    assert not browser.find(".b-country")


def test_a_page_without_a_feature_opens(browser: Browser, sample: Sample) -> None:
    sample.collection["features"] = []

    browser.open(sample.html())

    assert browser.is_ready()
    assert browser.logs() == []


def test_many_marks_on_one_spot_are_a_pile_that_opens(browser: Browser, sample: Sample) -> None:
    features = sample.collection["features"]
    first = json.dumps(features[0])
    for number in range(20):
        copy = json.loads(first)
        copy["id"] = f"copy {number}"
        copy["properties"]["incident_id"] = f"copy {number}"
        features.append(copy)
    browser.open(sample.html())
    pile = browser.text(".pile")

    browser.click(".mark[aria-label^='Missile strike, Kyiv']", 3)

    assert int(pile) > 20
    assert not browser.find(".pile")
    assert browser.find(".leaflet-popup-content")


def test_hundreds_of_marks_are_clustered(browser: Browser, sample: Sample) -> None:
    features = sample.collection["features"]
    first = json.dumps(features[0])
    for number in range(600):
        copy = json.loads(first)
        copy["id"] = f"copy {number}"
        copy["properties"]["incident_id"] = f"copy {number}"
        copy["geometry"]["coordinates"] = [24 + number % 40 / 3, 46 + number % 23 / 4]
        features.append(copy)

    browser.open(sample.html())

    assert browser.is_ready()
    assert browser.logs() == []
    assert browser.find(".marker-cluster")
    assert len(browser.find(".mark")) < 500


def test_paper_gets_legend_and_table_and_credit(browser: Browser, sample_html: str) -> None:
    browser.open(sample_html)
    browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})

    shown = browser.run(
        "return ['#gm-legend', '#gm-list', 'article', 'footer', '.folium-map']"
        ".map(css => document.querySelector(css).offsetHeight > 0)"
    )

    browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    assert shown == [True] * 5
