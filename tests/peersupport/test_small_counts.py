"""Small counts stay hidden from whoever adds, takes away and knows the rule (safety.md 27).

The attacks here try every table that could have been: a hidden number that only one of them
explains has been worked out.
"""

import itertools
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from peersupport.small_counts import LEAST, Block, Floor, floor, median, publish, share, split

COUNT = st.integers(0, 40)
ROW = st.lists(COUNT, min_size=1, max_size=7)


def row(counts: Iterable[int]) -> dict[int, int]:
    return dict(enumerate(counts))


# -- what is hidden, and what is not ----------------------------------------------------------------


@given(ROW)
def test_every_count_under_five_is_hidden(counts) -> None:
    block = publish(row(counts))
    shown = [cell for cell in [*block.cells.values(), block.total] if cell is not None]
    assert all(number >= LEAST for number in shown)
    # What a reader can add up of the hidden ones is a count too.
    assert block.hidden in {None, 0} or (block.hidden or 0) >= LEAST


@given(ROW)
def test_what_is_shown_is_true(counts) -> None:
    block = publish(row(counts))
    assert block.total in {None, sum(counts)}
    assert all(cell in {None, counts[key]} for key, cell in block.cells.items())


@given(st.lists(st.integers(LEAST, 40), min_size=1, max_size=7))
def test_nothing_is_hidden_needlessly(counts) -> None:
    block = publish(row(counts))
    assert list(block.cells.values()) == counts
    assert block.total == sum(counts)


@given(ROW)
def test_no_more_goes_than_the_small_ones_and_the_next_smallest(counts) -> None:
    block = publish(row(counts))
    assume(block.total is not None)
    extra = {counts[key] for key, cell in block.cells.items() if cell is None} - set(range(LEAST))
    assert extra <= {min((count for count in counts if count >= LEAST), default=0)}


@pytest.mark.parametrize(
    ("counts", "cells", "total"),
    [
        ([9, 7, 5], [9, 7, 5], 21),
        ([20, 9, 3], [20, None, None], 32),
        ([20, 9, 3, 2], [20, 9, None, None], 34),
        ([20, 9, 2, 1], [20, None, None, None], 32),
        ([6, 0, 0], [None, None, None], 6),
        ([7, 7, 4], [None, None, None], 18),
        ([9, 4, 4], [None, None, None], 17),
        ([12, 9, 4, 4], [12, None, None, None], 29),
        ([4, 0], [None, None], None),
        ([0, 0], [None, None], None),
        ([5], [5], 5),
        ([4], [None], None),
        ([], [], None),
    ],
)
def test_by_example(counts, cells, total) -> None:
    assert publish(row(counts)) == Block(total, row(cells))


def test_a_count_below_nothing_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="-1"):
        publish({"a": -1})


# -- attacks: whoever knows the rule tries every table that could have been -------------------------

Table = tuple[int, ...]
Seen = Callable[[Table], tuple[Hashable, dict[Any, int | None], dict[Any, int]]]


def worked_out(tables: Iterable[Table], look: Seen) -> list:
    """Hidden numbers that only one value explains. ``look`` gives what is published of a table,
    its cells as published, and the same cells as they are."""
    fits: dict[Hashable, dict[Any, set[int]]] = defaultdict(lambda: defaultdict(set))
    hidden: dict[Hashable, set[Any]] = {}
    for table in tables:
        said, cells, true = look(table)
        hidden[said] = {key for key, cell in cells.items() if cell is None}
        for key in hidden[said]:
            fits[said][key].add(true[key])
    return [
        (said, key) for said, keys in hidden.items() for key in keys if len(fits[said][key]) < 2
    ]


def one_block(table: Table):
    block = publish(row(table))
    return (block.total, *block.cells.values()), block.cells, row(table)


@pytest.mark.parametrize(("wide", "most"), [(2, 40), (3, 20), (4, 11), (5, 7)])
def test_one_block_gives_nothing_away(wide, most) -> None:
    """All tables up to ``most``; the alternatives of the largest lie beyond, so those are left."""
    tables = itertools.product(range(most + 1), repeat=wide)
    found = worked_out(tables, one_block)
    assert [line for line in found if (line[0][0] or 0) <= most] == []


def with_a_filter(table: Table):
    """Two routes, each with two groups: the page for all, and the same page for one group."""
    parts = {0: row(table[:2]), 1: row(table[2:])}
    whole = publish({route: sum(groups.values()) for route, groups in parts.items()})
    cut = {route: split(whole.cells[route], groups) for route, groups in parts.items()}
    cells = dict(whole.cells) | {
        (route, group): cell for route in cut for group, cell in cut[route].cells.items()
    }
    true = {route: sum(groups.values()) for route, groups in parts.items()} | {
        (route, group): count for route in parts for group, count in parts[route].items()
    }
    said = (whole.total, *cells.values(), *(cut[route].total for route in cut))
    return said, cells, true


def test_one_more_filter_gives_nothing_away() -> None:
    tables = itertools.product(range(11), repeat=4)
    found = worked_out(tables, with_a_filter)
    assert [line for line in found if (line[0][0] or 0) <= 10] == []


def two_quarters(table: Table):
    """Two quarters of two routes, and all that is added up over both."""
    blocks = [publish(row(table[:2])), publish(row(table[2:]))]
    cells = {(n, key): cell for n, block in enumerate(blocks) for key, cell in block.cells.items()}
    true = {(n, key): table[2 * n + key] for n in range(2) for key in range(2)}
    years = [floor(block.cells[key] for block in blocks) for key in range(2)]
    sums = (floor(block.total for block in blocks), share(blocks, [0]), share(blocks, [1]))
    return (*(block.total for block in blocks), *cells.values(), *years, *sums), cells, true


def test_the_neighbouring_quarter_and_the_year_give_nothing_away() -> None:
    tables = itertools.product(range(11), repeat=4)
    found = worked_out(tables, two_quarters)
    assert [line for line in found if (line[0][0] or 0) <= 10 and (line[0][1] or 0) <= 10] == []


def test_the_attack_would_find_a_rule_that_is_too_weak() -> None:
    """Hiding only what is small is no rule: whatever stands alone in its block is worked out."""

    def weak(table: Table):
        cells = {key: count if count >= LEAST else None for key, count in row(table).items()}
        return (sum(table), *cells.values()), cells, row(table)

    def by_order(table: Table):
        """One more, the first of those alike: (7, 7, 4) then has only one explanation."""
        small = {key for key, count in row(table).items() if count < LEAST}
        rest = sorted((count, key) for key, count in row(table).items() if key not in small)
        small |= {rest[0][1]} if len(small) == 1 and rest else set()
        cells = {key: None if key in small else count for key, count in row(table).items()}
        return (sum(table), *cells.values()), cells, row(table)

    tables = list(itertools.product(range(12), repeat=3))
    assert worked_out(tables, weak)
    assert worked_out(tables, by_order)


def rank(rows: list[list[int]]) -> int:
    """How many of these equations stand on their own."""
    left, found = [[Fraction(n) for n in line] for line in rows], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((line for line in left[found:] if line[column]), None)
        if pivot is None:
            continue
        left.remove(pivot)
        left.insert(found, pivot)
        for line in left[found + 1 :]:
            times = line[column] / pivot[column]
            line[:] = [a - times * b for a, b in zip(line, pivot, strict=True)]
        found += 1
    return found


@given(st.lists(st.lists(COUNT, min_size=5, max_size=5), min_size=1, max_size=8))
def test_no_equation_over_eight_quarters_names_one_hidden_cell(quarters) -> None:
    """Every total is an equation; a hidden cell is worked out when it follows from them all."""
    blocks = [publish(row(counts)) for counts in quarters]
    hidden = [(n, key) for n, b in enumerate(blocks) for key, c in b.cells.items() if c is None]
    equations = [
        [int(cell[0] == n) for cell in hidden]
        for n, block in enumerate(blocks)
        if block.total is not None and block.hidden
    ]
    for place in range(len(hidden)):
        alone = [int(other == place) for other in range(len(hidden))]
        assert rank([*equations, alone]) == rank(equations) + 1


# -- what is made of published numbers ---------------------------------------------------------------


def test_a_filter_of_a_hidden_number_tells_nothing() -> None:
    assert split(None, {"a": 9, "b": 9}) == Block(None, {"a": None, "b": None})
    with pytest.raises(ValueError, match="10"):
        split(10, {"a": 9, "b": 9})


def test_a_sum_says_when_something_comes_on_top() -> None:
    assert floor([9, 8]) == Floor(17, True)
    assert floor([9, None]) == Floor(9, False)
    assert floor([]) == Floor(0, True)


@given(st.lists(st.lists(COUNT, min_size=3, max_size=3), min_size=1, max_size=4))
def test_a_share_lies_between_what_it_says(quarters) -> None:
    blocks = [publish(row(counts)) for counts in quarters]
    found = share(blocks, [0])
    if found is None:
        assert any(block.total is None for block in blocks)
        return
    true = 100 * sum(counts[0] for counts in quarters) / sum(map(sum, quarters))
    assert found.at_least - 1e-9 <= true <= found.at_most + 1e-9
    assert found.at_most <= 100 + 1e-9


def test_a_middle_needs_five_that_are_shown() -> None:
    weeks = {1: 2, 3: 2, 9: 1}
    assert median(5, weeks) == 3
    assert median(None, weeks) is None
    with pytest.raises(ValueError, match="6"):
        median(6, weeks)


@given(st.lists(st.integers(0, 60), min_size=LEAST, max_size=30))
def test_a_middle_is_a_middle(weeks) -> None:
    histogram = {week: weeks.count(week) for week in weeks}
    found = median(len(weeks), histogram)
    assert found is not None
    assert sum(week <= found for week in weeks) >= len(weeks) / 2
    assert sum(week >= found for week in weeks) >= len(weeks) / 2
