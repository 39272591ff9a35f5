"""The same report twice, under two names or in two encodings, is one report."""

from hashlib import sha256

from unionstats.core.document import Document


class Seen:
    """The reports that were read so far, by their words."""

    def __init__(self) -> None:
        self._files: dict[bytes, list[tuple[str, str | None, int | None]]] = {}

    def first(self, words: bytes, city: str | None, year: int | None) -> str | None:
        """The file that held the same words before, if one did.

        `city` and `year` are what the user says of the report: where that is another city or year than of the first,
        they are two reports.
        """
        for file, its_city, its_year in self._files.get(words, ()):
            if (its_city == city or not its_city or not city) and (its_year == year or not its_year or not year):
                return file
        return None

    def add(self, words: bytes, file: str, city: str | None, year: int | None) -> None:
        """Remember a report that was read."""
        self._files.setdefault(words, []).append((file, city, year))


def words_of(document: Document) -> bytes:
    """Stands for the words of a report, however its lines are broken."""
    return sha256("".join(document.text.split()).encode("utf-8", "backslashreplace")).digest()
