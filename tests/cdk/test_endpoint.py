"""The endpoint: its name, who may invoke it, imports, tags, escape hatches."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sagemaker as sagemaker
from aws_cdk import aws_sns as sns

import sagemaker_hosting as hosting
from tests.cdk.support import (
    ALARM,
    CONFIG,
    ENDPOINT,
    MODEL,
    TARGET,
    bucket,
    config,
    endpoint,
    image,
    listed,
    logical_id_of,
    model,
    new_app,
    new_stack,
    only,
    resources_of,
    statement_for,
    template_of,
    variant,
)

ARN = "arn:aws:sagemaker:us-east-1:222222222222:endpoint/churn"
SCALING = hosting.Scaling(min_capacity=2, max_capacity=4)


def role(stack: cdk.Stack, id: str = "Caller") -> iam.Role:
    return iam.Role(stack, id, assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))


# --- its name ------------------------------------------------------------------------------------


def test_its_name_is_known_at_synthesis(stack: cdk.Stack) -> None:
    made = endpoint(stack, "Churn")
    assert made.endpoint_name == "Stack-Churn"
    assert only(template_of(stack), ENDPOINT)["EndpointName"] == "Stack-Churn"


def test_its_name_can_be_given(stack: cdk.Stack) -> None:
    endpoint(stack, endpoint_name="churn")
    assert only(template_of(stack), ENDPOINT)["EndpointName"] == "churn"


def test_a_stage_is_part_of_its_name() -> None:
    stage = cdk.Stage(new_app(), "Prod")
    assert endpoint(new_stack("Hosting", app=stage), "Churn").endpoint_name == "Prod-Hosting-Churn"


def test_a_long_path_makes_a_name_that_fits(stack: cdk.Stack) -> None:
    assert len(endpoint(stack, "Churn" * 20).endpoint_name) <= 63


@pytest.mark.parametrize("name", ["", "a_b", "-a", "x" * 64, "a b"])
def test_refuses_a_malformed_name(stack: cdk.Stack, name: str) -> None:
    with pytest.raises(hosting.InvalidProps, match="endpoint name") as caught:
        endpoint(stack, endpoint_name=name)
    assert caught.value.path == "Stack/Endpoint"


# --- the three in one ----------------------------------------------------------------------------


def test_a_real_time_endpoint_owns_model_and_configuration(stack: cdk.Stack) -> None:
    made = hosting.RealTimeEndpoint(
        stack,
        "Endpoint",
        image=image(stack),
        data=hosting.ModelData.from_s3(bucket(stack), "m.tar.gz"),
        environment={"A": "1"},
        instance_type="ml.m5.xlarge",
    )
    template = template_of(stack)
    name = {"Fn::GetAtt": [logical_id_of(template, MODEL), "ModelName"]}
    assert only(template, CONFIG)["ProductionVariants"][0]["ModelName"] == name
    assert stack.resolve(made.model.model_name) == name


def test_the_composable_pieces_give_the_same(stack: cdk.Stack) -> None:
    hosting.Endpoint(stack, "Endpoint", config=config(stack))
    whole = new_stack()
    endpoint(whole)
    pieces = only(template_of(stack), ENDPOINT)["DeploymentConfig"]["BlueGreenUpdatePolicy"]
    assert pieces == only(template_of(whole), ENDPOINT)["DeploymentConfig"]["BlueGreenUpdatePolicy"]


def test_scaling_says_how_many_instances_to_start_with(stack: cdk.Stack) -> None:
    endpoint(stack, scaling=SCALING)
    (rendered,) = only(template_of(stack), CONFIG)["ProductionVariants"]
    assert rendered["InitialInstanceCount"] == 2


def test_an_initial_count_outweighs_the_minimum(stack: cdk.Stack) -> None:
    endpoint(stack, scaling=SCALING, initial_instance_count=3)
    (rendered,) = only(template_of(stack), CONFIG)["ProductionVariants"]
    assert rendered["InitialInstanceCount"] == 3


def test_it_is_moved_to_a_new_configuration_by_its_name(stack: cdk.Stack) -> None:
    endpoint(stack)
    template = template_of(stack)
    assert only(template, ENDPOINT)["EndpointConfigName"] == {
        "Fn::GetAtt": [logical_id_of(template, CONFIG), "EndpointConfigName"]
    }


def test_its_primary_resource_is_the_l1(stack: cdk.Stack) -> None:
    assert isinstance(endpoint(stack).node.default_child, sagemaker.CfnEndpoint)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"instance_type": None}, "needs an instance type"),
        ({"model": None, "image": None}, "needs an inference image or a model package"),
        ({"environment": {"A": "1"}}, "are both given"),
        ({"data": "given"}, "are both given"),
    ],
)
def test_refuses_arguments_that_contradict_each_other(
    stack: cdk.Stack, arguments: dict[str, Any], message: str
) -> None:
    if "data" in arguments:
        arguments = {"data": hosting.ModelData.from_s3(bucket(stack), "m.tar.gz")}
    with pytest.raises(hosting.InvalidProps, match=message) as caught:
        endpoint(stack, **arguments)
    assert caught.value.path is not None
    assert caught.value.path.startswith("Stack/Endpoint")


def test_refuses_variants_beside_the_parts_of_one(stack: cdk.Stack) -> None:
    with pytest.raises(hosting.InvalidProps, match="variants and instance_type"):
        endpoint(stack, variants=[variant(stack)], instance_type="ml.m5.xlarge")


def test_refuses_one_scaling_for_two_variants(stack: cdk.Stack) -> None:
    variants = [variant(stack, "A"), variant(stack, "B")]
    with pytest.raises(hosting.InvalidProps, match="one scaling for the 2 variants A, B"):
        endpoint(stack, variants=variants, scaling=SCALING)


def test_refuses_scaling_of_a_variant_that_is_not_there(stack: cdk.Stack) -> None:
    with pytest.raises(hosting.InvalidProps, match="'Blue'"):
        endpoint(stack, scaling={"Blue": SCALING})


# --- grants --------------------------------------------------------------------------------------


# In ARNs, SageMaker writes names in lower case.
ARN_OF_ITS_NAME = "arn:aws:sagemaker:eu-west-1:111111111111:endpoint/stack-endpoint"


def test_grant_invoke_is_for_this_endpoint_alone(stack: cdk.Stack) -> None:
    endpoint(stack).grant_invoke(role(stack))
    template = template_of(stack)
    statement = statement_for(template, "sagemaker:InvokeEndpoint")
    assert statement["Action"] == [
        "sagemaker:InvokeEndpoint",
        "sagemaker:InvokeEndpointWithResponseStream",
    ]
    assert statement["Resource"] == ARN_OF_ITS_NAME


def test_its_own_model_may_invoke_it(stack: cdk.Stack) -> None:
    """The endpoint waits for the role of its model, so the grant must not wait for the endpoint."""
    made = model(stack)
    endpoint(stack, model=made).grant_invoke(made)
    template_of(stack)


def test_grant_invoke_on_an_import(stack: cdk.Stack) -> None:
    hosting.Endpoint.from_endpoint_arn(stack, "Imported", ARN).grant_invoke(role(stack))
    assert statement_for(template_of(stack), "sagemaker:InvokeEndpoint")["Resource"] == ARN


def test_grant_start_session_is_for_this_endpoint_alone(stack: cdk.Stack) -> None:
    endpoint(stack).grant_start_session(role(stack))
    statement = statement_for(template_of(stack), "ssm:StartSession")
    assert statement["Resource"] == ARN_OF_ITS_NAME


def test_instance_pools_and_routing_of_the_only_variant(stack: cdk.Stack) -> None:
    pools = [
        hosting.InstancePool(instance_type="ml.m5.large", priority=1),
        hosting.InstancePool(instance_type="ml.c6i.large", priority=2),
    ]
    endpoint(
        stack,
        instance_type=None,
        instance_pools=pools,
        routing=hosting.Routing.least_outstanding_requests(),
        metrics_config=hosting.MetricsConfig(enhanced=True),
    )
    rendered = only(template_of(stack), CONFIG)
    (made,) = rendered["ProductionVariants"]
    assert [pool["InstanceType"] for pool in made["InstancePools"]] == [
        "ml.m5.large",
        "ml.c6i.large",
    ]
    assert made["RoutingConfig"] == {"RoutingStrategy": "LEAST_OUTSTANDING_REQUESTS"}
    assert rendered["MetricsConfig"] == {"EnableEnhancedMetrics": True}


def test_it_is_an_endpoint_to_the_constructs_of_others(stack: cdk.Stack) -> None:
    api = apigateway.RestApi(stack, "Api", cloud_watch_role=False)
    api.root.add_method("POST", apigateway.SagemakerIntegration(endpoint(stack)))
    template = template_of(stack)
    statement = statement_for(template, "sagemaker:InvokeEndpoint")
    assert ARN_OF_ITS_NAME in listed(statement["Resource"])


# --- imports -------------------------------------------------------------------------------------


def test_an_import_by_name_is_of_this_environment(stack: cdk.Stack) -> None:
    imported = hosting.Endpoint.from_endpoint_name(stack, "Imported", "Churn")
    # SageMaker writes names in ARNs in lower case.
    assert imported.endpoint_arn.endswith(":sagemaker:eu-west-1:111111111111:endpoint/churn")
    assert imported.endpoint_name == "Churn"


def test_an_import_by_arn_is_of_the_environment_of_the_arn(stack: cdk.Stack) -> None:
    imported = hosting.Endpoint.from_endpoint_arn(stack, "Imported", ARN)
    assert (imported.endpoint_name, imported.env.account, imported.env.region) == (
        "churn",
        "222222222222",
        "us-east-1",
    )


def test_an_import_by_attributes_keeps_both(stack: cdk.Stack) -> None:
    imported = hosting.Endpoint.from_endpoint_attributes(
        stack, "Imported", endpoint_name="Churn", endpoint_arn=ARN, variant_names=["A", "B"]
    )
    assert (imported.endpoint_name, imported.endpoint_arn, list(imported.variant_names)) == (
        "Churn",
        ARN,
        ["A", "B"],
    )


def test_refuses_an_import_of_nothing(stack: cdk.Stack) -> None:
    with pytest.raises(hosting.InvalidProps, match="neither is given"):
        hosting.Endpoint.from_endpoint_attributes(stack, "Imported")


def test_an_import_can_be_scaled(stack: cdk.Stack) -> None:
    imported = hosting.Endpoint.from_endpoint_name(stack, "I", "churn", variant_names=["Blue"])
    imported.scale_variant(SCALING.track_invocations(per_instance_per_minute=600))
    template = template_of(stack)
    assert only(template, TARGET)["ResourceId"] == "endpoint/churn/variant/Blue"
    (target,) = resources_of(template, TARGET).values()
    assert "DependsOn" not in target


def test_an_import_has_the_methods_of_an_owned_one() -> None:
    def named(kind: type) -> set[str]:
        return {
            name
            for name in dir(kind)
            if name.startswith(("metric", "grant", "scale")) and not name.startswith("_")
        }

    assert (
        named(hosting.RealTimeEndpointBase)
        == named(hosting.Endpoint)
        == named(hosting.RealTimeEndpoint)
    )


# --- operations ----------------------------------------------------------------------------------


def test_tags_of_endpoint_and_configuration(stack: cdk.Stack) -> None:
    endpoint(stack, tags={"team": "churn"})
    template = template_of(stack)
    tags = [only(template, kind)["Tags"] for kind in (CONFIG, ENDPOINT)]
    assert tags == [[{"Key": "team", "Value": "churn"}]] * 2


def test_tags_of_the_whole(stack: cdk.Stack) -> None:
    cdk.Tags.of(endpoint(stack, model=None, image=image(stack))).add("team", "churn")
    template = template_of(stack)
    for kind in (MODEL, CONFIG, ENDPOINT, ALARM, "AWS::IAM::Role"):
        assert only(template, kind)["Tags"] == [{"Key": "team", "Value": "churn"}], kind


def test_removal_policy(stack: cdk.Stack) -> None:
    endpoint(stack).apply_removal_policy(cdk.RemovalPolicy.RETAIN)
    (resource,) = resources_of(template_of(stack), ENDPOINT).values()
    assert resource["DeletionPolicy"] == "Retain"


def test_removal_policies_of_a_scope(stack: cdk.Stack) -> None:
    endpoint(stack)
    cdk.RemovalPolicies.of(stack).retain()
    template = template_of(stack)
    for kind in (CONFIG, ENDPOINT, ALARM):
        (resource,) = resources_of(template, kind).values()
        assert resource["DeletionPolicy"] == "Retain", kind


def test_raw_overrides(stack: cdk.Stack) -> None:
    resource = endpoint(stack).node.default_child
    assert isinstance(resource, sagemaker.CfnEndpoint)
    resource.add_property_override(
        "DeploymentConfig.BlueGreenUpdatePolicy.TerminationWaitInSeconds", 0
    )
    policy = only(template_of(stack), ENDPOINT)["DeploymentConfig"]["BlueGreenUpdatePolicy"]
    assert policy["TerminationWaitInSeconds"] == 0


def test_overrides_of_the_configuration_it_owns(stack: cdk.Stack) -> None:
    resource = endpoint(stack).config.node.default_child
    assert isinstance(resource, sagemaker.CfnEndpointConfig)
    resource.add_property_override(
        "ProductionVariants.0.CoreDumpConfig.DestinationS3Uri", "s3://b/d"
    )
    (rendered,) = only(template_of(stack), CONFIG)["ProductionVariants"]
    assert rendered["CoreDumpConfig"] == {"DestinationS3Uri": "s3://b/d"}


def test_topics_hear_of_a_rollback(stack: cdk.Stack) -> None:
    topic = sns.Topic(stack, "Topic")
    endpoint(stack, alarm_topics=[topic])
    assert only(template_of(stack), ALARM)["AlarmActions"] == [stack.resolve(topic.topic_arn)]


def test_a_configuration_of_another_stack(stack: cdk.Stack) -> None:
    configs = new_stack("Configs", app=stack.node.root)
    made = config(configs, variants=[variant(configs, model=model(configs))])
    hosting.Endpoint(stack, "Endpoint", config=made)
    assert len(resources_of(template_of(stack), ENDPOINT)) == 1


def test_two_endpoints_of_one_model(stack: cdk.Stack) -> None:
    shared = model(stack)
    endpoint(stack, "One", model=shared)
    endpoint(stack, "Other", model=shared)
    template = template_of(stack)
    assert len(resources_of(template, ENDPOINT)) == 2
    assert len(resources_of(template, MODEL)) == 1
