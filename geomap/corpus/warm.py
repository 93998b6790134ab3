"""What a process of a build is forked with: the code, and the lexicons as they are used.

Importing this module analyses one sentence, which reads and compiles what every article needs:
a second of work for each process that would start without it. No file stays open, for a
connection to the gazetteer must not be forked.
"""

from __future__ import annotations

import contextlib
import gc

from geomap.corpus import processes  # noqa: F401 - what is loaded here, no process loads again
from geomap.errors import GeomapError
from geomap.gazetteer import Gazetteer, default_path
from geomap.pipeline import analyze_article
from geomap.records import Article

_SENTENCE = "Drones struck a house in Nikopol, Dnipropetrovsk region, on 3 May, killing two people."


def _warm_up() -> None:
    with contextlib.suppress(GeomapError):  # each process tells of a broken gazetteer by itself
        analyze_article(Article("warm", _SENTENCE), Gazetteer(default_path()))
    gc.collect()  # the gazetteer is let go of in circles, too
    gc.freeze()  # and what is left stays in pages that the processes share


_warm_up()
