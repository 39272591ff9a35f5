"""Claims to series: names, keys, choices among several claims."""
