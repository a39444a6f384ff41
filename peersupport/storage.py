"""Static files under names that say nothing: /static/<hash>.css (safety.md W list)."""

import posixpath

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage


class HashOnlyStorage(ManifestStaticFilesStorage):
    """Django's manifest storage, but the served name is the content's hash alone."""

    def hashed_name(self, name: str, content=None, filename: str | None = None) -> str:
        full = super().hashed_name(name, content, filename)
        path = full.partition("?")[0].partition("#")[0]
        stem, extension = posixpath.splitext(path)
        digest = stem.rpartition(".")[2]
        return full.replace(path, f"{digest}{extension}", 1)
