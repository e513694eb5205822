"""The command `registry`: the newest version that somebody has approved."""

from __future__ import annotations

import json
from typing import Any

import boto3
import pytest

from sagemaker_hosting.cli import registry
from tests.cli.support import Run


@pytest.fixture
def group(aws: str, request: pytest.FixtureRequest) -> str:
    """A group with three versions: two are approved, the newest is not."""
    name = f"churn-{request.node.name.partition('[')[0].replace('_', '-')}"
    client = boto3.client("sagemaker")
    client.create_model_package_group(ModelPackageGroupName=name)
    for status in ("Approved", "Approved", "PendingManualApproval"):
        client.create_model_package(ModelPackageGroupName=name, ModelApprovalStatus=status)
    return name


def test_the_newest_approved_version_is_named(run: Run, group: str) -> None:
    arn = run("registry", "latest", group).output.strip()
    assert arn.startswith("arn:aws:sagemaker:eu-west-1:")
    assert arn.endswith(f"/{group}/2")
    assert run("registry", "latest", group, "--format", "number").output == "2\n"
    listed = json.loads(run("registry", "latest", group, "--format", "json").output)
    assert listed["arn"] == arn
    assert listed["number"] == 2
    assert "T" in listed["created"]


def test_a_group_without_an_approved_version_is_said(run: Run, aws: str) -> None:
    boto3.client("sagemaker").create_model_package_group(ModelPackageGroupName="untested")
    done = run("registry", "latest", "untested")
    assert done.exit_code == 1
    assert "no version of untested is approved" in done.output


def test_a_version_that_is_being_made_is_none(
    run: Run, group: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = registry._is_complete

    def only_the_first(summary: Any) -> bool:
        state = "Completed" if summary["ModelPackageVersion"] == 1 else "InProgress"
        return whole({**summary, "ModelPackageStatus": state})

    monkeypatch.setattr(registry, "_is_complete", only_the_first)
    assert run("registry", "latest", group, "--format", "number").output == "1\n"


def test_who_may_not_ask_is_told_what_to_do(
    run: Run, aws: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    done = run("registry", "latest", "churn")
    assert done.exit_code == 1
    assert "cannot be listed" in done.output
    monkeypatch.delenv("AWS_DEFAULT_REGION")
    assert "no Region is set" in run("registry", "latest", "churn").output
