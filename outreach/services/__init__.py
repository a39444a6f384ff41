"""Every writing of this room: one verb, one function, one transaction."""
