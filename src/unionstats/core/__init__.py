"""Types that every stage shares. Imports nothing of the project."""
