"""What the real QGIS makes of files."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

LOADER = Path(__file__).parents[1] / "qgis" / "load_layers.py"
PROJECT_LOADER = LOADER.with_name("load_project.py")
EDITOR = LOADER.with_name("edit_layer.py")


def run_qgis(script: Path, addresses: Sequence[str]) -> list[dict[str, Any]]:
    """What a script under QGIS's Python prints of files."""
    run = subprocess.run(
        ["/usr/bin/python3", str(script), *addresses],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
        env={"QT_QPA_PLATFORM": "offscreen", "PATH": "/usr/bin:/bin", "HOME": "/tmp"},  # noqa: S108
    )
    described: list[dict[str, Any]] = json.loads((run.stdout.strip() or "[]").splitlines()[-1])
    return described


def load(paths: Sequence[Path]) -> dict[str, dict[str, Any]]:
    """What QGIS, headless, makes of files."""
    files = [str(path) for path in paths if path.suffix == ".geojson"]
    described = run_qgis(LOADER, files)
    return {Path(file).name: layer for file, layer in zip(files, described, strict=True)}
