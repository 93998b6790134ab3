"""What a number in running prose counts, and what is no count: ages, clock times, parts, shares."""

from __future__ import annotations

import pytest

from geomap import analyze


def counts_of(text: str) -> dict[str, list[float]]:
    """Return the numbers of all incidents of a text by their kind, in order."""
    found: dict[str, list[float]] = {}
    for incident in analyze(text, published="2023-05-10").incidents:
        places = (count for place in incident.places for count in place.counts)
        for count in (*incident.counts, *places):
            if count.value is not None:
                found.setdefault(count.kind, []).append(count.value)
    return {kind: sorted(values) for kind, values in found.items()}


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("A husband and wife were killed when shells hit Lyman.", {"killed": [2]}),
        ("Shelling killed a mother and her two sons in Lyman.", {"killed": [3]}),
        ("Shells hit Lyman, costing three people their lives.", {"killed": [3]}),
        ("Shells hit Lyman. Four died at once, one more died in hospital.", {"killed": [5]}),
        (
            "The number of people hurt in the shelling of Lyman rose from 7 to 12.",
            {"injured": [12]},
        ),
        ("A man of 62 was killed in the shelling of Lyman.", {"killed": [1]}),
        ("Shelling of Lyman injured two women, 61 and 70.", {"injured": [2]}),
        ("At 6.40 shells hit Lyman.", {}),
        ("All 15 missiles fired at Sumy were shot down.", {"launched": [15], "intercepted": [15]}),
        ("Three of the eight drones got through to Sumy.", {"launched": [8], "hit": [3]}),
        ("Nine drones were sent up, and eight of them were shot down.", {"intercepted": [8]}),
        (
            "Russia fired 30 cruise missiles and 12 ballistic missiles at Kyiv.",
            {"launched": [12, 30]},
        ),
        ("An Su-34 and a Ka-52 were shot down near Lyman.", {"destroyed": [1, 1]}),
        ("Near Lyman Russia lost 20 men and four tanks.", {"killed": [20], "destroyed": [4]}),
        ("4,500 residents of three communities were evacuated from Lyman.", {"affected": [4500]}),
        ("About 60 per cent of Sumy is without heat.", {"affected": [60]}),
        ("Shelling destroyed a 1972 apartment block in Nikopol.", {}),
        ("Shelling destroyed 1,972 flats in Nikopol.", {"destroyed": [1972]}),
    ],
)
def test_a_number_counts_what_a_reader_counts(text: str, counts: dict[str, list[float]]) -> None:
    assert counts_of(text) == counts


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Shelling killed two women, 61 houses were damaged in Lyman.", {"killed": [2]}),
        ("The toll of the shelling of Lyman reached eight when two more died.", {"killed": [8]}),
        ("Drones hit Sumy, 14 of which were jammed.", {"intercepted": [14]}),
        ("Missiles blew out the windows of 40 flats in Sumy.", {"affected": [40]}),
        ("Shells hit 12 villages with 2,000 inhabitants near Lyman.", {"hit": [12]}),
    ],
)
def test_numbers_beside_others_keep_their_own_meaning(
    text: str, counts: dict[str, list[float]]
) -> None:
    """The twin: no age, no sum and no weapon is made of a number that is of something else."""
    found = counts_of(text)

    assert all(found.get(kind, []) in ([], values) for kind, values in counts.items())
    assert set(found) <= {*counts, "affected"}
