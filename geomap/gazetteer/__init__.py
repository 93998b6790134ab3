"""The places geomap knows: names → candidates, ids → places and shapes.

`open_gazetteer` opens the compiled file that the package carries. The tables it is
compiled from lie in the folder ``gazetteer/`` of the source tree; `build` compiles them,
`sources` refreshes the extracts among them.
"""

from geomap.gazetteer.schema import distance_km
from geomap.gazetteer.store import Gazetteer, default_path, open_gazetteer

__all__ = ["Gazetteer", "default_path", "distance_km", "open_gazetteer"]
