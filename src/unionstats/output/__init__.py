"""What is written: columns, tables, CSV, the data package, explanations."""
