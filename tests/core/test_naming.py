"""Names that SageMaker accepts, for any construct path."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sagemaker_hosting.core.naming import MAX_NAME_LENGTH, is_name, name_from_path

# A construct id is any text but the path separator.
IDS = st.text(st.characters(exclude_characters="/", exclude_categories=["Cs"]), min_size=1)
PATHS = st.lists(IDS, min_size=1, max_size=6)
WORDS = st.lists(st.from_regex(r"[a-zA-Z0-9]{1,12}", fullmatch=True), min_size=1, max_size=3)


@given(PATHS)
def test_every_path_has_a_valid_name(path: list[str]) -> None:
    assert is_name(name_from_path(path))


@given(PATHS)
def test_names_are_repeatable(path: list[str]) -> None:
    assert name_from_path(path) == name_from_path(list(path))


@given(PATHS, PATHS)
def test_different_paths_have_different_names(one: list[str], other: list[str]) -> None:
    assume(one != other)
    assert name_from_path(one) != name_from_path(other)


@given(WORDS)
def test_a_plain_path_is_its_own_name(path: list[str]) -> None:
    assert name_from_path(path) == "-".join(path)


@given(PATHS, st.integers(min_value=16, max_value=MAX_NAME_LENGTH))
def test_a_name_fits_the_length_asked_for(path: list[str], length: int) -> None:
    assert len(name_from_path(path, max_length=length)) <= length


def test_a_long_path_keeps_its_beginning_and_end() -> None:
    name = name_from_path(["Production", "x" * 80, "Churn"])
    assert name.startswith("Production-xxx")
    assert name.endswith("Churn")
    assert len(name) <= MAX_NAME_LENGTH


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (["a b"], ["a_b"]),
        (["a", "b c"], ["a b", "c"]),
        (["x" * 80, "1"], ["x" * 80, "2"]),
        (["a-b", "c"], ["a", "b-c"]),
        (["a-", "b"], ["a", "-b"]),
    ],
)
def test_paths_that_read_alike_are_told_apart(one: list[str], other: list[str]) -> None:
    assert name_from_path(one) != name_from_path(other)


@pytest.mark.parametrize("text", ["a", "A9", "a-b", "a--b", "0", "x" * 63])
def test_accepts_names(text: str) -> None:
    assert is_name(text)


@pytest.mark.parametrize("text", ["", "-a", "a-", "a_b", "a.b", "a b", "é", "x" * 64, "a\n"])
def test_refuses_names(text: str) -> None:
    assert not is_name(text)
