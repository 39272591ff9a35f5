"""Files to documents: decode, repair, normalise, segment, and find the place."""
