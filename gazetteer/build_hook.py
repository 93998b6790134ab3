"""Compiles the gazetteer when the package is built or installed (a hatchling hook).

Needs hatchling and shapely alone, and no network. A wheel carries the compiled file; an
editable install compiles it into the source tree.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class GazetteerHook(BuildHookInterface):
    """Puts ``geomap/gazetteer/gazetteer.gpkg`` beside its readers before a wheel is packed."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - fixed by hatchling
        """Compile the tables of this tree."""
        if self.target_name != "wheel":  # a source distribution carries the tables themselves
            return
        root = Path(self.root)
        sys.path.insert(0, str(root))
        try:
            from geomap.gazetteer.build import build_gazetteer  # noqa: PLC0415 - from this tree
        finally:
            sys.path.remove(str(root))
        build_gazetteer(root / "gazetteer", root / "geomap" / "gazetteer" / "gazetteer.gpkg")
