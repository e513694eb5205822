"""What is known at synthesis, and what CloudFormation will fill in."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sagemaker_hosting.core.tokens import is_intrinsic, is_known

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**18), 10**18)
    | st.floats(-1e200, 1e200)
    | st.text(st.characters(exclude_characters="{"), max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.from_regex(r"[A-Z][a-z]{3,8}[0-9]", fullmatch=True), inner, max_size=4)
    ),
    max_leaves=12,
)
UNKNOWN = st.sampled_from(
    [
        "${Token[AWS.Region.11]}",
        "prefix-${Token[TOKEN.7]}-suffix",
        ["#{Token[TOKEN.3]}"],
        -1.8881545897087533e289,
        {"Ref": "Parameter"},
        {"Fn::If": ["C", 1, 2]},
        {"Fn::GetAtt": ["A", "Arn"]},
        {"Condition": "C"},
        object(),
    ]
)


@given(JSON)
def test_plain_data_is_known(value: Any) -> None:
    assert is_known(value)


@given(UNKNOWN)
def test_tokens_and_intrinsics_are_not_known(value: Any) -> None:
    assert not is_known(value)


@given(JSON, UNKNOWN)
def test_one_unknown_makes_the_whole_unknown(value: Any, unknown: Any) -> None:
    assert not is_known([value, {"Nested1": [unknown]}])


@pytest.mark.parametrize("value", [None, 0, 0.0, "", False, [], {}, -1, -1e287, "$", "{Token}"])
def test_empty_and_negative_values_are_known(value: Any) -> None:
    assert is_known(value)


@pytest.mark.parametrize(
    "value", ["Ref", {}, {"Ref": "A", "Other": 1}, {"Reference": 1}, ["Ref"], None]
)
def test_what_is_no_intrinsic_function(value: Any) -> None:
    assert not is_intrinsic(value)
