"""What QGIS tells of a feature: the map tip under the pointer, and its name in lists and forms.

Expressions over field names alone; the text of a field is made harmless before it is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["MAP_TIPS", "PREVIEWS"]


def _safe(field: str) -> str:
    """Return an expression for a field's text with its markup made harmless."""
    return f"replace(replace(to_string(\"{field}\"), '&', '&amp;'), '<', '&lt;')"


def _tip(*parts: str, linked: str = "incident_id") -> str:
    """Return a map tip; a part with an unknown field is left out, since null takes all with it."""
    kinds = "array('.areas','.links','.events')"
    page = f"replace(base_file_name(layer_property(@layer_id, 'path')), {kinds}, '')"
    address = f"'<br><small>' || {page} || '.html#' || {_safe(linked)} || '</small>'"
    return "".join(f"[% coalesce({part}, '') %]" for part in (*parts, address))


_TITLE = f"'<b>' || coalesce({_safe('incident_label')}, {_safe('mention')}) || '</b>'"
_STATE = f"' · ' || {_safe('realis')} || ', ' || {_safe('certainty')}"
_TIP = _tip(
    _TITLE,
    _STATE,
    f"'<br>' || {_safe('place')}",
    f"' (' || {_safe('role')} || ', ' || {_safe('precision')} || ')'",
    f"'<br>' || {_safe('date_text')}",
    f"'<br>' || {_safe('counts_text')}",
    f"'<br><i>' || {_safe('quote')} || '</i>'",
    f"'<br>' || {_safe('attribution')}",
)
_LINK_TIP = _tip(
    f"'<b>' || {_safe('incident_label')} || '</b>'",
    _STATE,
    f"'<br>' || {_safe('origin')} || ' → ' || {_safe('target')}",
    f"'<br>' || {_safe('date_start')}",
)
_EVENT_TIP = _tip(
    f"'<b>' || {_safe('incident_label')} || '</b>'",
    f"' · ' || {_safe('place')}",
    f"'<br>' || {_safe('date_start')}",
    f"'<br>reports: ' || {_safe('article_count')} || ', sources: ' || {_safe('source_count')}",
    f"'<br>agreed: ' || {_safe('agreed')}",
    f"'<br>disputed: ' || {_safe('disputed')}",
    f"'<br>' || {_safe('sources')}",
    linked="event_id",
)

MAP_TIPS: Mapping[str, str] = {
    "points": _TIP,
    "areas": _TIP,
    "links": _LINK_TIP,
    "events": _EVENT_TIP,
}
"""By layer, HTML with expressions between ``[%`` and ``%]``."""

PREVIEWS: Mapping[str, str] = {
    "points": 'coalesce("incident_label", "place", "mention")',
    "areas": '"place"',
    "links": '"incident_label"',
    "events": 'coalesce("incident_label", "event_id")',
}
"""By layer, the expression for a feature's name."""
