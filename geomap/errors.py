"""Every exception geomap raises on purpose.

::

    GeomapError
    ├── ArticleError        (ValueError)   an input cannot be read as an article
    ├── LimitError          (ValueError)   an input is over a limit of ``text.LIMITS``
    ├── DateError           (ValueError)   a date given by the user is not a date
    ├── LexiconError        (ValueError)   a file under ``lexicons/`` is wrong
    ├── GazetteerError      (OSError)      the gazetteer is missing, broken or of another schema
    │   └── UnknownPlaceError (KeyError)   a place id that the gazetteer does not hold
    ├── DumpError           (ValueError)   a file to import into a gazetteer is wrong
    ├── ServiceError        (OSError)      a geocoding service that was asked for does not answer
    ├── ClusterError        (OSError)      a cluster cannot be reached, is lost or is not safe
    ├── AssetError          (OSError)      a file the page needs is missing or not vendored
    ├── OutputError         (OSError)      an output cannot be written
    ├── CorrectionError     (ValueError)   a corrections file is wrong
    └── GoldError           (ValueError)   a file of checked answers is wrong

Not finding something is a value (an empty tuple, ``None``), never an error.
``suggest`` ends the message about a name that is not known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "ArticleError",
    "AssetError",
    "ClusterError",
    "CorrectionError",
    "DateError",
    "DumpError",
    "GazetteerError",
    "GeomapError",
    "GoldError",
    "LexiconError",
    "LimitError",
    "OutputError",
    "ServiceError",
    "UnknownPlaceError",
    "suggest",
]


class GeomapError(Exception):
    """Anything geomap raises on purpose; the message says what to do next.

    Examples
    --------
    >>> import geomap
    >>> try:
    ...     geomap.analyze("missing.txt")
    ... except geomap.GeomapError as error:
    ...     print(error)
    missing.txt: no such file or folder; check the name
    """


class ArticleError(GeomapError, ValueError):
    """An input cannot be read as an article."""


class LimitError(GeomapError, ValueError):
    """An input is larger than geomap accepts."""


class DateError(GeomapError, ValueError):
    """A date given by the user is not a calendar date."""


class LexiconError(GeomapError, ValueError):
    """A lexicon file is wrong; the message names the file and the entry."""


class GazetteerError(GeomapError, OSError):
    """The gazetteer is missing, broken or of another schema version."""


class UnknownPlaceError(GazetteerError, KeyError):
    """The gazetteer holds no place of this id."""

    def __str__(self) -> str:
        """Return the message itself: ``KeyError`` would quote it."""
        return str(self.args[0]) if self.args else ""


class DumpError(GeomapError, ValueError):
    """A file to import is wrong; the message names file, line and fault."""


class ServiceError(GeomapError, OSError):
    """A geocoding service, asked for by the user, cannot be reached or refuses."""


class ClusterError(GeomapError, OSError):
    """A cluster cannot be reached, was lost, has no fit worker, or is not safe to talk to."""


class AssetError(GeomapError, OSError):
    """A file that the map page needs is missing or is not vendored."""


class OutputError(GeomapError, OSError):
    """An output cannot be written; earlier outputs are left as they were."""


class CorrectionError(GeomapError, ValueError):
    """A corrections file is wrong; the message names the row."""


class GoldError(GeomapError, ValueError):
    """A file of checked answers is wrong; the message names the line and the fault."""


def suggest(name: str, known: Iterable[str], otherwise: str) -> str:
    """Return the known name that was probably meant, as a question, or what else to do.

    Examples
    --------
    >>> suggest("formt", ["format", "output"], "see -h")
    "did you mean 'format'?"
    >>> suggest("x", ["format"], "see -h")
    'see -h'
    """
    from difflib import get_close_matches  # noqa: PLC0415 - only a wrong name needs it

    near = get_close_matches(name, list(known), n=1)
    return f"did you mean {near[0]!r}?" if near else otherwise
