"""`check --against`: what lies between two versions of a template."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.support import Run

Write = Callable[[str, str | bytes], Path]

OLD = """\
Resources:
  Config:
    Type: AWS::SageMaker::EndpointConfig
    Properties:
      ProductionVariants:
        - VariantName: blue
          ModelName: churn
          InitialInstanceCount: 2
          InstanceType: ml.m5.xlarge
  Endpoint:
    Type: AWS::SageMaker::Endpoint
    Properties:
      EndpointName: churn
      EndpointConfigName: !GetAtt Config.EndpointConfigName
"""
NEW = OLD.replace("EndpointName: churn", "EndpointName: churn-2")


@pytest.fixture
def against(check: Run, write: Write) -> Callable[..., list[dict[str, Any]]]:
    def compare(old: str, new: str, *arguments: str) -> list[dict[str, Any]]:
        old_path, new_path = write("old.yaml", old), write("new.yaml", new)
        finished = check("--format", "json", "--against", old_path, *arguments, new_path)
        listed: list[dict[str, Any]] = json.loads(finished.output)
        return listed

    return compare


def test_a_renamed_endpoint_is_another_endpoint(against: Any) -> None:
    (finding,) = [each for each in against(OLD, NEW) if each["rule"] == "SMH2005"]
    assert finding["path"].endswith("new.yaml")
    assert (finding["resource"], finding["property"]) == ("Endpoint", "EndpointName")
    assert (finding["line"], finding["column"]) == (13, 7)
    assert finding["fix"]


def test_nothing_changed_is_nothing_found(against: Any) -> None:
    assert against(OLD, OLD) == []


def test_what_is_lost_is_shown_where_it_is_missing(against: Any) -> None:
    scaled = (
        "  Target:\n    Type: AWS::ApplicationAutoScaling::ScalableTarget\n    Properties:\n"
        "      ServiceNamespace: sagemaker\n      MinCapacity: 1\n      MaxCapacity: 4\n"
        "      ScalableDimension: sagemaker:variant:DesiredInstanceCount\n"
        "      ResourceId: endpoint/churn/variant/blue\n    DependsOn: Endpoint\n"
    )
    (finding,) = against(OLD + scaled, OLD.replace("blue", "green"))
    assert (finding["rule"], finding["severity"], finding["line"]) == ("SMH2002", "error", 5)
    assert "blue" in finding["message"]


def test_an_update_can_be_ignored_with_a_reason(against: Any) -> None:
    found = against(OLD, NEW, "--ignore", "SMH2005=callers have moved")
    assert [each["ignored"] for each in found if each["rule"] == "SMH2005"] == [
        "callers have moved"
    ]


def test_an_ignored_update_is_no_unused_ignore_of_the_template(found: Any, write: Write) -> None:
    metadata = "Metadata: {sagemaker-hosting: {ignore: [{id: SMH2005, reason: planned}]}}\n"
    assert "SMH0004" not in {each["rule"] for each in found(write("t.yaml", metadata + OLD))}


def test_both_have_to_be_templates(against: Any) -> None:
    assert [each["rule"] for each in against("a: 1", OLD)] == ["SMH0002"]
    assert [each["rule"] for each in against(OLD, "{")] == ["SMH0002"]


def test_two_new_templates_are_a_usage_error(check: Run, write: Write) -> None:
    path = write("t.yaml", OLD)
    assert check("--against", path, path, path).exit_code == 2
    assert check("--against", path, path.parent).exit_code == 2
