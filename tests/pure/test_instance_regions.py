"""Which Region offers which instance type: our table, and cfn-lint's."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib import resources
from typing import Any

import pytest

from sagemaker_hosting.facts.instance_regions import instance_types_in, regions_of
from sagemaker_hosting.rules import check_template

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
