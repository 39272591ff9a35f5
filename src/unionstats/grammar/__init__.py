"""rules/ to a rulebook: load, refuse what is not known, compile."""
