"""A failure of one article costs that article and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from geomap.articles import Failure
from geomap.errors import ArticleError, GeomapError, LimitError, OutputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from geomap.records import Article

__all__ = ["attempt", "failure_of"]

_T = TypeVar("_T")

# What a fault of our own raises on one odd text. Everything else (no memory, an interrupt,
# a broken gazetteer) would meet the next article, too, and ends the run.
_FAULTS = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


def attempt(article: Article, work: Callable[[Article], _T]) -> _T | Failure:
    """Return what the work makes of an article, or the failure that concerns it alone.

    Raises
    ------
    GazetteerError, AssetError, LexiconError
        What every article needs is missing or broken.

    Examples
    --------
    >>> from geomap.records import Article
    >>> attempt(Article("a", "Nikopol"), lambda article: len(article.text))
    7
    >>> print(attempt(Article("a", ""), lambda article: article.text[0]).error)
    a: internal error (IndexError: string index out of range); please report it with the article
    """
    try:
        return work(article)
    except OutputError as error:
        return failure_of(article, error)
    except (ArticleError, LimitError) as error:
        return failure_of(article, _named(error, article))
    except GeomapError:
        raise
    except _FAULTS as error:
        words = f"internal error ({type(error).__name__}: {error})"
        fault = GeomapError(f"{article.article_id}: {words}; please report it with the article")
        fault.__cause__ = error
        return failure_of(article, fault)


def failure_of(article: Article, error: GeomapError) -> Failure:
    """Return the failure of an article that was read."""
    return Failure(article.article_id, article.article_id, error)


def _named(error: GeomapError, article: Article) -> GeomapError:
    """Return the error with the article's name before its words."""
    if str(error).startswith(f"{article.article_id}:"):
        return error
    return type(error)(f"{article.article_id}: {error}")
