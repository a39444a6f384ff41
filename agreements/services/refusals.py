"""Why something cannot be done, each in a sentence for the page."""


class NotPossible(ValueError):
    """Cannot be done; the message says why, and what to do instead."""


class PublishedMeanwhile(NotPossible):
    """The draft was published while somebody was still at it."""


class ChangedMeanwhile(NotPossible):
    """Somebody else changed the same words first."""
