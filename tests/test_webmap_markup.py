"""Words and addresses on their way into a page: nothing of them is taken for markup."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.webmap.markup import escape, island, safe_link


@pytest.mark.parametrize("sign", ["<", ">", "&", "\u2028", "\u2029"])
def test_an_island_holds_no_sign_that_could_end_it(sign: str) -> None:
    text = island({"quote": f"a{sign}b"})

    assert sign not in text
    assert json.loads(text) == {"quote": f"a{sign}b"}


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_an_island_gives_back_what_was_put_in(text: str) -> None:
    assert json.loads(island([text])) == [text]
    assert "<" not in island([text])


@given(st.text())
def test_escaped_text_opens_no_tag_and_can_be_written(text: str) -> None:
    escaped = escape(text)

    assert not set(escaped) & set("<>\"'")
    escaped.encode("utf-8")


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "java\tscript:alert(1)",
        "\x01javascript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "ftp://host/x",
        "//host/x",
        "http:",
        "http://",
        "https://host/<b>",
        'https://host/"x',
        "https://[broken",
        "",
    ],
)
def test_an_address_that_is_no_web_page_is_no_link(url: str) -> None:
    assert safe_link(url) == ""


@pytest.mark.parametrize(
    "url", ["https://example.org/a?b=c#d", "http://example.org", "HTTPS://X.y"]
)
def test_a_web_page_is_a_link(url: str) -> None:
    assert safe_link(url) == url
