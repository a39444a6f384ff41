"""The message outbox: neither lost nor sent twice (delivery.md).

A message is a row, written in the transaction that makes it true. ``drain`` claims due rows
and hands them to a transport; ``recover`` picks up what a killed worker left behind.
"""
