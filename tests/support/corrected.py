"""An article and its corrections."""

from __future__ import annotations

from hypothesis import strategies as st

from geomap.corrections import COLUMNS
from geomap.records import Article
from geomap.text import clean_text

TEXT = (
    "Shells hit Nikopol on 3 May 2023.\n\nTwo people were killed in Lyman, officials said. "
    "Nothing happened near Lyman later. Boryspil stayed quiet."
)
ARTICLE = Article("day", TEXT)
HEADER = ",".join(COLUMNS)
WORDS = st.text(max_size=40).map(clean_text).map(lambda t: " ".join(t.split()))
