"""Which Region offers which instance type: our table, and cfn-lint's."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from sagemaker_hosting.facts.instance_regions import instance_types_in, regions_of
from sagemaker_hosting.rules import check_template
from sagemaker_hosting.template.assembly import regions_of_templates

TEMPLATE: Mapping[str, Any] = {
    "Resources": {
        "Config": {
            "Type": "AWS::SageMaker::EndpointConfig",
            "Properties": {
                "ProductionVariants": [
                    {
                        "VariantName": "AllTraffic",
                        "ModelName": "churn",
                        "InitialInstanceCount": 2,
                        "InstanceType": "ml.g5.xlarge",
                    }
                ]
            },
        }
    }
}


def manifest(environment: str, **artifact: Any) -> str:
    stack = {
        "type": "aws:cloudformation:stack",
        "environment": environment,
        "properties": {"templateFile": "Churn.template.json"},
        **artifact,
    }
    return json.dumps({"version": "48.0.0", "artifacts": {"Churn": stack, "Tree": {}}})


def test_the_table_is_the_one_that_cfn_lint_gathered() -> None:
    """When this fails after an update of cfn-lint, write the new lists into the data file."""
    text = (
        resources.files("cfnlint.data.schemas.extensions.aws_sagemaker_hosting")
        .joinpath("instancetype_enum.json")
        .read_text("utf-8")
    )
    theirs = {
        region: set(entry["enum"])
        for region, entry in json.loads(text).items()
        if isinstance(entry, dict)
    }
    assert theirs
    differing = {
        region: types ^ instance_types_in(region)
        for region, types in theirs.items()
        if types != instance_types_in(region)
    }
    assert differing == {}
    known = {region for types in theirs.values() for each in types for region in regions_of(each)}
    assert known == set(theirs)


def test_nothing_is_known_of_what_is_not_listed() -> None:
    assert regions_of("ml.x99.xlarge") == instance_types_in("eu-west-9") == frozenset()


@pytest.mark.parametrize(("region", "count"), [(None, 0), ("eu-west-1", 0), ("eu-south-1", 1)])
def test_the_region_of_the_deployment_counts(region: str | None, count: int) -> None:
    found = [each for each in check_template(TEMPLATE, region=region) if each.rule == "SMH0387"]
    assert len(found) == count


def test_a_cloud_assembly_says_the_region_of_a_template_and_of_those_nested_in_it(
    tmp_path: Path,
) -> None:
    (tmp_path / "manifest.json").write_text(manifest("aws://111111111111/eu-south-1"))
    (tmp_path / "ChurnLogs1A2B.nested.template.json").write_text("{}")
    assert regions_of_templates(tmp_path) == {
        "Churn.template.json": "eu-south-1",
        "ChurnLogs1A2B.nested.template.json": "eu-south-1",
    }


@pytest.mark.parametrize(
    "text",
    [
        manifest("aws://unknown-account/unknown-region"),
        manifest("aws://111111111111/eu-south-1", properties=None),
        manifest("aws://111111111111/eu-south-1", properties={"templateFile": 3}),
        manifest("eu-south-1"),
        json.dumps({"artifacts": []}),
        "[]",
        "{",
    ],
)
def test_what_says_nothing_is_no_region(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_text(text)
    assert regions_of_templates(tmp_path) == {}


def test_a_directory_without_a_manifest_is_no_assembly(tmp_path: Path) -> None:
    assert regions_of_templates(tmp_path) == {}
