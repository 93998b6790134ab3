"""From a news report to a map: what happened, where, in which role, said by whom.

>>> import geomap
>>> report = geomap.analyze("Explosions were heard in Kharkiv on Monday.", published="2022-12-19")
>>> [(incident.incident_type, str(incident.when.start)) for incident in report.incidents]
[('explosion', '2022-12-19')]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.lazy import import_on_use

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

__getattr__ = import_on_use(__name__, _HOMES)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
