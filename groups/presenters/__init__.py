"""Rows of this room, ready for a page: words, dates and shapes. Templates only place them."""
