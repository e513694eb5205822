"""Shadow tests: what is compared, for how long, by whom, and how one ends."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3

import sagemaker_hosting as hosting
from tests.cdk.support import (
    EXPERIMENT,
    bucket,
    caller,
    endpoint,
    flat,
    imported_model,
    listed,
    model,
    only,
    repository,
    resources_of,
    statements_of,
    template_of,
    variant,
)

START = datetime(2027, 3, 1, 8, tzinfo=UTC)


def side(stack: cdk.Stack, id: str = "Candidate", **arguments: Any) -> hosting.ShadowTestVariant:
    if "model" not in arguments:
        arguments["model"] = imported_model(stack, id)
    return hosting.ShadowTestVariant(**{"instance_type": "ml.m5.xlarge", **arguments})


def shadow_test(stack: cdk.Stack, id: str = "Test", **arguments: Any) -> hosting.ShadowTest:
    """Return the smallest shadow test, with whatever is said of it."""
    if "endpoint" not in arguments:
        arguments["endpoint"] = endpoint(stack, endpoint_name="churn")
    if "shadow" not in arguments:
        arguments["shadow"] = side(stack)
    return hosting.ShadowTest(stack, id, **arguments)


def of_names(stack: cdk.Stack, *names: str) -> hosting.RealTimeEndpointBase:
    return hosting.Endpoint.from_endpoint_name(stack, "Elsewhere", "fraud", variant_names=names)


def rendered(stack: cdk.Stack, **arguments: Any) -> dict[str, Any]:
    shadow_test(stack, **arguments)
    return only(template_of(stack), EXPERIMENT)


# --- what is compared ----------------------------------------------------------------------------


def test_a_test_with_its_defaults(stack: cdk.Stack) -> None:
    made = endpoint(stack, endpoint_name="churn", initial_instance_count=3)
    infrastructure = {
        "InfrastructureType": "RealTimeInference",
        "RealTimeInferenceConfig": {"InstanceType": "ml.m5.xlarge", "InstanceCount": 3},
    }
    found = rendered(stack, endpoint=made)
    assert found.pop("RoleArn")
    assert found == {
        "Name": "Stack-Test",
        "Type": "ShadowMode",
        "EndpointName": stack.resolve(made.deployed_name),
        "ModelVariants": [
            {
                "VariantName": "AllTraffic",
                "ModelName": "churn-1",
                "InfrastructureConfig": infrastructure,
            },
            {
                "VariantName": "Shadow",
                "ModelName": "churn-1",
                "InfrastructureConfig": infrastructure,
            },
        ],
        "ShadowModeConfig": {
            "SourceModelVariantName": "AllTraffic",
            "ShadowModelVariants": [
                {"ShadowModelVariantName": "Shadow", "SamplingPercentage": 100}
            ],
        },
    }


def test_both_sides_can_be_said(stack: cdk.Stack) -> None:
    found = rendered(
        stack,
        endpoint=of_names(stack, "Live"),
        production=side(stack, "Old", variant_name="Live", instance_count=2),
        shadow=side(stack, variant_name="New", instance_type="ml.c7i.large", instance_count=1),
        sampling_percentage=10,
    )
    assert found["EndpointName"] == "fraud"
    sizes = [
        list(each["InfrastructureConfig"]["RealTimeInferenceConfig"].values())
        for each in found["ModelVariants"]
    ]
    assert sizes == [[2, "ml.m5.xlarge"], [1, "ml.c7i.large"]]
    assert found["ShadowModeConfig"] == {
        "SourceModelVariantName": "Live",
        "ShadowModelVariants": [{"ShadowModelVariantName": "New", "SamplingPercentage": 10}],
    }


def test_the_scaled_minimum_of_production_is_its_count(stack: cdk.Stack) -> None:
    scaling = hosting.Scaling(min_capacity=4, max_capacity=8)
    found = rendered(stack, endpoint=endpoint(stack, scaling=scaling))
    for each in found["ModelVariants"]:
        assert each["InfrastructureConfig"]["RealTimeInferenceConfig"]["InstanceCount"] == 4


@pytest.mark.parametrize(
    "make",
    [
        lambda s: of_names(s, "AllTraffic"),
        lambda s: endpoint(
            s,
            variants=[
                variant(
                    s,
                    instance_type=None,
                    instance_pools=[hosting.InstancePool(instance_type="ml.m5.xlarge", priority=1)],
                )
            ],
        ),
        lambda s: hosting.Endpoint(
            s,
            "Endpoint",
            config=hosting.EndpointConfig.from_endpoint_config_name(s, "Config", "c"),
            rollback_on=[],
        ),
    ],
    ids=["imported", "pools", "imported configuration"],
)
def test_production_has_to_be_said_where_it_cannot_be_told(stack: cdk.Stack, make: Any) -> None:
    with pytest.raises(hosting.InvalidProps, match="cannot be told from the endpoint"):
        shadow_test(stack, endpoint=make(stack))


def test_everything_else_that_can_be_said(stack: cdk.Stack) -> None:
    key = kms.Key(stack, "Key")
    found = rendered(
        stack,
        schedule=hosting.ShadowTestSchedule(start=START, end=START + timedelta(days=7)),
        data_storage=hosting.ShadowTestDataStorage(
            bucket=bucket(stack),
            prefix="churn",
            encryption_key=key,
            csv_content_types=["text/csv"],
            json_content_types=["application/json"],
        ),
        encryption_key=key,
        description="of March",
        shadow_test_name="a" * 120,
        tags={"team": "churn"},
    )
    arn = stack.resolve(key.key_arn)
    assert found["Schedule"] == {
        "StartTime": "2027-03-01T08:00:00Z",
        "EndTime": "2027-03-08T08:00:00Z",
    }
    assert found["DataStorageConfig"] == {
        "Destination": "s3://models/churn",
        "KmsKey": arn,
        "ContentType": {
            "CsvContentTypes": ["text/csv"],
            "JsonContentTypes": ["application/json"],
        },
    }
    assert found["KmsKey"] == arn
    assert found["Description"] == "of March"
    assert found["Name"] == "a" * 120
    assert found["Tags"] == [{"Key": "team", "Value": "churn"}]


def test_stored_data_needs_no_content_types(stack: cdk.Stack) -> None:
    storage = hosting.ShadowTestDataStorage(bucket=bucket(stack))
    found = rendered(stack, data_storage=storage)
    assert found["DataStorageConfig"] == {"Destination": "s3://models/shadow-test"}


@pytest.mark.parametrize(
    ("given", "written"),
    [
        (START, "2027-03-01T08:00:00Z"),
        (START.astimezone(timezone(timedelta(hours=5, minutes=30))), "2027-03-01T08:00:00Z"),
        ("2027-03-01T09:00:00+01:00", "2027-03-01T08:00:00Z"),
        ("2027-03-01T08:00:00Z", "2027-03-01T08:00:00Z"),
    ],
)
def test_times_are_written_in_utc(stack: cdk.Stack, given: Any, written: str) -> None:
    schedule = hosting.ShadowTestSchedule(start=given)
    assert rendered(stack, schedule=schedule)["Schedule"] == {"StartTime": written}


@pytest.mark.parametrize(
    ("schedule", "message"),
    [
        ({"start": START, "end": START + timedelta(minutes=59)}, "lasts 0.983333 hours"),
        ({"start": START, "end": START + timedelta(days=31)}, "lasts 744 hours"),
        ({"start": START, "end": START - timedelta(days=1)}, "lasts -24 hours"),
        ({"start": datetime(2027, 3, 1)}, "does not say in which time zone"),
        ({"end": "2027-03-01"}, "does not say in which time zone"),
        ({"end": "tomorrow"}, "'tomorrow' is no time"),
        ({"end": START.date()}, "'2027-03-01' is no time"),
    ],
)
def test_refuses_a_schedule_that_there_is_not(schedule: Any, message: str) -> None:
    with pytest.raises(hosting.InvalidProps, match=message):
        hosting.ShadowTestSchedule(**schedule)


# --- how one ends --------------------------------------------------------------------------------

STATE = hosting.ShadowTestState


@pytest.mark.parametrize(
    ("state", "desired", "stays"),
    [
        (None, None, ["AllTraffic", "Shadow"]),
        (STATE.running(), "Running", ["AllTraffic", "Shadow"]),
        (STATE.completed(), "Completed", ["AllTraffic"]),
        (STATE.completed(keep="shadow"), "Completed", ["Shadow"]),
        (STATE.completed(keep="both"), "Completed", ["AllTraffic", "Shadow"]),
        (STATE.cancelled(), "Cancelled", ["AllTraffic"]),
        (STATE.cancelled(keep="shadow"), "Cancelled", ["Shadow"]),
    ],
)
def test_what_stays_is_listed(
    stack: cdk.Stack, state: hosting.ShadowTestState | None, desired: str | None, stays: list[str]
) -> None:
    found = rendered(stack, state=state)
    assert found.get("DesiredState") == desired
    assert [each["VariantName"] for each in found["ModelVariants"]] == stays
    assert found["ShadowModeConfig"]["SourceModelVariantName"] == "AllTraffic"


@pytest.mark.parametrize("end", [STATE.completed, STATE.cancelled])
def test_a_reason_can_be_given(stack: cdk.Stack, end: Any) -> None:
    assert rendered(stack, state=end(reason="slower"))["StatusReason"] == "slower"


def test_refuses_to_keep_what_there_is_not() -> None:
    nothing: Any = "none"
    with pytest.raises(hosting.InvalidProps, match="keep is 'none', and nothing would stay"):
        STATE.completed(keep=nothing)


# --- what the roles may do -----------------------------------------------------------------------


def roles_that_may(template: dict[str, Any], action: str) -> list[str]:
    """Return the logical ids of the roles that some policy lets do ``action``, each once."""
    found = set()
    for logical_id, resource in template["Resources"].items():
        properties = resource.get("Properties", {})
        documents = [each["PolicyDocument"] for each in properties.get("Policies", ())]
        documents += [properties["PolicyDocument"]] if "Roles" in properties else []
        for document in documents:
            for statement in document["Statement"]:
                if action in listed(statement["Action"]):
                    names = [each["Ref"] for each in properties.get("Roles", ())]
                    found.update(names or [logical_id])
    return sorted(found)


def test_its_role_may_move_this_endpoint_and_no_other(stack: cdk.Stack) -> None:
    made = shadow_test(stack)
    template = template_of(stack)
    (update,) = [
        one for one in statements_of(template) if "sagemaker:UpdateEndpoint" in one["Action"]
    ]
    assert sorted(flat(each).partition("sagemaker:")[2] for each in update["Resource"]) == [
        "eu-west-1:111111111111:endpoint-config/*",
        "eu-west-1:111111111111:endpoint/churn",
    ]
    role = resources_of(template, "AWS::IAM::Role")[
        stack.get_logical_id(made.role.node.default_child)
    ]
    (trust,) = role["Properties"]["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Principal"] == {"Service": "sagemaker.amazonaws.com"}


def test_its_role_may_fetch_what_the_models_are_made_of(stack: cdk.Stack) -> None:
    images = hosting.ContainerImage.from_ecr(repository(stack), tag="1.4.2")
    artifact = hosting.ModelData.from_s3(bucket(stack), "churn/1/model.tar.gz")
    own = model(stack, image=images, data=artifact)
    made = shadow_test(stack, shadow=side(stack, model=own))
    template = template_of(stack)
    role = stack.get_logical_id(made.role.node.default_child)
    assert role in roles_that_may(template, "ecr:BatchGetImage")
    assert role in roles_that_may(template, "s3:GetObject")


def test_a_given_role_gets_a_policy(stack: cdk.Stack) -> None:
    own = iam.Role(stack, "Own", assumed_by=iam.ServicePrincipal("sagemaker.amazonaws.com"))
    made = shadow_test(stack, role=own)
    template = template_of(stack)
    assert made.role is own
    logical_id = stack.get_logical_id(own.node.default_child)
    assert roles_that_may(template, "sagemaker:CreateEndpointConfig") == [logical_id]
    (experiment,) = resources_of(template, EXPERIMENT).values()
    assert [name for name in experiment["DependsOn"] if name.startswith("TestPolicy")]


def test_an_imported_role_stays_as_it_is(stack: cdk.Stack) -> None:
    arn = "arn:aws:iam::111111111111:role/tests"
    shadow_test(stack, role=iam.Role.from_role_arn(stack, "Own", arn, mutable=False))
    assert roles_that_may(template_of(stack), "sagemaker:CreateEndpointConfig") == []


def test_the_model_that_is_tried_may_log_as_one_of_the_endpoint(stack: cdk.Stack) -> None:
    current, candidate = model(stack, "Current"), model(stack, "New")
    made = endpoint(stack, model=current, endpoint_name="churn")
    shadow_test(stack, endpoint=made, shadow=side(stack, model=candidate))
    template = template_of(stack)
    (policy,) = [
        each["Properties"]
        for name, each in resources_of(template, "AWS::IAM::Policy").items()
        if name.startswith("Test")
    ]
    assert policy["Roles"] == [stack.resolve(candidate.role.role_name)]
    (logs, metrics) = policy["PolicyDocument"]["Statement"]
    assert "log-group:/aws/sagemaker/Endpoints/churn" in flat(logs["Resource"][0])
    assert metrics["Action"] == "cloudwatch:PutMetricData"


def test_both_models_may_store_what_they_are_asked(stack: cdk.Stack) -> None:
    key = kms.Key(stack, "Key")
    current, candidate = model(stack, "Current"), model(stack, "New")
    storage = hosting.ShadowTestDataStorage(
        bucket=s3.Bucket(stack, "Answers", encryption_key=key), prefix="churn"
    )
    made = shadow_test(
        stack,
        endpoint=endpoint(stack, model=current),
        shadow=side(stack, model=candidate),
        data_storage=storage,
        encryption_key=key,
    )
    expected = sorted(
        stack.get_logical_id(role.node.default_child)
        for role in (current.role, candidate.role, made.role)
    )
    template = template_of(stack)
    assert roles_that_may(template, "s3:PutObject") == expected
    assert roles_that_may(template, "kms:CreateGrant") == expected
    (experiment,) = resources_of(template, EXPERIMENT).values()
    policies = resources_of(template, "AWS::IAM::Policy")
    assert {name for name in policies if name.startswith("Test")} <= set(experiment["DependsOn"])


def test_the_models_of_an_endpoint_elsewhere_may_log_too(stack: cdk.Stack) -> None:
    current, candidate = model(stack, "Current"), model(stack, "New")
    shadow_test(
        stack,
        endpoint=of_names(stack),
        production=side(stack, model=current),
        shadow=side(stack, model=candidate),
    )
    assert len(roles_that_may(template_of(stack), "logs:PutLogEvents")) == 2


def test_the_longest_name_makes_no_policy_name_too_long(stack: cdk.Stack) -> None:
    own = side(stack, model=model(stack, "New"))
    shadow_test(stack, shadow=own, shadow_test_name="a" * 120)
    policies = resources_of(template_of(stack), "AWS::IAM::Policy").values()
    assert max(len(each["Properties"]["PolicyName"]) for each in policies) <= 128


@pytest.mark.parametrize("method", ["describe", "start", "stop", "update"])
def test_callers_are_let_at_this_test_alone(stack: cdk.Stack, method: str) -> None:
    made = shadow_test(stack, shadow_test_name="March")
    getattr(made, f"grant_{method}")(caller(stack))
    action = f"sagemaker:{method.capitalize()}InferenceExperiment"
    (statement,) = [one for one in statements_of(template_of(stack)) if one["Action"] == action]
    assert flat(statement["Resource"]).endswith(":inference-experiment/march")


# --- metrics, attributes, imports ----------------------------------------------------------------


def test_the_metrics_of_both_sides(stack: cdk.Stack) -> None:
    made = shadow_test(stack)
    production = made.metric_production("ModelLatency", statistic="p99")
    tried = made.metric_shadow("CPUUtilization")
    assert production.dimensions == {"EndpointName": "churn", "VariantName": "AllTraffic"}
    assert (production.namespace, production.statistic) == ("AWS/SageMaker", "p99")
    assert tried.dimensions == {"EndpointName": "churn", "VariantName": "Shadow"}
    assert tried.namespace == "/aws/sagemaker/Endpoints"


def test_what_it_is_known_by(stack: cdk.Stack) -> None:
    made = shadow_test(stack)
    cdk.CfnOutput(stack, "Arn", value=made.shadow_test_arn)
    cdk.CfnOutput(stack, "Status", value=made.status)
    outputs = template_of(stack)["Outputs"]
    (logical_id,) = resources_of(template_of(stack), EXPERIMENT)
    assert outputs["Arn"]["Value"] == {"Fn::GetAtt": [logical_id, "Arn"]}
    assert outputs["Status"]["Value"] == {"Fn::GetAtt": [logical_id, "Status"]}
    assert made.shadow_test_name == "Stack-Test"


@pytest.mark.parametrize("by", ["name", "arn"])
def test_one_that_is_not_of_this_app(stack: cdk.Stack, by: str) -> None:
    arn = "arn:aws:sagemaker:us-east-1:222222222222:inference-experiment/march"
    made = (
        hosting.ShadowTest.from_shadow_test_name(stack, "Its", "March")
        if by == "name"
        else hosting.ShadowTest.from_shadow_test_arn(stack, "Its", arn)
    )
    made.grant_stop(caller(stack))
    (statement,) = statements_of(template_of(stack))
    assert made.shadow_test_name == ("March" if by == "name" else "march")
    assert flat(statement["Resource"]).endswith(":inference-experiment/march")
    assert (made.shadow_test_arn == arn) == (by == "arn")


def test_refuses_another_arn(stack: cdk.Stack) -> None:
    with pytest.raises(hosting.InvalidProps, match="is not the ARN of a shadow test") as caught:
        hosting.ShadowTest.from_shadow_test_arn(stack, "Its", "arn:aws:s3:::b")
    assert caught.value.path == "Stack/Its"


# --- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"sampling_percentage": 0}, "SamplingPercentage is 0"),
        ({"sampling_percentage": 101}, "SamplingPercentage is 101"),
        ({"sampling_percentage": 12.5}, "sampling_percentage is 12.5; a shadow test takes whole"),
        ({"sampling_percentage": float("nan")}, "sampling_percentage is nan"),
        ({"shadow_test_name": "a_b"}, "shadow test name 'a_b' has 3 characters"),
        ({"shadow_test_name": "a" * 121}, "has 121 characters"),
        ({"shadow_test_name": ""}, "has 0 characters"),
        ({"endpoint": "churn"}, "endpoint is str, which takes no shadow test"),
    ],
)
def test_refuses_what_is_not_allowed(
    stack: cdk.Stack, arguments: dict[str, Any], message: str
) -> None:
    with pytest.raises(hosting.InvalidProps, match=message) as caught:
        shadow_test(stack, **arguments)
    assert caught.value.path == "Stack/Test"


@pytest.mark.parametrize("number", [0, -1])
def test_refuses_a_side_without_instances(stack: cdk.Stack, number: int) -> None:
    with pytest.raises(hosting.InvalidProps, match=f"InstanceCount is {number}"):
        shadow_test(stack, shadow=side(stack, instance_count=number))


def test_refuses_two_sides_of_one_name(stack: cdk.Stack) -> None:
    with pytest.raises(hosting.InvalidProps, match="both the production variant and its shadow"):
        shadow_test(stack, shadow=side(stack, variant_name="AllTraffic"))


def test_refuses_a_production_variant_that_is_not_there(stack: cdk.Stack) -> None:
    with pytest.raises(hosting.InvalidProps, match="production is 'AllTraffic'"):
        shadow_test(stack, endpoint=of_names(stack, "Live"), production=side(stack, "Old"))


def test_refuses_several_production_variants(stack: cdk.Stack) -> None:
    made = endpoint(stack, variants=[variant(stack, "A"), variant(stack, "B")])
    with pytest.raises(hosting.InvalidProps, match="2 production variants"):
        shadow_test(stack, endpoint=made, production=side(stack, "Old", variant_name="A"))


def test_refuses_endpoints_of_other_kinds(stack: cdk.Stack) -> None:
    other = hosting.ServerlessEndpoint.from_endpoint_name(stack, "Other", "other")
    with pytest.raises(hosting.InvalidProps, match="which takes no shadow test"):
        shadow_test(stack, endpoint=other)


def test_refuses_inf1(stack: cdk.Stack) -> None:
    with pytest.raises(hosting.InvalidProps, match=r"ml\.inf1\.xlarge"):
        shadow_test(stack, shadow=side(stack, instance_type="ml.inf1.xlarge"))


def test_refuses_a_model_of_many(stack: cdk.Stack) -> None:
    many = hosting.MultiModel(
        stack,
        "Many",
        image=hosting.ContainerImage.from_uri(
            "111111111111.dkr.ecr.eu-west-1.amazonaws.com/many:1"
        ),
        models=hosting.MultiModelData(bucket=bucket(stack), prefix="churn"),
    )
    with pytest.raises(hosting.InvalidProps, match="multi-model"):
        shadow_test(stack, shadow=side(stack, model=many))


def test_refuses_an_image_that_the_instances_cannot_run(stack: cdk.Stack) -> None:
    arm = hosting.Model.from_model_attributes(stack, "Arm", model_name="a", architecture="arm64")
    with pytest.raises(hosting.InvalidProps, match="the shadow runs an arm64 image"):
        shadow_test(stack, shadow=side(stack, model=arm))


def test_refuses_a_model_of_another_account(stack: cdk.Stack) -> None:
    env = cdk.Environment(account="222222222222", region="eu-west-1")
    there = cdk.Stack(stack.node.root, "There", env=env)
    with pytest.raises(hosting.InvalidProps, match="the model of the shadow is in account 2222"):
        shadow_test(stack, shadow=side(stack, model=imported_model(there)))


@pytest.mark.parametrize(
    ("place", "message"),
    [("us-east-1:111111111111", "in Region us-east-1"), ("eu-west-1:2", "in account 2, this")],
)
def test_refuses_an_endpoint_elsewhere(stack: cdk.Stack, place: str, message: str) -> None:
    arn = f"arn:aws:sagemaker:{place}:endpoint/fraud"
    made = hosting.Endpoint.from_endpoint_arn(stack, "Elsewhere", arn)
    with pytest.raises(hosting.InvalidProps, match=message):
        shadow_test(stack, endpoint=made, production=side(stack, "Old"))


def test_refuses_what_is_no_model() -> None:
    name: Any = "churn"
    with pytest.raises(hosting.InvalidProps, match="'churn', not a model"):
        hosting.ShadowTestVariant(model=name, instance_type="ml.m5.large")


def test_refuses_a_prefix_with_slashes(stack: cdk.Stack) -> None:
    with pytest.raises(hosting.InvalidProps, match="begins or ends with a slash"):
        hosting.ShadowTestDataStorage(bucket=bucket(stack), prefix="/a")


# --- the organisation's defaults -----------------------------------------------------------------


def test_what_is_stored_may_do_without_the_key_of_the_organisation(stack: cdk.Stack) -> None:
    hosting.HostingDefaults.of(stack).set(hosting.Defaults(capture_key=kms.Key(stack, "Key")))
    storage = hosting.ShadowTestDataStorage(
        bucket=bucket(stack), encryption_key=hosting.Explicit.NONE
    )
    assert "KmsKey" not in rendered(stack, data_storage=storage)["DataStorageConfig"]


def test_the_defaults_of_the_organisation_hold(stack: cdk.Stack) -> None:
    key = kms.Key(stack, "Key")
    boundary = iam.ManagedPolicy.from_managed_policy_name(stack, "Boundary", "boundary")
    hosting.HostingDefaults.of(stack).set(
        hosting.Defaults(
            capture_key=key, volume_key=key, permissions_boundary=boundary, name_prefix="ml-"
        )
    )
    made = shadow_test(
        stack,
        endpoint=of_names(stack),
        production=side(stack, "Old"),
        data_storage=hosting.ShadowTestDataStorage(bucket=bucket(stack)),
    )
    template = template_of(stack)
    found = only(template, EXPERIMENT)
    arn = stack.resolve(key.key_arn)
    assert (found["KmsKey"], found["DataStorageConfig"]["KmsKey"]) == (arn, arn)
    assert found["Name"] == "ml-Stack-Test"
    role = resources_of(template, "AWS::IAM::Role")[
        stack.get_logical_id(made.role.node.default_child)
    ]
    assert "boundary" in str(role["Properties"]["PermissionsBoundary"])
