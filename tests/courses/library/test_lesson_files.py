import pytest

from courses.library.lesson_files import lesson_text, read_lesson
from tests.factories.library import REAL

FILES = sorted((REAL / "lessons").glob("*.md"))


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_writing_is_the_reverse_of_reading(path):
    assert lesson_text(read_lesson(path)) == path.read_text(encoding="utf-8")
