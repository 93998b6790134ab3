"""Put on the path of workers: articles that say so kill, hold or fill the process that makes them.

The ids of the articles that are made are added to the file that ``GEOMAP_MADE`` names.
"""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING

from geomap.corpus.making import Maker

if TYPE_CHECKING:
    from geomap.articles import Failure
    from geomap.corpus.making import Made
    from geomap.records import Article

_make = Maker.make


def make(self: Maker, article: Article, stem: str) -> Made | Failure:
    log = os.environ.get("GEOMAP_MADE")
    if log:
        with Path(log).open("a", encoding="utf-8") as stream:
            stream.write(f"{article.article_id}\n")
    if "This report kills." in article.text:
        os.kill(os.getpid(), signal.SIGKILL)
    if "This report is slow." in article.text:
        time.sleep(0.01)
    if "This report fills memory." in article.text:
        filled = [bytearray(64 << 20)]
        while filled:
            filled.append(bytearray(64 << 20))
    return _make(self, article, stem)


Maker.make = make  # type: ignore[method-assign]
