"""Options that several commands share."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any, TypeVar

import click

from geomap.cli.console import Console
from geomap.errors import suggest

if TYPE_CHECKING:
    from collections.abc import Callable

    from geomap.webmap import Basemap

__all__ = [
    "analysis_options",
    "article_options",
    "basemap_options",
    "cluster_options",
    "corrections_option",
    "json_option",
    "page_options",
    "places_option",
    "quiet_options",
    "read_basemap",
    "run_options",
    "selection_options",
    "split_words",
]

_F = TypeVar("_F", bound="Callable[..., Any]")
_BIAS = re.compile(r"auto|none|[A-Za-z]{2}(,[A-Za-z]{2})*")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}")


def _apply(function: _F, *options: Callable[[_F], _F]) -> _F:
    for option in reversed(options):
        function = option(function)
    return function


def split_words(text: str) -> tuple[str, ...]:
    """Return the words of a list that commas part.

    Examples
    --------
    >>> split_words("html, geojson,")
    ('html', 'geojson')
    """
    return tuple(word.strip() for word in text.split(",") if word.strip())


def quiet_options(function: _F) -> _F:
    """Add -q, -v and --debug, which set up the console."""
    return _apply(
        function,
        click.option(
            "-q",
            "--quiet",
            is_flag=True,
            expose_value=False,
            callback=_set_quiet,
            help="Say nothing but errors.",
        ),
        click.option(
            "-v",
            "--verbose",
            is_flag=True,
            expose_value=False,
            callback=_set_verbose,
            help="Say more: every article, every note.",
        ),
        click.option(
            "--debug",
            is_flag=True,
            expose_value=False,
            callback=_set_debug,
            help="Show the traceback of an error.",
        ),
    )


def article_options(function: _F) -> _F:
    """Add what a user may know of an article."""
    return _apply(
        function,
        click.option(
            "--published",
            metavar="DATE",
            callback=_read_date,
            help="Day of publication, YYYY-MM-DD; 'on Monday' is resolved by it.",
        ),
        click.option("--title", metavar="TEXT", help="Title of the article (one article)."),
        click.option("--url", metavar="URL", help="Address of the article (one article)."),
        click.option("--source", metavar="NAME", help="Who published the article."),
        click.option(
            "--language",
            metavar="CODE",
            callback=_read_language,
            help="Language, such as en or uk; else told by the letters.",
        ),
        click.option(
            "--articles",
            metavar="FILE.csv",
            type=click.Path(),
            help="What is known of each file: file, published, title, url, source, language.",
        ),
    )


def analysis_options(function: _F) -> _F:
    """Add what steers the analysis."""
    return _apply(
        function,
        click.option(
            "--gazetteer",
            metavar="FILE",
            type=click.Path(),
            help="A compiled gazetteer instead of the built-in one.",
        ),
        places_option,
        click.option(
            "--country-bias",
            metavar="auto|none|UA,…",
            default="auto",
            show_default=True,
            callback=_read_bias,
            help="Countries to prefer: by the article's own evidence, none, or these.",
        ),
        click.option("--ignore-case", is_flag=True, help="Find names in lower case, too."),
        corrections_option,
        click.option(
            "--only",
            type=click.Choice(["incidents"]),
            help="Leave out places that no incident uses.",
        ),
        click.option(
            "--round",
            "decimals",
            metavar="DECIMALS",
            type=click.IntRange(0, 6),
            help="Coarsen coordinates: 2 is about 1 km; radius_km grows to match.",
        ),
    )


def selection_options(function: _F) -> _F:
    """Add what chooses the incidents that are written."""
    return _apply(
        function,
        click.option(
            "--type",
            "types",
            metavar="TYPE,…",
            callback=_read_types,
            help="Write incidents of these types or groups only: missile_strike,harm.",
        ),
        click.option("--since", metavar="DATE", callback=_read_date, help="First day, YYYY-MM-DD."),
        click.option("--until", metavar="DATE", callback=_read_date, help="Last day, YYYY-MM-DD."),
        click.option(
            "--bbox",
            metavar="W,S,E,N",
            callback=_read_bbox,
            help="Write incidents with a place in this box of degrees only.",
        ),
    )


def page_options(function: _F) -> _F:
    """Add what a page says and in which language: ``--text --ui``."""
    return _apply(
        function,
        click.option(
            "--text",
            type=click.Choice(["full", "quotes", "none"]),
            default="full",
            show_default=True,
            help="How much of the article the page shows.",
        ),
        click.option(
            "--ui",
            type=click.Choice(["en", "uk"]),
            default="en",
            show_default=True,
            help="Language of the page.",
        ),
    )


def basemap_options(function: _F) -> _F:
    """Add what lies under the incidents: ``--basemap --attribution``."""
    return _apply(
        function,
        click.option(
            "--basemap",
            default="vector",
            show_default=True,
            metavar="vector|none|NAME|URL",
            help="What lies under the incidents: outlines inside the file, nothing, or tiles that "
            "the open page loads: a name such as OpenStreetMap.Mapnik, or a URL with {z}/{x}/{y}.",
        ),
        click.option(
            "--attribution", default="", metavar="TEXT", help="Whose map the tiles of a URL are."
        ),
    )


def read_basemap(basemap: str, attribution: str) -> Basemap:
    """Return the basemap that the two options name; a wrong one is a wrong use.

    Raises
    ------
    click.BadParameter
        If there is no such basemap, or nobody is credited for it.
    """
    from geomap.errors import AssetError  # noqa: PLC0415 - --help must be fast
    from geomap.webmap import to_basemap  # noqa: PLC0415 - as above

    try:
        return to_basemap(basemap, attribution)
    except AssetError as error:
        raise click.BadParameter(str(error), param_hint="--basemap") from error


def run_options(function: _F) -> _F:
    """Add what steers a run over many articles."""
    return _apply(
        function,
        click.option(
            "-j",
            "--jobs",
            type=click.IntRange(1, 256),
            default=1,
            show_default=True,
            help="Processes that work side by side; the outputs are the same.",
        ),
        click.option(
            "--timeout",
            metavar="S",
            type=click.FloatRange(min=0, min_open=True),
            default=60.0,
            show_default=True,
            help="Seconds that one article of many may take; then it has failed.",
        ),
        click.option("--force", is_flag=True, help="Make everything anew, also what is unchanged."),
        click.option(
            "--prune",
            is_flag=True,
            help="Remove the files of articles that are no longer among the inputs.",
        ),
        click.option(
            "--log-json",
            is_flag=True,
            expose_value=False,
            callback=_set_log_json,
            help="Tell what is done as JSON on stderr, one object per line.",
        ),
    )


def cluster_options(function: _F) -> _F:
    """Add what sends the work to a cluster: ``--scheduler --insecure-cluster --parquet-to``."""
    return _apply(
        function,
        click.option(
            "--scheduler",
            metavar="ADDRESS",
            help="Let a Dask cluster do the work: tls://HOST:PORT, the path of a scheduler file, "
            "or local, which starts -j workers here. The folder of -o and the inputs lie on a "
            "disk that all workers see.",
        ),
        click.option(
            "--parquet-to",
            metavar="URL",
            help="Send the parts of all.parquet that changed to an object store, too: "
            "s3://bucket/maps.parquet, or what else fsspec knows.",
        ),
        click.option(
            "--insecure-cluster",
            is_flag=True,
            help="Talk to a scheduler on another machine without TLS: whoever can reach it can "
            "run what he likes on all of its workers.",
        ),
    )


def corrections_option(function: _F) -> _F:
    """Add --corrections."""
    return click.option(
        "--corrections",
        metavar="FILE.csv",
        type=click.Path(),
        help="What people corrected, applied again; see geomap corrections -h.",
    )(function)


def places_option(function: _F) -> _F:
    """Add --places."""
    return click.option(
        "--places",
        metavar="FILE",
        multiple=True,
        type=click.Path(),
        help="Imported places, asked after the gazetteer; may be given several times.",
    )(function)


def json_option(function: _F) -> _F:
    """Add --json."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON on stdout.")(function)


def _console(context: click.Context) -> Console:
    return context.ensure_object(Console)


def _set_quiet(context: click.Context, _: click.Parameter, value: bool) -> None:  # noqa: FBT001
    if value:
        _console(context).verbosity = -1


def _set_verbose(context: click.Context, _: click.Parameter, value: bool) -> None:  # noqa: FBT001
    if value:
        _console(context).verbosity = 1


def _set_debug(context: click.Context, _: click.Parameter, value: bool) -> None:  # noqa: FBT001
    if value:
        _console(context).debug = True


def _set_log_json(context: click.Context, _: click.Parameter, value: bool) -> None:  # noqa: FBT001
    if value:
        _console(context).is_log = True


def _read_date(_: click.Context, parameter: click.Parameter, value: str | None) -> Any:  # noqa: ANN401
    if value is None:
        return None
    from geomap.articles import to_date  # noqa: PLC0415 - --help must be fast
    from geomap.errors import DateError  # noqa: PLC0415 - as above

    try:
        day = to_date(value)
    except DateError as error:
        raise click.BadParameter(str(error).partition(": ")[2], param=parameter) from error
    if day is None:
        message = "is empty; write YYYY-MM-DD: 2022-12-19"
        raise click.BadParameter(message, param=parameter)
    return day


def _read_language(_: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    if value is not None and not _LANGUAGE.fullmatch(value):
        message = f"{value!r} is no language code; write two letters, such as en or uk"
        raise click.BadParameter(message, param=parameter)
    return value.lower() if value else None


def _read_bias(_: click.Context, parameter: click.Parameter, value: str) -> str:
    if not _BIAS.fullmatch(value):
        message = f"{value!r} is neither auto, none nor ISO codes such as UA,PL"
        raise click.BadParameter(message, param=parameter)
    return value if value in ("auto", "none") else value.upper()


def _read_types(_: click.Context, parameter: click.Parameter, value: str | None) -> frozenset[str]:
    if value is None:
        return frozenset()
    from geomap.lexicon import groups, incident_types  # noqa: PLC0415 - --help must be fast

    known = [*incident_types(), *groups()]
    wanted = frozenset(split_words(value))
    for name in sorted(wanted):
        if name not in known:
            hint = suggest(name, known, f"use {', '.join(known)}")
            message = f"{name!r} is no type or group of incidents; {hint}"
            raise click.BadParameter(message, param=parameter)
    return wanted


def _read_bbox(
    _: click.Context, parameter: click.Parameter, value: str | None
) -> tuple[float, ...] | None:
    if value is None:
        return None
    try:
        west, south, east, north = (float(part) for part in value.split(","))
    except ValueError:
        west = south = east = north = math.nan
    if not (abs(west) <= 180 and abs(east) <= 180 and -90 <= south < north <= 90):  # noqa: PLR2004 - degrees
        message = f"{value!r} is no box; write west,south,east,north in degrees: 22,44,41,53"
        raise click.BadParameter(message, param=parameter)
    return west, south, east, north
