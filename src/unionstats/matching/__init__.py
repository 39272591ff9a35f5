"""Documents and the rulebook to claims."""
