"""The rules as a plugin of the CDK: what the constructs cannot see, they see in the template."""

from __future__ import annotations

import json
from pathlib import Path

import aws_cdk as cdk
import pytest
from aws_cdk import aws_sagemaker as sagemaker

import sagemaker_hosting as hosting
from sagemaker_hosting.rules import every_rule
from tests.cdk.support import CONTEXT, endpoint, new_app, new_stack

# The CDK puts the report into the exception or on stderr, by where it runs.
FAILED = "ValidationFailed"


def broken(stack: cdk.Stack) -> sagemaker.CfnEndpointConfig:
    """Return an L1 that the schema accepts and SageMaker refuses."""
    return sagemaker.CfnEndpointConfig(
        stack,
        "Config",
        production_variants=[
            sagemaker.CfnEndpointConfig.ProductionVariantProperty(
                variant_name="AllTraffic",
                model_name="churn-1",
                instance_type="ml.g5.xlarge",
                initial_instance_count=1,
                initial_variant_weight=1,
                volume_size_in_gb=64,
            )
        ],
    )


def synthesized(stack: cdk.Stack) -> cdk.App:
    app = stack.node.root
    assert isinstance(app, cdk.App)
    app.synth()
    return app


def report_of(app: cdk.App) -> str:
    return Path(app.outdir, "validation-report.json").read_text()


def test_refuses_a_mistake_in_an_l1(stack: cdk.Stack, capfd: pytest.CaptureFixture[str]) -> None:
    broken(stack)
    with pytest.raises(RuntimeError, match=FAILED) as caught:
        synthesized(stack)
    printed = str(caught.value) + capfd.readouterr().err
    assert "ml.g5.xlarge" in printed
    assert "Suggested fix: " in printed
    assert "see " in printed
    assert "Acknowledge with 'sagemaker-hosting::SMH0305'" in printed
    assert "Stack/Config" in printed


def test_refuses_a_mistake_in_an_escape_hatch(
    stack: cdk.Stack, capfd: pytest.CaptureFixture[str]
) -> None:
    resource = endpoint(stack).node.default_child
    assert isinstance(resource, sagemaker.CfnEndpoint)
    resource.add_property_override(
        "DeploymentConfig.BlueGreenUpdatePolicy.MaximumExecutionTimeoutInSeconds", 600
    )
    with pytest.raises(RuntimeError, match=FAILED) as caught:
        synthesized(stack)
    assert "sagemaker-hosting::SMH0408" in str(caught.value) + capfd.readouterr().err


def test_refuses_a_mistake_in_a_stage(capfd: pytest.CaptureFixture[str]) -> None:
    stage = cdk.Stage(new_app(), "Prod")
    stack = new_stack("Hosting", app=stage)
    broken(stack)
    with pytest.raises(RuntimeError, match=FAILED) as caught:
        synthesized(stack)
    assert "Prod/Hosting/Config" in str(caught.value) + capfd.readouterr().err


@pytest.mark.parametrize("where", ["resource", "stack", "app"])
def test_an_acknowledged_mistake_passes(stack: cdk.Stack, where: str) -> None:
    scope = {"resource": broken(stack), "stack": stack, "app": stack.node.root}[where]
    cdk.Validations.of(scope).acknowledge(
        cdk.Acknowledgment(id="sagemaker-hosting::SMH0305", reason="the service will say")
    )
    report = json.loads(report_of(synthesized(stack)))
    assert "the service will say" in json.dumps(report)


def test_refuses_what_is_acknowledged_under_another_id(stack: cdk.Stack) -> None:
    cdk.Validations.of(broken(stack)).acknowledge(
        cdk.Acknowledgment(id="sagemaker-hosting::SMH0306", reason="the service will say")
    )
    with pytest.raises(RuntimeError, match=FAILED):
        synthesized(stack)


def test_a_warning_does_not_stop_synthesis(stack: cdk.Stack) -> None:
    sagemaker.CfnModel(
        stack,
        "Model",
        execution_role_arn="arn:aws:iam::111111111111:role/hosting",
        model_name="churn",
        primary_container=sagemaker.CfnModel.ContainerDefinitionProperty(
            image="111111111111.dkr.ecr.eu-west-1.amazonaws.com/churn:1"
        ),
    )
    assert "SMH0103" in report_of(synthesized(stack))


def test_an_app_without_findings_says_nothing(
    stack: cdk.Stack, capfd: pytest.CaptureFixture[str]
) -> None:
    endpoint(stack)
    synthesized(stack)
    assert "sagemaker-hosting::" not in capfd.readouterr().err


def test_it_names_itself_its_version_and_its_rules() -> None:
    plugin = hosting.HostingRules()
    assert plugin.name == "sagemaker-hosting"
    assert plugin.version.count(".") == 2
    assert plugin.rule_ids == [rule.id for rule in every_rule()]


def test_refuses_a_step_from_what_is_deployed(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    def app(name: str, instance_type: str, against: Path | None) -> cdk.App:
        app = cdk.App(outdir=str(tmp_path / name), context=dict(CONTEXT))
        stack = new_stack("Hosting", app=app)
        endpoint(
            stack,
            instance_type=instance_type,
            scaling=hosting.Scaling(min_capacity=2, max_capacity=4).track_invocations(
                per_instance_per_minute=900
            ),
        )
        cdk.Validations.of(app).add_plugins(hosting.HostingRules(against=against))
        return app

    app("deployed", "ml.m5.xlarge", tmp_path / "nothing").synth()
    app("same", "ml.m5.xlarge", tmp_path / "deployed").synth()
    with pytest.raises(RuntimeError, match=FAILED) as caught:
        app("changed", "ml.c5.xlarge", tmp_path / "deployed").synth()
    printed = str(caught.value) + capfd.readouterr().err
    assert "sagemaker-hosting::SMH2001" in printed
    assert "from ml.m5.xlarge to ml.c5.xlarge" in printed
