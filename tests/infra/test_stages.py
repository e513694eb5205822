"""What the application synthesizes for each environment."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.infra.conftest import ENVIRONMENTS, ROOT, Assembly, run_app

STACKS = {
    "dev": {"Inference"},
    "staging": {"Foundation", "Network", "Inference"},
    "prod": {"Foundation", "Network", "Inference"},
}

# Statements that AWS itself cannot scope: their actions take no resource.
UNSCOPABLE = {
    "cloudwatch:PutMetricData",
    "ec2:DescribeDhcpOptions",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeSubnets",
    "ec2:DescribeVpcs",
    "ecr:GetAuthorizationToken",
}


def statements(template: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every statement of a template's roles and their policies."""
    for resource in template["Resources"].values():
        properties = resource.get("Properties", {})
        documents = [policy["PolicyDocument"] for policy in properties.get("Policies", [])]
        if resource["Type"] in ("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy"):
            documents.append(properties["PolicyDocument"])
        for document in documents:
            yield from document["Statement"]


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_the_stacks(assembly: Assembly, environment: str) -> None:
    assert set(assembly.templates(environment)) == STACKS[environment]


def test_synthesis_says_nothing(assembly: Assembly) -> None:
    """Neither our rules nor the CDK's validation finds anything, not even a warning."""
    assert assembly.output == ""
    report = json.loads((assembly.folder / "validation-report.json").read_text())
    assert [item["violations"] for item in report["pluginReports"] if item["violations"]] == []


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_cfn_lint_finds_nothing(assembly: Assembly, environment: str) -> None:
    from cfnlint import lint
    from cfnlint.config import ManualArgs

    region = ManualArgs(regions=["eu-west-1"])
    found = [
        f"{name}: {match.rule.id} {match.message}"
        for name, template in assembly.templates(environment).items()
        for match in lint(json.dumps(template), config=region)
    ]
    assert found == []


def test_two_syntheses_are_byte_identical(assembly: Assembly, again: Assembly) -> None:
    """In another process, with another hash seed, from and into another directory."""
    first, second = contents(assembly.folder), contents(again.folder)
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []


def contents(folder: Path) -> dict[str, bytes]:
    found = {}
    for path in folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            if path.name.endswith(("validation-report.json", ".metadata.json")):
                # Stack traces of the CDK lie in a directory that jsii makes anew; never deployed.
                content = re.sub(rb"jsii-kernel-\w+", b"jsii-kernel", content)
            found[path.relative_to(folder).as_posix()] = content
    return found


def test_nothing_of_this_machine_is_deployed(assembly: Assembly) -> None:
    for path in assembly.folder.rglob("*.template.json"):
        assert str(ROOT) not in path.read_text(), path.name


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_no_role_may_do_more_than_it_must(assembly: Assembly, environment: str) -> None:
    for name, template in assembly.templates(environment).items():
        for statement in statements(template):
            actions = set(as_list(statement["Action"]))
            assert not any(action.endswith("*") for action in actions), (name, statement)
            if "*" in as_list(statement["Resource"]):
                assert actions <= UNSCOPABLE, (name, statement)


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_no_role_has_a_managed_policy(assembly: Assembly, environment: str) -> None:
    roles = assembly.resources(environment, "AWS::IAM::Role")
    assert roles
    assert not any("ManagedPolicyArns" in role for role in roles)


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_only_literal_name_is_that_of_the_endpoint(assembly: Assembly, environment: str) -> None:
    (endpoint,) = assembly.resources(environment, "AWS::SageMaker::Endpoint")
    assert endpoint["EndpointName"] == f"{environment}-Inference-iris-Endpoint"
    (template,) = [
        template
        for template in assembly.templates(environment).values()
        if "irisEndpointName" in template.get("Outputs", {})
    ]
    assert template["Outputs"]["irisEndpointName"]["Value"] == endpoint["EndpointName"]


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_everything_is_tagged(assembly: Assembly, environment: str) -> None:
    (endpoint,) = assembly.resources(environment, "AWS::SageMaker::Endpoint")
    tags = {tag["Key"]: tag["Value"] for tag in endpoint["Tags"]}
    assert tags["environment"] == environment
    assert tags["application"] == "iris"


def test_dev_is_small(assembly: Assembly) -> None:
    (config,) = assembly.resources("dev", "AWS::SageMaker::EndpointConfig")
    (variant,) = config["ProductionVariants"]
    assert variant["InitialInstanceCount"] == 1
    assert variant["InstanceType"] == "ml.m5.large"
    assert "DataCaptureConfig" not in config
    (model,) = assembly.resources("dev", "AWS::SageMaker::Model")
    assert "VpcConfig" not in model
    (endpoint,) = assembly.resources("dev", "AWS::SageMaker::Endpoint")
    routing = endpoint["DeploymentConfig"]["BlueGreenUpdatePolicy"]["TrafficRoutingConfiguration"]
    assert routing["Type"] == "ALL_AT_ONCE"


def test_prod_rolls_out_a_canary_that_alarms_watch(assembly: Assembly) -> None:
    (endpoint,) = assembly.resources("prod", "AWS::SageMaker::Endpoint")
    deployment = endpoint["DeploymentConfig"]
    routing = deployment["BlueGreenUpdatePolicy"]["TrafficRoutingConfiguration"]
    assert routing == {
        "Type": "CANARY",
        "CanarySize": {"Type": "CAPACITY_PERCENT", "Value": 10},
        "WaitIntervalInSeconds": 600,
    }
    alarms = assembly.resources("prod", "AWS::CloudWatch::Alarm")
    assert len(deployment["AutoRollbackConfiguration"]["Alarms"]) == len(alarms) == 4
    assert all(alarm["AlarmActions"] for alarm in alarms)


def test_prod_has_two_instances_or_more(assembly: Assembly) -> None:
    (config,) = assembly.resources("prod", "AWS::SageMaker::EndpointConfig")
    assert all(item["InitialInstanceCount"] >= 2 for item in config["ProductionVariants"])
    (target,) = assembly.resources("prod", "AWS::ApplicationAutoScaling::ScalableTarget")
    assert (target["MinCapacity"], target["MaxCapacity"]) == (2, 20)


def test_prod_is_protected_and_encrypted(assembly: Assembly) -> None:
    for name, properties in assembly.stacks("prod").items():
        assert properties["terminationProtection"] is True, name
    (key,) = assembly.resources("prod", "AWS::KMS::Key")
    assert key["EnableKeyRotation"] is True
    (config,) = assembly.resources("prod", "AWS::SageMaker::EndpointConfig")
    assert config["KmsKeyId"]
    assert config["DataCaptureConfig"]["KmsKeyId"]
    (topic,) = assembly.resources("prod", "AWS::SNS::Topic")
    assert topic["KmsMasterKeyId"]
    (log_group,) = assembly.resources("prod", "AWS::Logs::LogGroup")
    assert log_group["KmsKeyId"]


def test_prod_has_no_way_out(assembly: Assembly) -> None:
    (model,) = assembly.resources("prod", "AWS::SageMaker::Model")
    assert model["EnableNetworkIsolation"] is True
    assert len(model["VpcConfig"]["Subnets"]) == 3
    (group,) = assembly.resources("prod", "AWS::EC2::SecurityGroup")
    assert [rule["ToPort"] for rule in group["SecurityGroupEgress"]] == [443]
    assert "SecurityGroupIngress" not in group
    assert assembly.resources("prod", "AWS::EC2::InternetGateway") == []
    assert assembly.resources("prod", "AWS::EC2::NatGateway") == []
    assert assembly.resources("prod", "AWS::EC2::Route") == []
    (endpoint,) = assembly.resources("prod", "AWS::EC2::VPCEndpoint")
    assert json.dumps(endpoint["ServiceName"]).endswith('".s3"]]}')


def test_stacks_of_an_environment_can_be_replaced_one_by_one(assembly: Assembly) -> None:
    """No export of CloudFormation, which would lock a stack to those that use it."""
    for template in assembly.templates("prod").values():
        assert not any("Export" in output for output in template.get("Outputs", {}).values())


def test_security_packs_find_nothing_in_prod(checked: Assembly) -> None:
    assert checked.output == ""
    reports = packs(checked)
    assert set(reports) == {"AwsSolutions", "NIST.800.53.R5", "HIPAA.Security", "PCI.DSS.321"}
    assert all(report["violations"] == [] for report in reports.values())


def test_every_acknowledgement_has_a_reason_and_is_needed(checked: Assembly) -> None:
    acknowledged = {
        (item["acknowledgedId"], item["acknowledgedAt"])
        for report in packs(checked).values()
        for item in report["suppressedViolations"]
    }
    reasons = [
        item["reason"]
        for report in packs(checked).values()
        for item in report["suppressedViolations"]
    ]
    assert all(len(reason) > 40 for reason in reasons)
    declared = set()
    for path in checked.folder.rglob("*.metadata.json"):
        for construct, entries in json.loads(path.read_text()).items():
            for entry in entries:
                if entry["type"] == "aws:cdk:acknowledged-rules":
                    declared |= {(id, construct.lstrip("/")) for id in entry["data"]}
    own = {(id, at) for id, at in declared if not id.startswith("CloudFormation-Validate")}
    assert own == acknowledged


def packs(assembly: Assembly) -> dict[str, Any]:
    report = json.loads((assembly.folder / "validation-report.json").read_text())
    return {
        item["pluginName"]: item
        for item in report["pluginReports"]
        if item["pluginName"] not in ("CloudFormation Validate", "sagemaker-hosting")
    }


def test_one_environment_can_be_built_alone(tmp_path: Path, model: None) -> None:
    result = run_app(tmp_path, {"env": "dev"})
    assert result.returncode == 0, result.stderr
    assert [path.name for path in tmp_path.glob("assembly-*")] == ["assembly-dev"]


def test_an_unknown_environment_is_named_with_the_known(tmp_path: Path) -> None:
    result = run_app(tmp_path, {"env": "prd"})
    assert result.returncode == 1
    assert result.stderr.splitlines()[0] == "there is no environment 'prd'"
    assert "did you mean 'prod'? known: dev, prod, staging" in result.stderr
    assert "Traceback" not in result.stderr


def test_the_cdk_cli_lists_every_stack(tmp_path: Path, model: None) -> None:
    program = ROOT / "node_modules/.bin/cdk"
    if not program.exists():
        pytest.skip("the CDK CLI is not installed")
    result = subprocess.run(
        [program, "list", "--output", str(tmp_path), "--no-notices"],
        cwd=ROOT,
        env={**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    listed = {line.split(" ")[0] for line in result.stdout.split("\n") if line}
    assert listed == {f"{name}/{stack}" for name in ENVIRONMENTS for stack in STACKS[name]}


def test_the_flags_are_those_that_the_cdk_recommends() -> None:
    recommended = ROOT / "node_modules/aws-cdk/lib/init-templates/.recommended-feature-flags.json"
    if not recommended.is_file():
        pytest.skip("the CDK CLI is not installed")
    context = json.loads((ROOT / "cdk.json").read_text())["context"]
    assert context == json.loads(recommended.read_text())
