"""Rows ready for a page, a module for each part of the door."""
