"""Reading template files: values, positions, and everything that is no template."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sagemaker_hosting.cli.templates.file import MAX_DEPTH, TemplateFile, Unreadable, parse, read

YAML = """\
AWSTemplateFormatVersion: 2010-09-09
Parameters:
  Count: {Type: Number, Default: 0x10}
Conditions:
  Big: !Equals [!Ref Count, 16]
Resources:
  Config:
    Type: AWS::SageMaker::EndpointConfig
    Properties:
      KmsKeyId: !If
        - Big
        - !GetAtt Key.Arn
        - !Ref AWS::NoValue
      ProductionVariants:
        - !If
          - Big
          - InstanceType: ml.m5.large
            InitialInstanceCount: 1_000
          - InstanceType: !Sub "ml.${Family}.large"
      Tags:
        - {Key: on, Value: yes}
        - {Key: when, Value: 2026-01-02}
        - {Key: ratio, Value: 1.5}
        - {Key: octal, Value: 010}
        - {Key: nothing, Value: ~}
        - {Key: time, Value: 12:30}
"""


def template_of(text: str) -> dict[str, Any]:
    file = parse(text, "t")
    assert file is not None
    return dict(file.template)


def test_short_functions_are_written_out_and_scalars_are_what_cloudformation_takes() -> None:
    template = template_of(YAML)
    properties = template["Resources"]["Config"]["Properties"]
    assert template["AWSTemplateFormatVersion"] == "2010-09-09"
    assert template["Parameters"]["Count"]["Default"] == 16
    assert template["Conditions"]["Big"] == {"Fn::Equals": [{"Ref": "Count"}, 16]}
    assert properties["KmsKeyId"] == {
        "Fn::If": ["Big", {"Fn::GetAtt": ["Key", "Arn"]}, {"Ref": "AWS::NoValue"}]
    }
    first = properties["ProductionVariants"][0]["Fn::If"]
    assert first[1]["InitialInstanceCount"] == 1000
    assert first[2] == {"InstanceType": {"Fn::Sub": "ml.${Family}.large"}}
    assert [each["Value"] for each in properties["Tags"]] == [
        True,
        "2026-01-02",
        1.5,
        8,
        None,
        "12:30",
    ]
    assert properties["Tags"][0]["Key"] is True  # as YAML 1.1 has it


@pytest.mark.parametrize(
    ("resource", "property", "position"),
    [
        ("", "", (1, 1)),
        ("Config", "", (7, 3)),
        ("Config", "KmsKeyId", (10, 7)),
        ("Config", "ProductionVariants/0/InitialInstanceCount", (18, 13)),
        ("Config", "ProductionVariants/0/NotThere", (15, 11)),
        ("Config", "Tags/1/Value", (22, 23)),
        ("Nowhere", "", (6, 1)),
    ],
)
def test_positions_in_yaml(resource: str, property: str, position: tuple[int, int]) -> None:
    file = parse(YAML, "t")
    assert file is not None
    assert file.position(resource, property) == position


def test_positions_in_json_are_those_of_the_keys() -> None:
    text = json.dumps(template_of(YAML), indent=2)
    file = parse(text, "t")
    assert file is not None
    lines = text.split("\n")
    for property, word in (
        ("KmsKeyId", '"KmsKeyId"'),
        ("ProductionVariants/0/InitialInstanceCount", '"InitialInstanceCount"'),
        ("Tags/5/Key", '"Key": "time"'),
    ):
        line, column = file.position("Config", property)
        assert lines[line - 1][column - 1 :].startswith(word)
    assert file.position("Config", "Tags/99") == file.position("Config", "Tags")


def test_json_and_yaml_say_the_same() -> None:
    template = template_of(YAML)
    assert template_of(json.dumps(template)) == template


def test_aliases_and_merges() -> None:
    template = template_of(
        "Base: &base {Type: AWS::S3::Bucket, DeletionPolicy: Retain}\n"
        "Resources:\n  A: *base\n  B: {<<: *base, DeletionPolicy: Delete}\n"
    )
    assert template["Resources"]["A"] == {"Type": "AWS::S3::Bucket", "DeletionPolicy": "Retain"}
    assert template["Resources"]["B"]["DeletionPolicy"] == "Delete"
    assert template["Resources"]["B"]["Type"] == "AWS::S3::Bucket"


@pytest.mark.parametrize("start", ["\ufeff", "\n\n", "# a comment\n", "---\n", "%YAML 1.1\n---\n"])
def test_beginnings(start: str) -> None:
    assert template_of(start + YAML)["Resources"]


def test_line_ends_do_not_matter() -> None:
    assert template_of(YAML.replace("\n", "\r\n")) == template_of(YAML)


def test_utf_16_with_a_mark_is_read(tmp_path: Path) -> None:
    path = tmp_path / "t.yaml"
    path.write_bytes(YAML.encode("utf-16"))
    assert read(path) is not None


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b" \n\n", "is empty"),
        (b"\x7fELF\0\0", "is binary"),
        (b"Resources: \xff\xfe", "is not UTF-8"),
        (b"\xff\xfeR", "is not UTF-16"),
        (b"Resources:\n\tA: 1\n", "is no YAML"),
        (b"Resources: [1, 2\n", "is no YAML"),
        (b'{"Resources": {"A": }}', "is no JSON"),
        (b'{"Resources": {}', "is no JSON"),
        (b"A: 1\n---\nB: 2\n", "holds 2 documents"),
        (b"A: &a [*a]\n", "an alias stands inside"),
        (b"A: *nobody\n", "is no YAML"),
        (b"? [a, b]\n: 1\n", "used as a key"),
        (b"[" * 5000 + b"]" * 5000, "levels deep"),
        (b'{"a":' * 5000 + b"1" + b"}" * 5000, "levels deep"),
        (b"A: " + b"[" * (MAX_DEPTH + 5) + b"]" * (MAX_DEPTH + 5), "levels deep"),
        (b'{"a": ' + b"1" * 10000 + b"}", "no JSON that can be read"),
    ],
    ids=range(17),
)
def test_what_cannot_be_read_says_why(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / ("t.json" if content.startswith((b"{", b"[")) else "t")
    path.write_bytes(content)
    with pytest.raises(Unreadable, match=message) as refused:
        read(path)
    assert refused.value.fix


def test_aliases_that_grow_without_bound_are_refused() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    with pytest.raises(Unreadable, match="once its aliases are written out"):
        parse("\n".join(lines), "t")


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "t.json"
    with path.open("wb") as file:
        file.truncate(17 * 1024 * 1024)
    with pytest.raises(Unreadable, match=r"has 17\.0 MiB"):
        read(path)


def test_yaml_in_braces_is_yaml() -> None:
    assert template_of("{Resources: {A: {Type: AWS::S3::Bucket}}}")["Resources"]


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ('{\n  "A": {"C": 1},\n  "Resources": {\n    "C": 1,\n    "C": 2\n  }\n}', (5, 5)),
        ("A: {C: 1}\nResources:\n  C: 1\n  C: 2\n", (4, 3)),
    ],
)
def test_the_second_of_two_keys_counts_and_is_located(text: str, position: tuple[int, int]) -> None:
    file = parse(
        text.replace("A", "AWSTemplateFormatVersion", 1), "t.json" if "{\n" in text else "t"
    )
    assert file is not None
    assert file.template["Resources"] == {"C": 2}
    assert [tuple(each) for each in file.twice] == [("C", position)]


@pytest.mark.parametrize("text", ["a", "- 1\n- 2\n", "A: 1", "{}", "[]", '"x"', "Resources: 3"])
def test_what_is_no_template_is_none(text: str) -> None:
    assert parse(text, "t") is None


def attempt(
    reading: Callable[[], TemplateFile | None],
) -> tuple[TemplateFile | None, Unreadable | None]:
    try:
        return reading(), None
    except Unreadable as refusal:
        return None, refusal


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(tmp_path_factory: Any, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any"
    path.write_bytes(content)
    file, refusal = attempt(lambda: read(path))
    if file is not None:
        file.position("A", "B/0/C")
    assert refusal is None or (refusal.message and refusal.fix)


@given(st.data())
def test_a_damaged_template_is_read_or_refused(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(YAML)))
    removed = data.draw(st.integers(0, 20))
    added = data.draw(st.text(alphabet="{}[]:,-!&*|>'\"#%@`\t\n aA0\\", max_size=6))
    text = YAML[:at] + added + YAML[at + removed :]
    file, refusal = attempt(lambda: parse(text, "t"))
    assert refusal is None or (refusal.message and refusal.fix)
    if file is not None:
        line, column = file.position("Config", "ProductionVariants/0/InstanceType")
        assert 1 <= line <= text.count("\n") + 2
        assert column >= 1
