"""Ids that stay the same for good and say nothing: no key of ours, no name."""

import uuid

# Ours for good: with another one every directory would take each group for a new one.
NAMESPACE = uuid.UUID("6f0a5b1e-4f0b-5f6e-9d63-2b7c1f7f0c41")


def uid(*parts: str) -> str:
    """The id of a thing that is named by ``parts``: ``uid("service", group.ref)``."""
    return str(uuid.uuid5(NAMESPACE, "/".join(parts)))
