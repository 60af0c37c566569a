"""The reading list: the program's own books, and the shared ones by the module they serve."""

from collections.abc import Iterable
from dataclasses import dataclass

from curriculum.entries import Catalogue, LessonEntry, ModuleEntry
from curriculum.models import OwnBook
from curriculum.shared.references import Entry


@dataclass(frozen=True, slots=True)
class Book:
    title: str
    author: str
    publisher: str
    year: int | None
    series: str
    volume: int | None
    url: str
    note: str
    language: str = ""
    slug: str = ""
    lessons: tuple[LessonEntry, ...] = ()

    @property
    def printed_by(self) -> str:
        """Publisher and year, as far as they are known."""
        return ", ".join(str(part) for part in (self.publisher, self.year) if part)


@dataclass(frozen=True, slots=True)
class Shelf:
    module: ModuleEntry | None
    books: tuple[Book, ...]


FIELDS = ("title", "author", "publisher", "year", "series", "volume", "url", "note")


def own_shelf() -> Shelf:
    rows = OwnBook.objects.filter(is_published=True).order_by("series", "volume", "title").values(*FIELDS)
    return Shelf(None, tuple(Book(**row) for row in rows[:200]))


def shelves(everything: Catalogue, entries: Iterable[Entry]) -> list[Shelf]:
    """Each book once, on the shelf of the first module it serves; within a shelf a series stands together."""
    books = [book_of(entry, everything) for entry in entries]
    found = []
    for module in everything.modules:
        mine = [book for book in books if book.lessons and book.lessons[0].module_slug == module.slug]
        if mine:
            found.append(Shelf(module, tuple(sorted(mine, key=by_series))))
    rest = tuple(book for book in books if not book.lessons)
    return [*found, Shelf(None, rest)] if rest else found


def by_series(book: Book) -> tuple[str, int, str]:
    return (book.series or "\uffff", book.volume or 0, book.title)


def book_of(entry: Entry, everything: Catalogue) -> Book:
    lessons = [everything.lesson_by_key[key] for key in entry["lessons"] if key in everything.lesson_by_key]
    on_the_path = tuple(sorted(lessons, key=everything.lessons.index))
    said = {name: entry[name] for name in (*FIELDS, "language", "slug")}
    return Book(**said, lessons=on_the_path)
