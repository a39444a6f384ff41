"""What the bench counts is right on a tiny case. Nothing here is timed."""

import pytest
from django.db import connection, transaction

from bench.counting import assets, cost, hidden, weigh
from bench.results import Line, Table, document, missed, verdict
from bench.timing import Step, percentile, ratio
from peersupport.models import OnceKey

pytestmark = pytest.mark.django_db(transaction=True)


def test_cost_counts_statements_without_the_edges_of_transactions() -> None:
    with cost() as found:
        list(OnceKey.objects.all())
        with transaction.atomic():
            OnceKey.objects.create(key="a")
            OnceKey.objects.create(key="b")
    asked = [sql for sql in found.said if "now()" not in sql]
    assert len(asked) == 3
    assert found.statements == len(found.said)
    assert found.commits == 1


def test_cost_counts_each_write_outside_a_transaction_as_a_commit() -> None:
    with cost() as found:
        OnceKey.objects.create(key="a")
        OnceKey.objects.filter(key="a").update(key="b")
        OnceKey.objects.filter(key="b").exists()
    assert found.commits == 2


def test_cost_counts_savepoints_as_statements_and_a_rollback_as_no_commit() -> None:
    with cost() as found:
        try:
            with transaction.atomic():
                with transaction.atomic():
                    OnceKey.objects.create(key="a")
                raise ValueError
        except ValueError:
            pass
    assert found.commits == 0
    assert sum("SAVEPOINT" in sql for sql in found.said) == 2
    assert not OnceKey.objects.exists()


def test_cost_sees_a_claim_that_begins_with_a_with() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL writes in a WITH")
    with cost() as found, connection.cursor() as cursor:
        cursor.execute(
            "WITH c AS (SELECT 1) DELETE FROM peersupport_oncekey WHERE id IN (SELECT 0 FROM c)"
        )
    assert found.commits == 1


PAGE = """<!doctype html><link rel="stylesheet" href="/a.css"><link rel="icon" href="/i.svg">
<link rel="alternate" href="/feed"><script src="b.js"></script><img src="data:image/png;base64,x">
<img src="https://elsewhere.example/x.png"><script>inline()</script><img src="/i.svg">"""


def test_assets_are_what_a_browser_fetches_from_us_each_once() -> None:
    assert assets(PAGE, "/join/") == ["/a.css", "/i.svg", "/join/b.js"]


def test_weigh_adds_the_page_and_all_it_fetches() -> None:
    files = {"/join/": PAGE.encode(), "/a.css": b"12345", "/i.svg": b"1", "/join/b.js": b"12"}
    found = weigh("/join/", files.__getitem__)
    assert found.requests == 4
    assert found.html == len(PAGE)
    assert found.all == len(PAGE) + 8


def test_hidden_takes_each_name_once() -> None:
    html = """<input type="hidden" name="t" value="1"><input name="seen" value="2">
    <input type="hidden" name="t" value="3"><input type="hidden" name="once">"""
    assert hidden(html) == {"t": "1", "once": ""}


# -- pairs ----------------------------------------------------------------------------------------


def test_ratio_goes_in_turn_and_prepares_untimed() -> None:
    said: list[str] = []
    found = ratio(
        Step(lambda: said.append("base"), lambda: said.append("ready")),
        lambda: said.append("ours"),
        pairs=5,
        each=2,
        warm=1,
    )
    assert said == ["ready", "base", "ours"] * (5 * 2 + 1)
    assert found.pairs == 5
    assert found.ratio > 0


@pytest.mark.parametrize(
    ("share", "wanted"), [(0.5, 5), (0.95, 10), (0.9, 9), (0.01, 1), (1.0, 10)]
)
def test_percentile_is_the_nearest_rank(share, wanted) -> None:
    assert percentile([float(n) for n in range(10, 0, -1)], share) == wanted


# -- verdicts -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("found", "timed", "word"),
    [
        (1.0, True, "met"),
        (1.2, True, "met within noise"),
        (1.3, True, "MISSED"),
        (1.2, False, "MISSED"),
        (1.0, False, "met"),
    ],
)
def test_verdict_allows_noise_only_where_a_clock_was_read(found, timed, word) -> None:
    assert verdict(found, 1.0, timed=timed) == word


def test_a_rate_must_reach_its_goal() -> None:
    table = Table("handover", "Rates")
    table.least("ours", 0.80, 0.75, "0.80")
    table.least("ours, slower", 0.70, 0.75, "0.70")
    table.least("ours, far too slow", 0.10, 0.75, "0.10")
    assert [line.verdict for line in table.lines] == ["met", "met within noise", "MISSED"]


def test_the_document_names_each_goal_that_was_missed_and_what_was_left_out() -> None:
    table = Table("lists", "Lists", [Line("queries", "3 and 4", "equal", "MISSED")])
    table.same("pages", 2, 2)
    table.skip("PostgreSQL is not here.")
    words = document([table], "a run of a test")
    assert missed([table]) == ["lists: queries: 3 and 4 (wanted equal)"]
    assert "- lists: queries: 3 and 4 (wanted equal)" in words
    assert "Left out: PostgreSQL is not here." in words
    assert "| pages | 2 and 2 | equal | met |" in words
