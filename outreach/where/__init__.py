"""Where women come from: figures by quarter, none of which leads to a woman (safety.md 27). What is
hidden, and why that holds, is in ``peersupport.small_counts``."""
