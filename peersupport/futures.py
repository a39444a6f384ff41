"""What becomes of each column: stated beside it, held to by the suite (house.md, habit 6).

Every model says ``row_kept`` (a sentence) and ``fate``, which names each of its columns.
A model about a woman also says ``personal = True``; a registered purge must serve it.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fate:
    """One column's future."""

    about_her: bool
    sealed: bool
    in_her_export: bool


PLUMBING = Fate(about_her=False, sealed=False, in_her_export=False)
OURS = Fate(about_her=False, sealed=False, in_her_export=False)
OURS_SEALED = Fate(about_her=False, sealed=True, in_her_export=False)
HERS = Fate(about_her=True, sealed=False, in_her_export=True)
HERS_SEALED = Fate(about_her=True, sealed=True, in_her_export=True)
SEALED = Fate(about_her=True, sealed=True, in_her_export=False)
HASH = Fate(about_her=True, sealed=False, in_her_export=False)


def fates(**groups: str) -> dict[str, Fate]:
    """Spell a model's fates by kind: ``fates(PLUMBING="id at", HERS_SEALED="name")``."""
    known = {name: value for name, value in globals().items() if isinstance(value, Fate)}
    return {column: known[kind] for kind, columns in groups.items() for column in columns.split()}
