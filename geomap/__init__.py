"""From a news report to a map: what happened, where, in which role, said by whom.

>>> import geomap
>>> report = geomap.analyze("Explosions were heard in Kharkiv on Monday.", published="2022-12-19")
>>> [(incident.incident_type, str(incident.when.start)) for incident in report.incidents]
[('explosion', '2022-12-19')]
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from geomap.errors import GeomapError
    from geomap.export import read_incidents
    from geomap.gazetteer import Gazetteer, open_gazetteer
    from geomap.geocoder import GazetteerGeocoder
    from geomap.many import analyze_many
    from geomap.pipeline import analyze
    from geomap.records import Article, Incident, Mention, Place, Report, Resolution

__version__ = "0.1.0"

__all__ = [
    "Article",
    "Gazetteer",
    "GazetteerGeocoder",
    "GeomapError",
    "Incident",
    "Mention",
    "Place",
    "Report",
    "Resolution",
    "analyze",
    "analyze_many",
    "open_gazetteer",
    "read_incidents",
]

_HOMES = {
    "Article": "records",
    "Gazetteer": "gazetteer",
    "GazetteerGeocoder": "geocoder",
    "GeomapError": "errors",
    "Incident": "records",
    "Mention": "records",
    "Place": "records",
    "Report": "records",
    "Resolution": "records",
    "analyze": "pipeline",
    "analyze_many": "many",
    "open_gazetteer": "gazetteer",
    "read_incidents": "export",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - the type is that of the name asked for
    """Import a public name from its module when it is first used: ``import geomap`` stays fast."""
    if name not in _HOMES:
        msg = f"module 'geomap' has no attribute {name!r}"
        raise AttributeError(msg)
    value = getattr(import_module(f"geomap.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
