"""What others say of the gallery's templates: cfn-lint, the APIs, our rules, the security packs."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from cfnlint.api import lint
from cfnlint.config import ManualArgs

from sagemaker_hosting.core.findings import Severity
from sagemaker_hosting.facts.instances import instance_type
from sagemaker_hosting.rules import check_template
from tests.api_requests import CALLS, requests_of
from tests.examples.conftest import OPTIONS, templates_of
from tests.template_values import CONFIG

PACKS = ("AwsSolutions", "NIST.800.53.R5", "HIPAA.Security", "PCI.DSS.321")


@dataclass(frozen=True)
class Accepted:
    """Findings of the packs that are right as they are.

    Attributes:
        rule: The rule without the pack's name, a regular expression over the whole of it.
        reason: Why nothing is changed.
        construct: Where, a regular expression that is searched for. Default: anywhere.
    """

    rule: str
    reason: str
    construct: str = ""


ACCEPTED = (
    Accepted(
        "IAMNoInlinePolicy",
        "the permissions fit this one role and nothing else; as a managed policy they could be "
        "attached elsewhere, and would outlive the role",
    ),
    Accepted(
        r"IAM5\[Resource::\*\]",
        "ecr:GetAuthorizationToken and cloudwatch:PutMetricData take no resource",
    ),
    Accepted(
        r"IAM5\[Resource::arn:aws:s3:::(\w+-models|rerankers|jumpstart-private-cache-.+)/.+/\*\]",
        "an update reads the artifact that it leaves as well as the new one; both lie in the "
        "folder of the model, and nothing else does",
    ),
    Accepted(
        r"IAM5\[Resource::arn:aws:s3:::(call-recordings|churn-captured|churn-data|vision-core-dumps)/.+/\*\]",
        "whoever writes names the objects; the prefix is that of this endpoint",
    ),
    Accepted(
        r"IAM5\[Action::s3:(GetBucket|GetObject|List)\*\]",
        "what grant_read of the CDK allows: to read, below one prefix of one bucket",
        construct="^(Agents/Search|Churn/Model|Registry/Model)/Role/DefaultPolicy",
    ),
    Accepted(
        r"IAM5\[Resource::arn:aws:ec2:.+:network-interface/\*\]",
        "SageMaker makes the interfaces, so their ids are unknown; the same statement fixes the "
        "subnets and the security group",
    ),
    Accepted(
        r"IAM5\[Resource::arn:aws:sagemaker:.+:endpoint-config/\*\]",
        "SageMaker makes the configurations with and without the shadow of a test, and names them",
        construct="/Test/Role/Resource$",
    ),
    Accepted(
        r"IAM5\[Resource::arn:aws:sagemaker:.+:endpoint(-config)?/sm-clarify\*\]",
        "Clarify makes an endpoint for each job and names it; the prefix is the monitor's",
        construct="/Explainability/Role/Resource$",
    ),
    Accepted(
        r"IAM5\[Resource::arn:aws:application-autoscaling:.+:scalable-target/\*\]",
        "the ids of scalable targets are given when they are registered; a condition fixes the "
        "service and so those of SageMaker",
        construct="/ExpiryRole$",
    ),
    Accepted(
        r"IAM5\[Resource::arn:aws:sagemaker:.+:transform-job/churn-scores-\*\]",
        "each execution names its job anew; the prefix is that of this transform",
        construct="^Churn/Scores/Role",
    ),
    Accepted(
        r"IAM5\[Resource::arn:aws:s3:::cdk-hnb659fds-assets-111111111111-eu-west-1/\*\.gz\]",
        "assets lie side by side, named by their hash; the archive that an update leaves has to "
        "stay readable until its fleet is gone, and for a rollback",
    ),
    Accepted(
        r"IAM5\[Resource::arn:aws:logs:.+:log-stream:\*\]",
        "SageMaker names the log streams; the log group is that of this endpoint",
    ),
    Accepted(
        "CloudWatchAlarmAction",
        "a rollback alarm acts through the deployment configuration of its endpoint: SageMaker "
        "watches it during an update; it has nothing to do at other times",
        construct="/(ErrorRate|P99Latency)(-AllTraffic|-Champion|-Challenger)?$",
    ),
    Accepted(
        "SageMakerEndpointConfigurationKMSKeyConfigured",
        "instances with local NVMe disks encrypt them with a key of their own and refuse another; "
        "the next test holds that only those have none",
    ),
)


# Warnings of ours that an example is about, and acknowledges itself.
MEANT = {"ssm-access": ("SMH0316",), "shadow-variants-debugging": ("SMH0316",)}


@pytest.mark.parametrize("option", OPTIONS)
def test_cfn_lint_finds_nothing(option: str, gallery: Path) -> None:
    settings = ManualArgs(regions=["eu-west-1"])
    assert [
        f"{name}: {found.rule.id} {found.path}: {found.message}"
        for name, template in templates_of(gallery, option).items()
        for found in lint(json.dumps(template), config=settings)
    ] == []


@pytest.mark.parametrize("option", OPTIONS)
def test_our_rules_find_nothing_not_even_warnings(option: str, gallery: Path) -> None:
    assert [
        str(found)
        for template in templates_of(gallery, option).values()
        for found in check_template(template)
        if found.severity is not Severity.INFO and found.rule not in MEANT.get(option, ())
    ] == []


@pytest.mark.parametrize("option", OPTIONS)
def test_the_apis_take_what_the_templates_say(option: str, gallery: Path) -> None:
    """Types, ranges, lengths, patterns and enumerations of every request that it leads to."""
    assert [
        f"{request.logical_id}, {request.operation}{breach}"
        for template in templates_of(gallery, option).values()
        for request in requests_of(template)
        for breach in request.breaches()
    ] == []


def test_requests_of_every_kind_are_made(gallery: Path) -> None:
    made = {
        request.operation
        for option in OPTIONS
        for template in templates_of(gallery, option).values()
        for request in requests_of(template)
    }
    known = {call.operation for calls in CALLS.values() for call in calls}
    assert sorted((known | {"PutScheduledAction"}) - made) == []


def test_every_volume_that_can_be_is_encrypted_with_a_key_of_the_account(gallery: Path) -> None:
    without = {
        f"{option}: {kind}"
        for option in OPTIONS
        for template in templates_of(gallery, option).values()
        for resource in template["Resources"].values()
        if resource["Type"] == CONFIG and "KmsKeyId" not in resource["Properties"]
        for variant in resource["Properties"]["ProductionVariants"]
        for kind in (
            [variant.get("InstanceType", "serverless")]
            if "InstancePools" not in variant
            else [pool["InstanceType"] for pool in variant["InstancePools"]]
        )
        if (known := instance_type(kind)) is None or not known.local_nvme
    }
    assert sorted(without) == []


def findings(again: Path, option: str) -> list[tuple[str, str]]:
    """Return the rule, without its pack, and the construct of each finding."""
    by_pack = json.loads((again / option / "findings.json").read_text(encoding="utf-8"))
    return [
        (rule.removeprefix(f"{pack}-"), construct)
        for pack, found in by_pack.items()
        for rule, construct in found
    ]


def accepts(accepted: Accepted, rule: str, construct: str) -> bool:
    return (
        re.fullmatch(accepted.rule, rule) is not None
        and re.search(accepted.construct, construct) is not None
    )


@pytest.mark.parametrize("option", OPTIONS)
def test_the_security_packs_find_nothing_without_a_reason(option: str, again: Path) -> None:
    assert [
        f"{rule} at {construct}"
        for rule, construct in findings(again, option)
        if not any(accepts(accepted, rule, construct) for accepted in ACCEPTED)
    ] == []


def test_every_pack_looks(again: Path) -> None:
    """A pack that finds nothing in a template is not in the report of that template."""
    reports = [json.loads((again / option / "findings.json").read_text()) for option in OPTIONS]
    assert {pack for report in reports for pack in report} >= set(PACKS)


def test_every_reason_is_needed(again: Path) -> None:
    found = [finding for option in OPTIONS for finding in findings(again, option)]
    assert [
        accepted.rule
        for accepted in ACCEPTED
        if not any(accepts(accepted, *finding) for finding in found)
    ] == []
    assert all(len(accepted.reason) > 40 for accepted in ACCEPTED)
