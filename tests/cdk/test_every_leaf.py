"""Everything that CloudFormation lets one write can be said through the typed constructs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import aws_cdk as cdk
import pytest
from aws_cdk import Duration, Size

import sagemaker_hosting as hosting
from tests.cdk.support import (
    BIAS,
    COMPONENT,
    CONFIG,
    DATA_QUALITY,
    ENDPOINT,
    EXPERIMENT,
    EXPLAINABILITY,
    MODEL_QUALITY,
    SCHEDULE,
    Template,
    bucket,
    imported_model,
    model,
    new_app,
    new_stack,
    resources_of,
    template_of,
)
from tests.leaves import LEFT_OUT, writable, written

SNAPSHOTS: Final = sorted((Path(__file__).parent / "snapshots").glob("*.json"))
URI: Final = "111111111111.dkr.ecr.eu-west-1.amazonaws.com/churn:1.4.2"

# Models are covered by the gallery: tests/examples/test_every_leaf.py.
TYPES: Final = (
    CONFIG,
    ENDPOINT,
    EXPERIMENT,
    COMPONENT,
    DATA_QUALITY,
    MODEL_QUALITY,
    BIAS,
    EXPLAINABILITY,
    SCHEDULE,
)


def rest(stack: cdk.Stack) -> None:
    """Declare what the applications of the snapshots do not say."""
    captured = bucket(stack)
    hosting.RealTimeEndpoint(
        stack,
        "RealTime",
        variants=[
            hosting.InstanceVariant(
                model=model(stack, "Model"),
                instance_type="ml.m5.large",
                initial_instance_count=4,
                ssm_access=True,
            )
        ],
        data_capture=hosting.DataCapture(bucket=captured, csv_content_types=["text/csv"]),
        rollout=hosting.Rollout.rolling(rollback_max_batch_size=hosting.Capacity.percent(50)),
    )
    hosting.RealTimeEndpoint(
        stack,
        "Retained",
        model=imported_model(stack),
        instance_type="ml.m5.large",
        rollout=hosting.Rollout.retained(),
    )
    hosting.RealTimeEndpoint(
        stack,
        "Explained",
        model=imported_model(stack, "OfLabels"),
        instance_type="ml.m5.large",
        shadow_variant=hosting.ShadowVariant(
            model=imported_model(stack, "OfShadow"), instance_type="ml.m5.large", ssm_access=True
        ),
        explainer=hosting.ClarifyExplainer(
            inference=hosting.ClarifyInference(label_headers=["good", "bad"]),
            shap=hosting.ClarifyShap(baseline=hosting.ShapBaseline.inline("1,2,3")),
        ),
    )
    elsewhere = hosting.InferenceComponentEndpoint.from_endpoint_arn(
        stack,
        "Elsewhere",
        "arn:aws:sagemaker:eu-west-1:111111111111:endpoint/shared",
        variant_names=["AllTraffic"],
    )
    needs = hosting.ComputeRequirements(
        min_memory=Size.gibibytes(1), max_memory=Size.gibibytes(2), cpu_cores=1, accelerators=1
    )
    hosting.InferenceComponent(
        stack,
        "OfAModel",
        endpoint=elsewhere,
        model=hosting.Model.from_model_name(stack, "Llama", "llama"),
        requirements=needs,
    )
    hosting.InferenceComponent(
        stack,
        "OfTypes",
        endpoint=elsewhere,
        specifications=[
            hosting.ComponentSpecification(
                instance_type=instance_type,
                image=hosting.ContainerImage.from_uri(URI),
                data=hosting.ModelData.from_s3(captured, "churn/model.tar.gz"),
                environment={"MODE": "fast"},
                requirements=needs,
                model_data_download_timeout=Duration.minutes(5),
                container_startup_health_check_timeout=Duration.minutes(5),
                placement=hosting.Placement.spread(max_imbalance=1),
                data_cache=True,
                container_metrics=hosting.ContainerMetrics(publish_frequency=Duration.seconds(30)),
            )
            for instance_type in ("ml.g5.xlarge", "ml.g6.xlarge")
        ],
    )


@pytest.fixture(scope="module")
def templates() -> list[Template]:
    stack = new_stack(app=new_app(rules=False))
    rest(stack)
    snapshots = [json.loads(path.read_text(encoding="utf-8")) for path in SNAPSHOTS]
    return [*snapshots, template_of(stack)]


@pytest.mark.parametrize("resource_type", TYPES)
def test_every_writable_leaf_can_be_said(templates: list[Template], resource_type: str) -> None:
    said = {
        path
        for template in templates
        for resource in resources_of(template, resource_type).values()
        for path in written(resource["Properties"])
    }
    assert sorted(writable(resource_type, LEFT_OUT.get(resource_type, ())) - said) == []
