"""The page as a ``folium.Map``: whole in one file, and open to what folium users add."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Any

import folium
from branca.element import CssLink, Element, Figure, JavascriptLink
from folium.template import Template

from geomap.webmap import assets, document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geomap.webmap.document import Content

__all__ = ["IncidentMap", "Page"]

_SLOTS = ("header", "html", "script")


class Page(Figure):
    """A figure that renders to one document without a single request.

    Elements keep the ids they get from their order, so that the same map is the same
    bytes; the default of branca draws them at random.
    """

    def __init__(self, content: Content) -> None:
        super().__init__(ratio="70%", title=content.title)
        self.content = content

    def render(self, **kwargs: Any) -> str:  # noqa: ANN401 - branca hands them through
        """Return the HTML of the page.

        Raises
        ------
        AssetError
            If an element of the map needs a file that is not vendored.
        """
        kept = {slot: OrderedDict(getattr(self, slot)._children) for slot in _SLOTS}  # noqa: SLF001 - branca has no public way to put them back
        try:
            return self._render(**kwargs)
        finally:
            for slot, children in kept.items():
                getattr(self, slot)._children = children  # noqa: SLF001 - as above

    def _render(self, **kwargs: Any) -> str:  # noqa: ANN401 - as above
        _number_elements(self)
        has_guests = any(child._children for child in self._children.values())  # noqa: SLF001
        for child in list(self._children.values()):
            child.render(**kwargs)
        self.header._children.pop("meta_http", None)  # noqa: SLF001 - the document states its charset
        parts = {slot: _render_slot(getattr(self, slot), **kwargs) for slot in _SLOTS}
        if has_guests:
            code = document.inert(assets.stand_ins())
            parts["header"] = f"<script>{code}</script>\n{parts['header']}"
        return document.render(self.content, **parts)


class IncidentMap(folium.Map):
    """A map of incidents: a ``folium.Map`` that opens offline and takes children.

    Parameters
    ----------
    content
        What the page shows.

    Examples
    --------
    >>> from geomap import webmap
    >>> page = webmap.from_features({"type": "FeatureCollection", "features": []})
    >>> _ = folium.Marker([50.45, 30.52], tooltip="A place of my own").add_to(page)
    >>> "A place of my own" in page.get_root().render()
    True
    """

    default_js: list[tuple[str, str]] = []  # noqa: RUF012 - folium's name for it; nothing is linked
    default_css: list[tuple[str, str]] = []  # noqa: RUF012 - as above

    _template = Template("{% macro script(this, kwargs) %}{{ this.start_script() }}{% endmacro %}")

    def __init__(self, content: Content) -> None:
        super().__init__(location=(0, 0), tiles=None)
        self._name = document.MAP_NAME
        Page(content).add_child(self, name=document.MAP_NAME)

    def get_name(self) -> str:
        """Return the name of the map's variable, the same in every page."""
        return document.MAP_NAME

    def start_script(self) -> str:
        """Return the script that makes the map, before the scripts of its children."""
        return document.start_script()


def _number_elements(figure: Figure) -> None:
    """Give every element an id from its place in the tree, and mend the names made from the old."""
    renamed: dict[str, str] = {}
    for number, element in enumerate(_elements(figure), start=1):
        old_name, old_id = element.get_name(), element._id  # noqa: SLF001 - branca's ids have no other door
        element._id = f"{number:04d}"  # noqa: SLF001 - as above
        renamed[old_name] = element.get_name()
        if old_id in str(getattr(element, "layer_name", "")):  # a name that folium made up
            vars(element)["layer_name"] = element.get_name()
    for element in _elements(figure):
        element._children = OrderedDict(  # noqa: SLF001 - as above
            (renamed.get(key, key), child)
            for key, child in element._children.items()  # noqa: SLF001
        )


def _elements(element: Element) -> Iterator[Element]:
    yield element
    parts = [getattr(element, slot, None) for slot in _SLOTS]
    for child in (*parts, *element._children.values()):  # noqa: SLF001 - as above
        if isinstance(child, Element):
            yield from _elements(child)


def _render_slot(slot: Element, **kwargs: Any) -> str:  # noqa: ANN401 - as above
    return "\n".join(_render_part(part, **kwargs) for part in slot._children.values()).strip()  # noqa: SLF001


def _render_part(part: Element, **kwargs: Any) -> str:  # noqa: ANN401 - as above
    if isinstance(part, JavascriptLink):
        return f"<script>{document.inert(assets.linked_asset(part.url))}</script>"
    if isinstance(part, CssLink):
        return f"<style>{assets.linked_asset(part.url)}</style>"
    return str(part.render(**kwargs))
