"""Names of persons: the keys by which they are sorted and found."""

from ceremony.core.text import clean, fold, name_sort_key, sort_key


def search_key(full_name: str) -> str:
    """Return what a search looks in: the words of the name without marks, each behind a space."""
    return f" {fold(full_name)}"


def search_words(asked: str) -> list[str]:
    """Return the beginnings of words that a search asks for, without marks: "Đào n" is ["dao", "n"]."""
    return fold(asked).split()


def person_sort_key(full_name: str, sort_name: str | None = None) -> str:
    """Return the key that puts a person in order.

    *sort_name* overrides which words come first: "Kim Anh" puts Trần Thị Kim Anh under K.
    """
    name, first = clean(full_name), clean(sort_name or "")
    if not first:
        return name_sort_key(name)
    rest = name[: -len(first)].strip() if fold(name).endswith(fold(first)) else ""
    return sort_key(f"{first} {rest}")
