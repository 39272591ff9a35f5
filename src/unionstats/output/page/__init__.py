"""The page for reviewing a dataset: what it shows (gather), and the one HTML file that shows it (render)."""
