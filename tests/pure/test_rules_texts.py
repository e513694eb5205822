"""Text that is known in pieces."""

from __future__ import annotations

from typing import Any

import pytest

from sagemaker_hosting.rules._texts import image_of, outline
from sagemaker_hosting.template.view import View


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("plain", "plain"),
        ("${Token[A.1]}", None),
        ({"Ref": "A"}, None),
        ({"Fn::Sub": "s3://${Bucket}/a-${Version}.tar.gz"}, "s3://${?}/a-${?}.tar.gz"),
        ({"Fn::Sub": ["${A}/b", {"A": "x"}]}, "${?}/b"),
        ({"Fn::Sub": "${!Literal}"}, "${!Literal}"),
        ({"Fn::Join": ["", ["s3://", {"Ref": "B"}, "/a"]]}, "s3://${?}/a"),
        ({"Fn::Join": ["/", ["a", {"Fn::Sub": "${B}c"}]]}, "a/${?}c"),
        ({"Fn::Join": ["", {"Ref": "List"}]}, None),
        ({"Fn::Join": []}, None),
        ({"Fn::Sub": []}, None),
        ({"Fn::If": ["C", "a", "b"]}, None),
        (3, None),
        ({"A": 1, "B": 2}, None),
        ("s3://${Token[Bucket.7]}/a.tar.gz", "s3://${?}/a.tar.gz"),
        ("${Token[Bucket.7]}", None),
        ("{{resolve:ssm:name}}", None),
    ],
)
def test_outline(raw: Any, text: str | None) -> None:
    assert outline(raw) == text


def test_the_image_of_a_container_behind_a_function() -> None:
    address = {"Fn::Sub": "763104351884.dkr.ecr.${AWS::Region}.amazonaws.com/djl-inference:1"}
    found = image_of(View({"Image": address}))
    assert found is not None
    assert (found.repository, found.tag, found.region) == ("djl-inference", "1", None)
    assert image_of(View({"Image": {"Ref": "Image"}})) is None
    assert image_of(View({})) is None
