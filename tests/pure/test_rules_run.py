"""The doors to the rules: a fragment, a resource, a template."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest

from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules import (
    ENGINE_RULE,
    all_rules,
    by_id,
    catalogue,
    check_resource,
    check_template,
    enforce,
    enforce_rollout,
)
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

ENDPOINT = "AWS::SageMaker::Endpoint"
CONFIG = "AWS::SageMaker::EndpointConfig"
TOKEN = "${Token[TOKEN.12]}"


def canary(percent: Any = 10, **policy: Any) -> dict[str, Any]:
    return {
        "BlueGreenUpdatePolicy": {
            "TrafficRoutingConfiguration": {
                "Type": "CANARY",
                "WaitIntervalInSeconds": 300,
                "CanarySize": {"Type": "CAPACITY_PERCENT", "Value": percent},
            },
            "TerminationWaitInSeconds": 120,
            **policy,
        }
    }


def variant(**properties: Any) -> dict[str, Any]:
    return {
        "VariantName": "AllTraffic",
        "ModelName": TOKEN,
        "InstanceType": "ml.m5.xlarge",
        "InitialInstanceCount": 4,
        "InitialVariantWeight": 1,
        **properties,
    }


PROPERTIES = (
    "ComparisonOperator",
    "Containers",
    "DataCaptureConfig",
    "DeploymentConfig",
    "Dimensions",
    "KmsKeyId",
    "MaxCapacity",
    "MetricName",
    "Metrics",
    "MinCapacity",
    "ModelName",
    "PrimaryContainer",
    "ProductionVariants",
    "ResourceId",
    "ScheduledActions",
    "StepScalingPolicyConfiguration",
    "TargetTrackingScalingPolicyConfiguration",
    "Threshold",
)


class Broken(Rule, abstract=True):
    """A rule with a bug."""

    id = "SMH9902"
    title = "broken"
    resource_types = (ENDPOINT,)
    facts = ("none",)
    url = "https://example.com"

    def check(self, resource: Resource) -> Iterator[Finding]:
        raise ZeroDivisionError("boom")


def test_enforce_accepts_what_is_right() -> None:
    enforce(ENDPOINT, {"DeploymentConfig": canary()}, partial=True)
    enforce(CONFIG, {"ProductionVariants": [variant()]})


def test_enforce_names_message_fix_source_and_path() -> None:
    with pytest.raises(InvalidProps) as caught:
        enforce(ENDPOINT, {"DeploymentConfig": canary(60)}, path="Stack/Churn", partial=True)
    error = caught.value
    assert error.message == "CanarySize is 60 % of the fleet; allowed is 1 to 50 %"
    assert error.fix == "set Value to 50 (Capacity.percent(50))"
    assert error.path == "Stack/Churn"
    assert error.source is not None
    assert error.source.startswith("developer guide pages 336, 340, 345, 348; https://")
    assert error.source.endswith("(SMH0405)")


def test_enforce_ignores_warnings() -> None:
    warned = {"EndpointConfigName": "churn", "ProductionVariants": [variant()]}
    assert {each.severity for each in check_resource(CONFIG, warned)} == {Severity.WARNING}
    enforce(CONFIG, warned)


def test_enforce_includes_what_the_schema_refuses() -> None:
    with pytest.raises(InvalidProps, match="initial instance count is 0"):
        enforce(CONFIG, {"ProductionVariants": [variant(InitialInstanceCount=0)]})


def test_a_fragment_is_not_blamed_for_what_it_lacks() -> None:
    components = {"ProductionVariants": [variant(ModelName=None)]}
    enforce(CONFIG, components, partial=True)
    with pytest.raises(InvalidProps, match="no ExecutionRoleArn"):
        enforce(CONFIG, components)


def test_enforce_passes_over_a_broken_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "rules_for", lambda _: (Broken(),))
    enforce(ENDPOINT, {})


def test_a_broken_rule_is_a_finding() -> None:
    template = {"Resources": {"Endpoint": {"Type": ENDPOINT}}}
    (finding,) = check_template(template, rules=[Broken()])
    assert finding.rule == ENGINE_RULE
    assert finding.message == "rule SMH9902 failed: ZeroDivisionError: boom"
    assert finding.resource == "Endpoint"
    assert str(finding) == f"Endpoint: SMH0001 error: {finding.message}"


def test_a_template_run_leaves_the_schema_to_the_schema() -> None:
    template = {
        "Resources": {
            "Config": {
                "Type": CONFIG,
                "Properties": {"ProductionVariants": [variant(InstanceType="local")]},
            }
        }
    }
    assert check_template(template) == []
    assert [each.rule for each in check_template(template, rules=[by_id("SMH0306")])] == ["SMH0306"]


@pytest.mark.parametrize(
    "template",
    [
        {},
        {"Resources": None},
        {"Resources": {"A": None, "B": {"Type": 3}, "C": {}}},
        {"Resources": {each: {"Type": each, "Properties": None} for each in (ENDPOINT, CONFIG)}},
        {"Resources": {"A": {"Type": ENDPOINT, "Properties": "text"}}},
        {"Resources": {"A": {"Type": ENDPOINT, "Properties": {"Fn::Transform": {}}}}},
    ],
)
def test_a_malformed_template_does_not_crash(template: dict[str, Any]) -> None:
    findings = check_template(template, rules=all_rules())
    assert ENGINE_RULE not in {each.rule for each in findings}


@pytest.mark.parametrize("junk", ["text", 3, True, [], {}, [[]], [{}], [None], {"A": [1]}, -1e308])
@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.id)
def test_junk_does_not_crash_a_rule(rule: Rule, junk: Any) -> None:
    for name in PROPERTIES:
        properties = {"ServiceNamespace": "sagemaker", name: junk}
        for resource_type in rule.resource_types:
            findings = check_resource(resource_type, properties, rules=[rule])
            assert ENGINE_RULE not in {each.rule for each in findings}, findings


def test_rollout_that_fits_the_fleet() -> None:
    enforce_rollout(canary(), [variant()])
    enforce_rollout({}, [])


@pytest.mark.parametrize(
    ("deployment", "variants", "message"),
    [
        (canary(), [variant(InstanceType="ml.inf1.xlarge")], "do nothing on ml.inf1.xlarge"),
        (
            {
                "RollingUpdatePolicy": {
                    "MaximumBatchSize": {"Type": "CAPACITY_PERCENT", "Value": 25},
                    "WaitIntervalInSeconds": 60,
                }
            },
            [variant(), variant(VariantName="B")],
            "2 production variants",
        ),
        (
            {
                "BlueGreenUpdatePolicy": {
                    "TrafficRoutingConfiguration": {
                        "Type": "CANARY",
                        "WaitIntervalInSeconds": 60,
                        "CanarySize": {"Type": "INSTANCE_COUNT", "Value": 3},
                    }
                }
            },
            [variant()],
            "3 of the 4 instances",
        ),
    ],
)
def test_rollout_that_does_not_fit_the_fleet(
    deployment: dict[str, Any], variants: list[dict[str, Any]], message: str
) -> None:
    with pytest.raises(InvalidProps, match=message):
        enforce_rollout(deployment, variants)


def test_the_count_of_an_autoscaled_fleet_is_not_known() -> None:
    deployment = canary()
    size = {"Type": "INSTANCE_COUNT", "Value": 3}
    deployment["BlueGreenUpdatePolicy"]["TrafficRoutingConfiguration"]["CanarySize"] = size
    enforce_rollout(deployment, [variant()], autoscaled=True)
    enforce_rollout(deployment, [variant(InitialInstanceCount=TOKEN)])
    with pytest.raises(InvalidProps):
        enforce_rollout(deployment, [variant()])


def test_a_fragment_of_a_policy_is_ours() -> None:
    steps = [{"MetricIntervalLowerBound": 10, "MetricIntervalUpperBound": 0}]
    fragment = {"StepScalingPolicyConfiguration": {"StepAdjustments": steps}}
    policy = "AWS::ApplicationAutoScaling::ScalingPolicy"
    with pytest.raises(InvalidProps, match="a step reaches from 10 to 0"):
        enforce(policy, fragment, partial=True)
    enforce(policy, {"ServiceNamespace": "ecs", **fragment}, partial=True)
    enforce(policy, {"TargetTrackingScalingPolicyConfiguration": {"TargetValue": 5}}, partial=True)


def test_alarms_can_be_related() -> None:
    findings = check_resource(
        ENDPOINT,
        {"DeploymentConfig": canary()},
        related={"Alarm": [{"AlarmName": "slow", "Period": 600, "EvaluationPeriods": 2}]},
    )
    assert [each.rule for each in findings] == ["SMH0424"]


def test_fails_for_a_link_that_does_not_exist() -> None:
    with pytest.raises(ValueError, match="has no link Bucket"):
        enforce(ENDPOINT, {}, related={"Bucket": {}})


def test_import_needs_no_aws_library() -> None:
    script = (
        "import sys, sagemaker_hosting.rules as rules; rules.all_rules();"
        "heavy = {'aws_cdk', 'constructs', 'jsii', 'boto3', 'botocore', 'moto', 'click', 'yaml'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_enforce_is_fast() -> None:
    """A thousand resources take less time than one synthesis spends on a few of them."""
    properties = {"DeploymentConfig": canary(), "EndpointName": "churn"}
    fleet = {"EndpointConfig": {"ProductionVariants": [variant(), variant(VariantName="B")]}}
    enforce(ENDPOINT, properties, related=fleet)
    started = time.process_time()
    for _ in range(200):
        enforce(ENDPOINT, properties, related=fleet)
    # About 0.2 ms each on an ordinary machine; ten times that is still below what anyone notices.
    assert (time.process_time() - started) / 200 < 0.003
