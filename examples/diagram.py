"""Draw what a template creates, as a Mermaid flowchart: the resources, and what leads to what.

Policies, subnets and the like are left out, and so is what a role may reach: a reader asks what
there is and what waits for what. An arrow goes from what is needed to what needs it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Resource = Mapping[str, Any]

# What is drawn, and by which name. Anything else is detail.
NAMES = {
    "AWS::ApplicationAutoScaling::ScalableTarget": "Scalable target",
    "AWS::ApplicationAutoScaling::ScalingPolicy": "Scaling policy",
    "AWS::CloudWatch::Alarm": "Alarm",
    "AWS::CloudWatch::Dashboard": "Dashboard",
    "AWS::EC2::SecurityGroup": "Security group",
    "AWS::EC2::VPC": "VPC",
    "AWS::EC2::VPCEndpoint": "VPC endpoint",
    "AWS::Events::Rule": "Event rule",
    "AWS::IAM::Role": "Role",
    "AWS::KMS::Key": "KMS key",
    "AWS::Lambda::Function": "Function",
    "AWS::Logs::LogGroup": "Log group",
    "AWS::S3::Bucket": "Bucket",
    "AWS::SNS::Topic": "Topic",
    "AWS::Scheduler::Schedule": "Schedule",
    "AWS::StepFunctions::StateMachine": "State machine",
}
SAGEMAKER = "AWS::SageMaker::"
ROLE = "AWS::IAM::Role"
ALARM = "AWS::CloudWatch::Alarm"
SCHEDULE = "AWS::Scheduler::Schedule"
ROUND = (ALARM, "AWS::SNS::Topic")


def mermaid(template: Mapping[str, Any]) -> str:
    """Return the flowchart of a template."""
    resources: dict[str, Resource] = {
        logical_id: resource
        for logical_id, resource in template["Resources"].items()
        if name_of(resource) is not None
    }
    nodes = _numbered(resources)
    links = _links(resources)
    lines = ["flowchart LR"]
    for logical_id, node in nodes.items():
        opening, closing = ("([", "])") if resources[logical_id]["Type"] in ROUND else ("[", "]")
        label = _label(logical_id, resources[logical_id])
        lines.append(f'    {node}{opening}"{label}"{closing}')
    lines += [
        f"    {nodes[needed]} --> {nodes[needing]}"
        for needed in resources
        for needing in resources
        if needing in links[needed]
    ]
    return "\n".join(lines)


def name_of(resource: Resource) -> str | None:
    """Return how a resource is called in a diagram; None if it is not drawn."""
    kind: str = resource["Type"]
    if kind.startswith(SAGEMAKER):
        return kind.removeprefix(SAGEMAKER)
    return NAMES.get(kind)


def _numbered(resources: Mapping[str, Resource]) -> dict[str, str]:
    """Give each resource a short name, which does not change with its construct's path."""
    count: dict[str, int] = {}
    nodes = {}
    for logical_id, resource in resources.items():
        name = re.sub(r"\W", "", str(name_of(resource))).lower()
        count[name] = count.get(name, 0) + 1
        nodes[logical_id] = f"{name}{count[name]}"
    return nodes


def _links(resources: Mapping[str, Resource]) -> dict[str, set[str]]:
    """Return what needs each resource: whoever refers to it, or waits for it in no other way."""
    links: dict[str, set[str]] = {logical_id: set() for logical_id in resources}
    for logical_id, resource in resources.items():
        if resource["Type"] != ROLE:
            for needed in _references(resource.get("Properties", {})):
                if needed in links and needed != logical_id:
                    links[needed].add(logical_id)
    for logical_id, resource in resources.items():
        waits = resource.get("DependsOn", [])
        for needed in [waits] if isinstance(waits, str) else waits:
            if needed in links and logical_id not in _reached(links, needed):
                links[needed].add(logical_id)
    for named, needing in _by_literal_name(resources):
        if named not in _reached(links, needing):
            links[named].add(needing)
    return links


def _by_literal_name(resources: Mapping[str, Resource]) -> Iterator[tuple[str, str]]:
    """Yield what alarms watch, and schedules act on, by names that are known at synthesis."""
    names = {
        name: logical_id
        for logical_id, resource in resources.items()
        for key in ("EndpointName", "InferenceComponentName", "MonitoringScheduleName")
        if isinstance(name := resource.get("Properties", {}).get(key), str)
    }
    for logical_id, resource in resources.items():
        if resource["Type"] in (ALARM, SCHEDULE):
            for value in _texts(resource["Properties"]):
                for name, named in names.items():
                    if value == name or f'"{name}"' in value:
                        yield named, logical_id


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping | list):
        for inner in value.values() if isinstance(value, Mapping) else value:
            yield from _texts(inner)


def _reached(links: Mapping[str, set[str]], start: str) -> set[str]:
    reached: set[str] = set()
    ahead = [start]
    while ahead:
        for following in links[ahead.pop()] - reached:
            reached.add(following)
            ahead.append(following)
    return reached


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        if "Ref" in value:
            yield value["Ref"]
        if "Fn::GetAtt" in value:
            yield value["Fn::GetAtt"][0]
        for inner in value.values():
            yield from _references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _references(inner)


def _label(logical_id: str, resource: Resource) -> str:
    describe = DETAILS.get(resource["Type"])
    # The CDK ends a logical id with a hash; what is before it is the construct's path.
    if describe is None:
        own = [] if resource["Type"].endswith("JobDefinition") else [logical_id[:-8]]
    else:
        own = describe(resource.get("Properties", {}))
    details = [str(name_of(resource)), *own]
    return "<br/>".join(detail.replace('"', "'") for detail in details if detail)


def _text(value: Any) -> str:
    """Return the end of a name as it can be read; references say nothing to a reader."""
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping) and "Fn::Join" in value:
        separator, parts = value["Fn::Join"]
        return str(separator.join(_text(part) for part in parts))
    return ""


def _model(properties: Resource) -> list[str]:
    containers = properties.get("Containers") or [properties.get("PrimaryContainer", {})]
    execution = properties.get("InferenceExecutionConfig", {}).get("Mode")
    images = [_text(container.get("Image")).rpartition("/")[2] for container in containers]
    packages = [_text(container.get("ModelPackageName")) for container in containers]
    many = ["many models"] * any(container.get("Mode") == "MultiModel" for container in containers)
    versions = [":".join(package.split("/")[1:]) for package in packages if package]
    return [*([f"{execution}:"] if execution else []), *images, *versions, *many]


def _config(properties: Resource) -> list[str]:
    return [
        *map(_variant, properties.get("ProductionVariants", [])),
        *(f"{_variant(each)}, shadow" for each in properties.get("ShadowProductionVariants", [])),
        *(["asynchronous"] if "AsyncInferenceConfig" in properties else []),
        *(["data capture"] if "DataCaptureConfig" in properties else []),
        *(["explanations"] if "ExplainerConfig" in properties else []),
    ]


def _variant(variant: Resource) -> str:
    name = _text(variant.get("VariantName"))
    if "ServerlessConfig" in variant:
        serverless = variant["ServerlessConfig"]
        return f"{name}: serverless, {serverless['MemorySizeInMB']} MB"
    kinds = [variant.get("InstanceType")] + [
        pool["InstanceType"] for pool in variant.get("InstancePools", [])
    ]
    kind = " or ".join(str(kind) for kind in kinds if kind)
    return f"{name}: {variant.get('InitialInstanceCount', '')} x {kind}"


def _endpoint(properties: Resource) -> list[str]:
    deployment = properties.get("DeploymentConfig", {})
    routing = deployment.get("BlueGreenUpdatePolicy", {}).get("TrafficRoutingConfiguration", {})
    strategy = "ROLLING" if "RollingUpdatePolicy" in deployment else routing.get("Type", "")
    return [
        _text(properties.get("EndpointName")),
        str(strategy).replace("_", " ").lower(),
    ]


def _component(properties: Resource) -> list[str]:
    specification = properties.get("Specification", {})
    copies = properties.get("RuntimeConfig", {}).get("CopyCount")
    return [
        _text(properties.get("InferenceComponentName")),
        "adapter" if "BaseInferenceComponentName" in specification else _counted(copies),
    ]


def _counted(copies: object) -> str:
    return "1 copy" if copies == 1 else f"{copies} copies"


def _target(properties: Resource) -> list[str]:
    unit = properties["ScalableDimension"].rpartition("Desired")[2]
    words = re.sub(r"(?<!^)(?=[A-Z])", " ", unit).lower()
    schedules = [
        str(action["ScheduledActionName"]) for action in properties.get("ScheduledActions", [])
    ]
    return [
        f"{properties['MinCapacity']} to {properties['MaxCapacity']}: {words}",
        *schedules,
    ]


def _policy(properties: Resource) -> list[str]:
    tracking = properties.get("TargetTrackingScalingPolicyConfiguration")
    if tracking is None:
        return ["in steps"]
    predefined = tracking.get("PredefinedMetricSpecification", {}).get("PredefinedMetricType", "")
    own = tracking.get("CustomizedMetricSpecification", {}).get("MetricName", "")
    metric = predefined.removeprefix("SageMaker") or own
    return [f"{_text(metric)} at {tracking['TargetValue']:g}"]


def _alarm(properties: Resource) -> list[str]:
    metrics = [
        metric["Label"] if "Label" in metric else metric.get("MetricStat", {}).get("Metric", {})
        for metric in properties.get("Metrics", [])
        if metric.get("ReturnData", True)
    ]
    named = [each if isinstance(each, str) else each.get("MetricName", "") for each in metrics]
    return [str(properties.get("MetricName", "")) or ", ".join(named)]


def _role(properties: Resource) -> list[str]:
    statements = properties["AssumeRolePolicyDocument"]["Statement"]
    services = [_text(each.get("Principal", {}).get("Service")) for each in statements]
    return [", ".join(service for service in services if service)]


def _vpc_endpoint(properties: Resource) -> list[str]:
    return [_text(properties.get("ServiceName")).rpartition("amazonaws")[2].lstrip(".")]


def _monitoring(properties: Resource) -> list[str]:
    config = properties.get("MonitoringScheduleConfig", {})
    expression = config.get("ScheduleConfig", {}).get("ScheduleExpression")
    return [_text(properties.get("MonitoringScheduleName")), _text(expression)]


def _by(name: str) -> Callable[[Resource], list[str]]:
    return lambda properties: [_text(properties.get(name))]


DETAILS: Mapping[str, Callable[[Resource], list[str]]] = {
    f"{SAGEMAKER}Model": _model,
    f"{SAGEMAKER}EndpointConfig": _config,
    f"{SAGEMAKER}Endpoint": _endpoint,
    f"{SAGEMAKER}InferenceComponent": _component,
    f"{SAGEMAKER}MonitoringSchedule": _monitoring,
    f"{SAGEMAKER}InferenceExperiment": _by("Type"),
    f"{SAGEMAKER}ModelPackageGroup": _by("ModelPackageGroupName"),
    "AWS::ApplicationAutoScaling::ScalableTarget": _target,
    "AWS::ApplicationAutoScaling::ScalingPolicy": _policy,
    "AWS::CloudWatch::Alarm": _alarm,
    "AWS::CloudWatch::Dashboard": _by("DashboardName"),
    "AWS::EC2::VPCEndpoint": _vpc_endpoint,
    "AWS::IAM::Role": _role,
    "AWS::Logs::LogGroup": _by("LogGroupName"),
    "AWS::Scheduler::Schedule": _by("ScheduleExpression"),
}
