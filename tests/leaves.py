"""The properties that CloudFormation lets one write, one by one, and those that a template writes.

The schemas are those that cfn-lint ships, so a newer cfn-lint may know more of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER

REPORTED_UNMARKED: Mapping[str, Mapping[str, str]] = {
    "AWS::SageMaker::InferenceComponent": {
        "RuntimeConfig/PlacementStatus": "reported by SageMaker",
        "Specification/CurrentDataCacheConfig": "reported by SageMaker",
        "Specifications/*/CurrentDataCacheConfig": "reported by SageMaker",
        "Specification/Container/DeployedImage": "reported by SageMaker",
    },
}
"""What is read-only although the schema does not mark it, by resource type, with the reason."""


_DEFINITION: Mapping[str, str] = {
    "JobDefinitionName": "a named definition blocks its own replacement",
    "EndpointName": "reported by SageMaker: the operation that creates it has no such argument",
}
_IN_PLACE = "MonitoringScheduleConfig/MonitoringJobDefinition/MonitoringAppSpecification"

LEFT_OUT: Mapping[str, Mapping[str, str]] = {
    "AWS::SageMaker::Model": {"ModelName": "a named model blocks its own replacement"},
    "AWS::SageMaker::EndpointConfig": {
        "EndpointConfigName": "a named configuration blocks its own replacement",
        "ShadowProductionVariants/*/ManagedInstanceScaling": "for inference components alone",
        "ShadowProductionVariants/*/ServerlessConfig": "serverless variants take no shadow",
    },
    "AWS::SageMaker::DataQualityJobDefinition": _DEFINITION,
    "AWS::SageMaker::ModelQualityJobDefinition": _DEFINITION,
    "AWS::SageMaker::ModelBiasJobDefinition": _DEFINITION,
    "AWS::SageMaker::ModelExplainabilityJobDefinition": {
        **_DEFINITION,
        "NetworkConfig/EnableNetworkIsolation": "its jobs call the endpoint that they start",
    },
    "AWS::SageMaker::MonitoringSchedule": {
        "EndpointName": "reported by SageMaker",
        "FailureReason": "reported by SageMaker",
        "LastMonitoringExecutionSummary": "reported by SageMaker",
        "MonitoringScheduleStatus": "reported by SageMaker",
        f"{_IN_PLACE}/PostAnalyticsProcessorSourceUri": "for AWS's containers alone",
        f"{_IN_PLACE}/RecordPreprocessorSourceUri": "for AWS's containers alone",
    },
}
"""What our constructs never write, by resource type, with the reason."""


def writable(resource_type: str, left_out: Iterable[str] = ()) -> set[str]:
    """Return the path of each leaf that a template may set; elements of lists are ``*``.

    Args:
        resource_type: Such as ``AWS::SageMaker::Model``.
        left_out: Paths that do not count, with all that is below them.
    """
    schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema("us-east-1", resource_type).schema
    reported = {each.removeprefix("/properties/") for each in schema.get("readOnlyProperties", ())}
    dropped = reported | set(REPORTED_UNMARKED.get(resource_type, ())) | set(left_out)
    return {
        leaf
        for leaf in _leaves(schema, schema)
        if not any(leaf == each or leaf.startswith(f"{each}/") for each in dropped)
    }


def written(value: Any, path: str = "") -> Iterator[str]:
    """Yield every path of ``value``, inner ones too: an intrinsic function is a value."""
    yield path.removeprefix("/")
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from written(inner, f"{path}/{name}")
    elif isinstance(value, list):
        for inner in value:
            yield from written(inner, f"{path}/*")


def _leaves(schema: Mapping[str, Any], root: Mapping[str, Any], path: str = "") -> Iterator[str]:
    while "$ref" in schema:
        schema = root["definitions"][schema["$ref"].rpartition("/")[2]]
    inner = {f"{path}/{name}": part for name, part in schema.get("properties", {}).items()}
    if "items" in schema:
        inner[f"{path}/*"] = schema["items"]
    if not inner:
        yield path.removeprefix("/")
    for below, part in inner.items():
        yield from _leaves(part, root, below)
