"""What is measured, how, and against what (docs: README; goals: the table in results.md)."""
