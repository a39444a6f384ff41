"""``make bench``: ratios measured in one run, printed and written to bench/results.md.

ARGS="--full" takes the sizes that the goals speak of; ARGS="--only lists,claims" some measures.
"""

import argparse
import os
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .results import Table
    from .run import Run
    from .worlds import Files, Server

RESULTS = Path(__file__).with_name("results.md")
QUICK = {
    "women": 2_000,
    "small": 750,
    "introductions": 10_000,
    "old": 100_000,
    "messages": 2_000,
    "reminders": 3_000,
}
FULL = {
    "women": 100_000,
    "small": 1_000,
    "introductions": 100_000,
    "old": 1_000_000,
    "messages": 10_000,
    "reminders": 10_000,
}


def asked(arguments: list[str]) -> argparse.Namespace:
    """What was asked for, sizes filled in."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    for name, size in QUICK.items():
        parser.add_argument(f"--{name}", type=int, help=f"{size:,}; with --full {FULL[name]:,}")
    parser.add_argument("--full", action="store_true", help="the sizes the goals speak of")
    parser.add_argument("--only", default="", help="some measures, by name, parted by commas")
    parser.add_argument("--out", type=Path, help="where to write, instead of bench/results.md")
    options = parser.parse_args(arguments)
    for name, size in (FULL if options.full else QUICK).items():
        if getattr(options, name) is None:
            setattr(options, name, size)
    return options


def server() -> "Files | Server":
    """Where the throw-away databases live. Sets Django up for that engine; nothing that
    ``DATABASE_URL`` names is written to."""
    url = os.environ.get("DATABASE_URL", "")
    on_postgres = url.startswith(("postgres://", "postgresql://"))
    if not on_postgres:
        os.environ["DATABASE_URL"] = "sqlite:///:memory:"
    for name in ("DEBUG", "BROKER_URL", "CACHE_URL", "SMS_URL", "EMAIL_URL"):
        os.environ.pop(name, None)
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    import django

    django.setup()
    from .worlds import Files, Server

    return Server(url, f"bench_{os.getpid()}") if on_postgres else Files()


def measure_all(run: "Run", only: list[str]) -> "list[Table]":
    """Every measure in turn; one that cannot run here says so in a sentence."""
    from django.urls import NoReverseMatch

    from .measures import MEASURES
    from .results import Table, as_text
    from .visitors import Wrong

    tables = []
    for name in only or list(MEASURES):
        began = time.perf_counter()
        print(f"{name} …", flush=True)
        try:
            table = MEASURES[name](run)
        except (NoReverseMatch, Wrong) as missing:
            table = Table(name, name)
            table.skip(f"{missing}.")
        print(f"{as_text(table)}  ({time.perf_counter() - began:.0f} s)\n", flush=True)
        tables.append(table)
    return tables


def main(arguments: list[str]) -> None:
    options = asked(arguments)
    # Asked to stop, it still throws its databases away.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    place = server()
    from .results import document
    from .run import Run
    from .worlds import Worlds

    sizes = {name: getattr(options, name) for name in QUICK}
    run = Run(worlds=Worlds(place), full=options.full, **sizes)
    only = [name for name in options.only.split(",") if name]
    try:
        tables = measure_all(run, only)
        how = "a full run" if options.full else "a quick run"
        words = document(tables, f"{how} with {options.women:,} women")
    finally:
        run.worlds.close()
    out = options.out or (None if only else RESULTS)
    if out:
        out.write_text(words, encoding="utf-8")
        print(f"Written to {out}.")


if __name__ == "__main__":
    main(sys.argv[1:])
