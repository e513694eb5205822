"""How the tests make a stack and read its template."""

from __future__ import annotations

import atexit
import json
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import aws_cdk as cdk
from aws_cdk import assertions
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from constructs import Construct

import sagemaker_hosting as hosting

ROOT = Path(__file__).parents[2]
DOCKERFILE = 'FROM python:3.12-slim\nENTRYPOINT ["python", "/opt/program/app.py"]\n'
# What the application of this repository runs with: the built-in validation as errors.
CONTEXT: Mapping[str, Any] = json.loads((ROOT / "cdk.json").read_text())["context"]
ENVIRONMENT = cdk.Environment(account="111111111111", region="eu-west-1")

MODEL = "AWS::SageMaker::Model"
CONFIG = "AWS::SageMaker::EndpointConfig"
ENDPOINT = "AWS::SageMaker::Endpoint"
COMPONENT = "AWS::SageMaker::InferenceComponent"
EXPERIMENT = "AWS::SageMaker::InferenceExperiment"
SCHEDULE = "AWS::SageMaker::MonitoringSchedule"
DATA_QUALITY = "AWS::SageMaker::DataQualityJobDefinition"
MODEL_QUALITY = "AWS::SageMaker::ModelQualityJobDefinition"
BIAS = "AWS::SageMaker::ModelBiasJobDefinition"
EXPLAINABILITY = "AWS::SageMaker::ModelExplainabilityJobDefinition"
ALARM = "AWS::CloudWatch::Alarm"
TARGET = "AWS::ApplicationAutoScaling::ScalableTarget"
POLICY = "AWS::ApplicationAutoScaling::ScalingPolicy"

Template = dict[str, Any]

_SCRATCH = tempfile.TemporaryDirectory(prefix="sagemaker-hosting-tests-")
atexit.register(_SCRATCH.cleanup)


def new_app(*, context: Mapping[str, Any] = CONTEXT, rules: bool = True) -> cdk.App:
    """Return an app whose synthesis fails on any finding of the CDK or of our own catalogue."""
    app = cdk.App(
        analytics_reporting=False,
        context=dict(context),
        outdir=tempfile.mkdtemp(dir=_SCRATCH.name),
    )
    if rules:
        cdk.Validations.of(app).add_plugins(hosting.HostingRules())
    return app


def new_stack(
    id: str = "Stack", *, env: cdk.Environment | None = ENVIRONMENT, app: cdk.App | None = None
) -> cdk.Stack:
    return cdk.Stack(app or new_app(), id, env=env)


def template_of(stack: cdk.Stack) -> Template:
    """Synthesize the whole app and return the template of ``stack``."""
    template: Template = assertions.Template.from_stack(stack).to_json()
    return template


def resources_of(template: Template, resource_type: str) -> dict[str, Any]:
    """Return the resources of a type by logical id."""
    return {
        logical_id: resource
        for logical_id, resource in template.get("Resources", {}).items()
        if resource["Type"] == resource_type
    }


def only(template: Template, resource_type: str) -> dict[str, Any]:
    """Return the properties of the only resource of a type."""
    (resource,) = resources_of(template, resource_type).values()
    properties: dict[str, Any] = resource.get("Properties", {})
    return properties


def logical_id_of(template: Template, resource_type: str) -> str:
    (logical_id,) = resources_of(template, resource_type)
    return logical_id


def statements_of(template: Template) -> Iterator[dict[str, Any]]:
    """Yield every policy statement of every role, policy and managed policy."""
    for resource in template["Resources"].values():
        properties = resource.get("Properties", {})
        if resource["Type"] in ("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy"):
            yield from properties["PolicyDocument"]["Statement"]
        if resource["Type"] == "AWS::IAM::Role":
            for policy in properties.get("Policies", ()):
                yield from policy["PolicyDocument"]["Statement"]


def statement_for(template: Template, action: str) -> dict[str, Any]:
    """Return the only statement that allows ``action``."""
    (statement,) = [one for one in statements_of(template) if action in listed(one["Action"])]
    return statement


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def flat(value: Any) -> str:
    """Return a CloudFormation value as one string, with references as ``{Name}``."""
    if isinstance(value, dict):
        ((kind, argument),) = value.items()
        if kind == "Fn::Join":
            return argument[0].join(flat(part) for part in argument[1])
        return "{" + ".".join(listed(argument)) + "}"
    return str(value)


def repository(scope: Construct) -> ecr.IRepository:
    return ecr.Repository.from_repository_name(scope, "Repository", "churn")


def bucket(scope: Construct) -> s3.IBucket:
    return s3.Bucket.from_bucket_name(scope, "Bucket", "models")


def image(scope: Construct) -> hosting.ContainerImage:
    return hosting.ContainerImage.from_ecr(repository(scope), tag="1.4.2")


def model(scope: Construct, id: str = "Model", **arguments: Any) -> hosting.Model:
    """Return a model of its own, with a role of its own."""
    uri = "111111111111.dkr.ecr.eu-west-1.amazonaws.com/churn:1.4.2"
    return hosting.Model(scope, id, **{"image": hosting.ContainerImage.from_uri(uri), **arguments})


def imported_model(scope: Construct, id: str = "Imported") -> hosting.ModelBase:
    """Return the cheapest model there is."""
    return hosting.Model.from_model_name(scope, id, "churn-1")


def caller(scope: Construct, id: str = "Caller") -> iam.Role:
    """Return the role of somebody who calls endpoints."""
    return iam.Role(scope, id, assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))


def variant(
    scope: Construct, name: str = "AllTraffic", **arguments: Any
) -> hosting.InstanceVariant:
    return hosting.InstanceVariant(
        **{
            "model": imported_model(scope, f"ModelOf{name}"),
            "variant_name": name,
            "instance_type": "ml.m5.xlarge",
            **arguments,
        }
    )


def config(scope: Construct, id: str = "Config", **arguments: Any) -> hosting.EndpointConfig:
    if "variants" not in arguments:
        arguments["variants"] = [variant(scope)]
    return hosting.EndpointConfig(scope, id, **arguments)


def endpoint(scope: Construct, id: str = "Endpoint", **arguments: Any) -> hosting.RealTimeEndpoint:
    """Return the smallest endpoint, with whatever is said of it."""
    if "variants" not in arguments:
        arguments.setdefault("instance_type", "ml.m5.xlarge")
        if "image" not in arguments and "model" not in arguments:
            arguments["model"] = imported_model(scope)
    return hosting.RealTimeEndpoint(scope, id, **arguments)


def captured(scope: Construct, id: str = "Captured", **arguments: Any) -> hosting.MonitoredData:
    """Return what an endpoint captures into the bucket ``captures``."""
    bucket_of = s3.Bucket.from_bucket_name(scope, f"{id}Bucket", "captures")
    capture = hosting.DataCapture(bucket=bucket_of, prefix="churn", **arguments)
    source = endpoint(scope, id, data_capture=capture, rollback_on=[])
    return hosting.MonitoredData.of_endpoint(source)


def reports(scope: Construct) -> hosting.MonitoringOutput:
    """Return a place for the reports of a monitor, in the bucket ``reports``."""
    existing = scope.node.try_find_child("Reports")
    made = existing or s3.Bucket.from_bucket_name(scope, "Reports", "reports")
    return hosting.MonitoringOutput(bucket=made)


def monitor(scope: Construct, id: str = "Monitor", **arguments: Any) -> hosting.DataQualityMonitor:
    """Return the smallest monitor, with whatever is said of it."""
    if "data" not in arguments:
        arguments["data"] = captured(scope)
    if "output" not in arguments:
        arguments["output"] = reports(scope)
    return hosting.DataQualityMonitor(scope, id, **arguments)
