"""A page as a PNG picture, taken by a browser of the machine: Chromium, Chrome or Edge."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from geomap.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["find_browser", "to_png"]

BROWSER_VARIABLE = "GEOMAP_BROWSER"
_ON_PATH = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
    "microsoft-edge", "microsoft-edge-stable", "msedge",
)  # fmt: skip
_INSTALLED = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
    "C:/Program Files/Microsoft/Edge/Application/msedge.exe",
)
_FLAGS = (
    "--headless=new", "--disable-gpu", "--hide-scrollbars", "--mute-audio", "--no-first-run",
    "--no-default-browser-check", "--disable-extensions", "--disable-sync", "--disable-quic",
    "--disable-background-networking", "--disable-component-update",
    "--run-all-compositor-stages-before-draw",  # or what has just come into view is not there
    "--virtual-time-budget=4000",  # ms of the page's own clock, after which it is drawn
)  # fmt: skip
_SIZE = (1440, 900)  # CSS pixels
_SCALE = 2  # pixels of the picture to a CSS pixel
_DEADLINE = 60.0  # seconds
_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def find_browser() -> str:
    """Return the path of the browser that takes pictures.

    Only the one that the environment variable ``GEOMAP_BROWSER`` names, if it names one.

    Raises
    ------
    OutputError
        If there is none.
    """
    named = os.environ.get(BROWSER_VARIABLE)
    for name in (named,) if named else (*_ON_PATH, *_INSTALLED):
        if path := shutil.which(name):
            return path
    missing = f"{named} is no program" if named else "none was found"
    msg = (
        f"a PNG needs Chromium, Chrome or Edge, and {missing}; install one, "
        f"or name its program in {BROWSER_VARIABLE}"
    )
    raise OutputError(msg)


def to_png(html: str, size: tuple[int, int] = _SIZE) -> bytes:
    """Return a page as a browser draws it, 2 pixels to a CSS pixel.

    Parameters
    ----------
    html
        The page; it must need no other file.
    size
        Width and height of the window, in CSS pixels.

    Raises
    ------
    OutputError
        If there is no browser, or it takes no picture.
    """
    browser = find_browser()
    # The browser may still be writing to its profile when it has been ended.
    with tempfile.TemporaryDirectory(prefix="geomap-", ignore_cleanup_errors=True) as folder:
        page, picture = Path(folder, "page.html"), Path(folder, "page.png")
        page.write_text(html, encoding="utf-8")
        fault = _take(browser, page, picture, size)
        payload = picture.read_bytes() if picture.is_file() else b""
    if not payload.startswith(_SIGNATURE):
        msg = (
            f"{browser}: took no picture of the page ({fault}); "
            f"name another browser in {BROWSER_VARIABLE}"
        )
        raise OutputError(msg)
    return payload


def _take(browser: str, page: Path, picture: Path, size: tuple[int, int]) -> str:
    """Have a browser draw a page into a picture; return why it may not have."""
    command = [
        browser, *_FLAGS, *_sandbox(), f"--user-data-dir={picture.parent / 'profile'}",
        f"--window-size={size[0]},{size[1]}", f"--force-device-scale-factor={_SCALE}",
        f"--screenshot={picture}", page.as_uri(),
    ]  # fmt: skip
    try:
        with _memory_of_machine():
            done = subprocess.run(  # noqa: S603 - no shell, and no word of an article
                command, capture_output=True, timeout=_DEADLINE, check=False
            )
    except subprocess.TimeoutExpired:
        return f"it took more than {_DEADLINE:.0f} s"
    except OSError as error:
        return str(error.strerror)
    last = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
    return f"exit code {done.returncode}{': ' + last if last else ''}"


@contextmanager
def _memory_of_machine() -> Iterator[None]:
    """Lift the limit that a process of an archive has: a browser reserves far more than it uses."""
    try:
        import resource  # noqa: PLC0415 - Unix alone has it
    except ImportError:
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _sandbox() -> tuple[str, ...]:
    """Return the switch without which Chromium does not start for the superuser."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return ("--no-sandbox",) if is_root else ()
