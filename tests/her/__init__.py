"""Every page a woman can meet, looked at as one list (safety.md 1, 8, 23, 28 to 32)."""
