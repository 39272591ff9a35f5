"""How much one file may cost. What a report needs is far below; what stops a run is far above."""

MAX_PAGE = 20_000_000
"""Bytes of a web page. A saved report with its scripts is below 1 MB; a page of 46 MB took 73 s and 2.7 GB."""

MAX_DEPTH = 200
"""Elements within elements. From 256 on, libxml2 leaves out what is deeper without a word."""

MAX_TEXT_RUN = 4_000_000
"""Characters between two tags. Of text nodes above 10 MB libxml2 leaves all out, of some above 5 MB a part."""

MAX_TAGS = 300_000
"""Tags of a page. The tables of a yearbook have ten thousand."""

MAX_TAG = 100_000
"""Characters of one tag: 300,000 attributes on one tag keep libxml2 busy for minutes."""

MAX_TABLES_DEEP = 40
"""Tables within tables that are taken apart; pages laid out by tables have up to ten."""

MAX_SPAN = 200
"""Columns or rows that one cell of a table covers."""

MAX_CELLS = 200_000
"""Cells of one table, with those that are covered by others."""

MAX_UNPACKED = 256_000_000
"""Bytes of all parts of a Word file together: its photos hardly shrink, so they are bounded by its own size."""

MAX_RATIO = 200
"""How many times a part of an archive may be larger than its packed form, if it is above `RATIO_FROM` at all.
Prose shrinks to a third, the most repetitive tables to a fiftieth."""

RATIO_FROM = 1_000_000
"""Bytes below which any ratio is harmless."""

MAX_PARTS = 5_000
"""Parts of a Word file: photos, themes and the text itself; a report has some dozens."""

MAX_PAPER_PAGES = 2_000
"""Pages of a PDF. A yearbook has about 600."""

WALL_SECONDS = 60
"""For one file, by the clock: three times the seconds of work, since the machine may be busy with other things."""

CPU_SECONDS = 20
"""For one file, of work. A report takes 0.01 s, the 600 pages of a yearbook 3 s."""

MEMORY = 2_000_000_000
"""Bytes of address space of the child, all in all. Reading a page of 20 MB takes 1.2 GB."""

FILES_PER_CHILD = 500
"""After so many files the child is replaced, since the borrowed readers keep caches. Starting one takes 0.5 s."""

MAX_TEXT = 64 * 1024 * 1024
"""Characters of the text of one file: as many as a text file may have bytes."""
