from courses.library.lesson_files import lesson_text, read_lesson
from tests.factories.library import REAL

FILES = sorted((REAL / "lessons").glob("*.md"))


def test_writing_is_the_reverse_of_reading():
    changed = [
        path.stem for path in FILES if lesson_text(read_lesson(path)) != path.read_text(encoding="utf-8")
    ]

    assert FILES
    assert changed == []
