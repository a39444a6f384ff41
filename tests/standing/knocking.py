"""A visit to an address, and what came of it."""

from dataclasses import dataclass

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext


@dataclass
class Knock:
    """What came of one visit."""

    response: HttpResponse
    wrote: list[str]

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def is_sent_to_sign_in(self) -> bool:
        return self.status == 302 and self.response["Location"].startswith("/accounts/login/")

    @property
    def is_asked_for_her_phrase(self) -> bool:
        return self.status == 302 and self.response["Location"] == "/you/phrase/"

    @property
    def is_turned_away(self) -> bool:
        return self.status in {403, 404} or self.is_sent_to_sign_in


WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "WITH")
# Signing out, "you signed in", and messages for the next page live in the session.
MAY_BE_WRITTEN = ("peersupport_browsersession", "usersessions_usersession")


def knock(client: Client, url: str) -> Knock:
    """GET; where only POST is taken, POST nothing. ``wrote`` is what a GET changed."""
    client.raise_request_exception = True
    with CaptureQueriesContext(connection) as seen:
        response = client.get(url)
    wrote = [
        query["sql"]
        for query in seen.captured_queries
        if query["sql"].upper().startswith(WRITES)
        and not any(table in query["sql"] for table in MAY_BE_WRITTEN)
    ]
    if response.status_code == 405:
        response = client.post(url)
    return Knock(response, wrote)
