"""What of the door stands in her own export, by what it is about."""
