"""Doormen, one file for each kind of visitor."""
