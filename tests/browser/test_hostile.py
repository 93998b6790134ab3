"""Hostile text in every field: nothing runs, nothing is fetched, the text shows as text."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from geomap.webmap import assets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.browser.conftest import Browser, Sample

pytestmark = pytest.mark.browser

DETECTOR = "window.ran = 0; window.hit = function () { window.ran += 1; };"

PAYLOADS = (
    "<script>hit()</script>",
    "</script><script>hit()</script>",
    "<script src=http://192.0.2.1/x.js></script>",
    "<img src=x onerror=hit()>",
    '"><img src=x onerror=hit()>',
    "'><img src=x onerror=hit()>",
    "<svg onload=hit()>",
    "<svg><script>hit()</script></svg>",
    "<svg><animate onbegin=hit() attributeName=x dur=1s>",
    "<body onload=hit()>",
    "<iframe srcdoc='<script>parent.hit()</script>'>",
    "<iframe src=javascript:parent.hit()>",
    "<object data=javascript:hit()>",
    "<embed src=javascript:hit()>",
    "<details open ontoggle=hit()>",
    "<input autofocus onfocus=hit()>",
    "<video><source onerror=hit()></video>",
    "<marquee onstart=hit()>",
    "<math><mtext></mtext><script>hit()</script></math>",
    "<a href=javascript:hit()>x</a>",
    "<form action=javascript:hit()><button>x",
    "<meta http-equiv=refresh content='0;url=javascript:hit()'>",
    "<base href=http://192.0.2.1/>",
    "<link rel=stylesheet href=http://192.0.2.1/x.css>",
    "<style>@import 'http://192.0.2.1/x.css';</style>",
    "</style><script>hit()</script>",
    "</title><script>hit()</script>",
    "</textarea><script>hit()</script>",
    "</article><script>hit()</script>",
    "--><script>hit()</script><!--",
    "<!--<script>hit()//",
    "]]><script>hit()</script>",
    "${hit()}",
    "`${hit()}`",
    "`;hit();`",
    "';hit();//",
    '";hit();//',
    "\\';hit();//",
    "\\",
    "{{hit()}}",
    "{% raw %}{{ hit() }}",
    "$POLICY $data $script ${data}",
    "javascript:hit()",
    "JaVaScRiPt:hit()",
    "java\tscript:hit()",
    "data:text/html,<script>hit()</script>",
    "vbscript:hit()",
    "\u2028hit()\u2029",
    "\u202egnp.exe\u202c",
    "\u0000<script>hit()</script>",
    "\ud800 lone surrogate",
    "&lt;script&gt;hit()&lt;/script&gt;",
    "&#60;script&#62;hit()&#60;/script&#62;",
    "\\u003cscript\\u003ehit()\\u003c/script\\u003e",
    "+ADw-script+AD4-hit()+ADw-/script+AD4-",
    "__proto__",
    "constructor",
    "%3Cscript%3Ehit()%3C/script%3E",
)
BREAK = "'\"`--></script>${"  # what would end an attribute, a comment, a script or a template
LONG_WORD = "W" * 200_000
LONG_FIELDS = ("place", "quote", "attribution", "incident_type", "article_title")


@pytest.fixture
def watched(browser: Browser) -> Iterator[Browser]:
    """A browser in which a script that runs is counted, on every page it opens."""
    added = browser.driver.execute_cdp_cmd(
        "Page.addScriptToEvaluateOnNewDocument", {"source": DETECTOR}
    )
    yield browser
    browser.driver.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", added)


def _poison(sample: Sample, ui: str = "en") -> str:
    """Return the page whose every text field is a payload, a different one per row."""
    rows = sample.collection["features"]
    first = json.dumps(rows[0])
    rows.clear()
    for number, payload in enumerate(PAYLOADS):
        row = json.loads(first)
        row["id"] = f"{number} {payload}"
        row["geometry"]["coordinates"] = [22 + number % 10, 46 + number // 10]
        cells = row["properties"]
        for turn, (name, cell) in enumerate(cells.items()):
            if (isinstance(cell, str) and name != "feature_kind") or cell is None:
                cells[name] = payload if turn % 2 else f"{BREAK}{payload}"
        rows.append(row)
    rows[-1]["properties"].update(dict.fromkeys(LONG_FIELDS, LONG_WORD))
    together = " ".join(PAYLOADS)
    text = "\n".join((*PAYLOADS, LONG_WORD))
    article = sample.article
    marks = [mark._replace(place_id=together, label=together) for mark in article.marks]
    line = article.paragraphs[0]
    spot = dict.fromkeys(("prefix", "suffix", "grounds", "occurrence"), together)
    reason = {**spot, "next": dict.fromkeys(("id", "name", "kind", "admin1", "country"), together)}
    starts = {row["properties"]["mention_start"] for row in rows}
    sample.article = type(article)(
        together, title=together, source=together, url="javascript:hit()", published=together,
        language=PAYLOADS[4], text=text, paragraphs=(type(line)(0, len(text), line.zone),),
        marks=tuple(marks), reasons=dict.fromkeys(starts, reason),
    )  # fmt: skip
    sample.collection["geomap"] = {"licences": [together]}
    return sample.html(title=together, ui=ui)


PRESSES = (
    "document.querySelectorAll('input:not(:checked)').forEach(node => node.click())",
    "document.querySelectorAll('.mark').forEach(node => node.click())",
    "document.querySelectorAll('tr:nth-child(5n) .row-button').forEach(node => node.click())",
    "document.querySelectorAll('.mn.hot, .bin').forEach(node => node.click())",
    (
        "document.querySelectorAll('[data-o], tr, .mark').forEach(node =>"
        " node.dispatchEvent(new Event('pointerover', {bubbles: true})))"
    ),
    (
        "document.querySelectorAll('.bin[aria-pressed=true]').forEach(node => node.click());"
        "document.querySelector('.mark').click();"
        "document.querySelectorAll('details').forEach(node => { node.open = true; });"
        "const choice = document.querySelector('.report select');"
        "for (const { value } of choice.options) {"
        "  choice.value = value; choice.dispatchEvent(new Event('input')); }"
        "document.querySelectorAll('.pop [data-copy]').forEach(node => node.click())"
    ),
)


def _use_everything(browser: Browser) -> None:
    """Press what can be pressed, so that every text reaches the screen."""
    for script in PRESSES:  # one after the other: a page of payloads takes its time
        browser.run(script)


@pytest.mark.parametrize("ui", assets.ui_languages())
def test_nothing_runs_and_nothing_is_fetched(watched: Browser, sample: Sample, ui: str) -> None:
    watched.open(_poison(sample, ui))
    _use_everything(watched)

    assert watched.is_ready()
    assert watched.run("return window.ran") == 0
    assert [url for url in watched.requests() if not url.startswith(("data:", "file:"))] == []
    # A thousand clicks in a second are more address changes than Chromium lets pass in silence.
    assert [line for line in watched.logs() if "Throttling navigation" not in line] == []


def test_the_text_shows_as_text(watched: Browser, sample: Sample) -> None:
    watched.open(_poison(sample))

    watched.run("document.querySelector('.mark[data-row=\"3\"]').click()")

    assert "<img src=x onerror=hit()>" in watched.text(".leaflet-popup-content")
    assert "<script>hit()</script>" in watched.text("h1")
    assert "${hit()}" in watched.text("article")
    assert not watched.find("h1 a")


@pytest.mark.parametrize("payload", PAYLOADS[:12])
def test_nothing_behind_the_address_runs(watched: Browser, sample_html: str, payload: str) -> None:
    """A link is written by whoever sends it: every part of it is data."""
    bad = quote(payload, safe="")
    watched.open(sample_html)

    watched.open_again(
        f"{bad}&q={bad}&-type={bad}&-{bad}={bad}&from={bad}&to={bad}&map={bad}&tab={bad}"
    )

    assert watched.is_ready()
    assert watched.run("return window.ran") == 0
    assert watched.logs() == []


def test_without_the_policy_nothing_runs_either(watched: Browser, sample: Sample) -> None:
    """Escaping holds by itself: the policy is the second lock, not the first."""
    bare = re.sub(r"<meta http-equiv=\"Content-Security-Policy\"[^>]*>", "", _poison(sample))

    watched.open(bare)
    _use_everything(watched)

    assert watched.is_ready()
    assert watched.run("return window.ran") == 0


@pytest.mark.parametrize("hole", PAYLOADS[:4] + PAYLOADS[6:8])
def test_the_policy_holds_if_escaping_fails(watched: Browser, sample_html: str, hole: str) -> None:
    """A planted escaping bug: the payload stands raw in the page, and still does not run."""
    planted = sample_html.replace("<h1>", f"<h1>{hole}", 1)

    watched.open(planted)

    assert watched.run("return window.ran") == 0


def test_the_detector_sees_a_script_that_runs(watched: Browser) -> None:
    """The twin: on a page without escaping and without policy the same payloads do run."""
    watched.open(f"<!DOCTYPE html><title>raw</title><body>{' '.join(PAYLOADS[:10])}")

    assert watched.run("return window.ran") > 0


def test_links_lead_to_the_web_or_nowhere(browser: Browser, sample: Sample) -> None:
    urls = ("javascript:hit()", "data:text/html,x", "//host/x", "https://example.org/story")
    for number, row in enumerate(sample.collection["features"]):
        row["properties"]["url"] = urls[number % len(urls)]
    browser.open(sample.html())

    browser.run("document.querySelectorAll('.mark').forEach(node => node.click())")
    hrefs = browser.run("return [...document.querySelectorAll('a[href]')].map(a => a.href)")
    rels = browser.run(
        "return [...document.querySelectorAll('a[href^=http]')].map(a => a.getAttribute('rel'))"
    )

    assert {href.partition(":")[0] for href in hrefs if not href.endswith("#")} <= {"https", "file"}
    assert set(rels) <= {"noopener noreferrer nofollow", None}
