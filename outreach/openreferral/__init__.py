"""What directories read about the groups: Open Referral UK 3.0, from live rows. The area, never
the place; the charity, never a person; names of ids that say nothing (safety.md 8, 50, 52)."""
