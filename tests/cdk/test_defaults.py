"""The organisation's defaults: who wins, who is refused and how, and what it costs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import Duration, Size, assertions
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sns as sns
from constructs import Construct, IConstruct

import sagemaker_hosting as hosting
from tests.cdk.apps import APPS
from tests.cdk.support import (
    ALARM,
    DATA_QUALITY,
    ENDPOINT,
    MODEL,
    SCHEDULE,
    bucket,
    config,
    endpoint,
    imported_model,
    model,
    new_app,
    new_stack,
    only,
    resources_of,
    template_of,
    variant,
)

URI = "111111111111.dkr.ecr.eu-west-1.amazonaws.com/churn:1.4.2"
MESSAGE = "ask #ml-platform"
KEY = "arn:aws:kms:eu-west-1:111111111111:key/00000000-0000-0000-0000-00000000000"
RATE = hosting.RollbackAlarm.error_rate(above=0.01)


def set_on(scope: IConstruct, **defaults: Any) -> None:
    hosting.HostingDefaults.of(scope).set(hosting.Defaults(**defaults))


def enforce_on(scope: IConstruct, **defaults: Any) -> None:
    hosting.HostingDefaults.of(scope).set(hosting.Defaults(**defaults).enforced(message=MESSAGE))


def vpc(scope: Construct, id: str = "Vpc", number: int = 0) -> ec2.IVpc:
    return ec2.Vpc.from_vpc_attributes(
        scope,
        id,
        vpc_id=f"vpc-{number:017d}",
        availability_zones=["eu-west-1a", "eu-west-1b"],
        private_subnet_ids=[f"subnet-{number}000000000000000a", f"subnet-{number}000000000000000b"],
    )


def group(scope: Construct, number: int = 0) -> ec2.ISecurityGroup:
    return ec2.SecurityGroup.from_security_group_id(scope, f"Group{number}", f"sg-{number:017d}")


def key(scope: Construct, number: int = 0) -> kms.IKey:
    return kms.Key.from_key_arn(scope, f"Key{number}", f"{KEY}{number}")


def topic(scope: Construct, number: int = 0) -> sns.ITopic:
    arn = f"arn:aws:sns:eu-west-1:111111111111:topic-{number}"
    return sns.Topic.from_topic_arn(scope, f"Topic{number}", arn)


def boundary(scope: Construct, number: int = 0) -> iam.IManagedPolicy:
    arn = f"arn:aws:iam::111111111111:policy/boundary-{number}"
    return iam.ManagedPolicy.from_managed_policy_arn(scope, f"Boundary{number}", arn)


def role(scope: Construct, **arguments: Any) -> iam.Role:
    principal = iam.ServicePrincipal("sagemaker.amazonaws.com")
    return iam.Role(scope, "Given", assumed_by=principal, **arguments)


def shared(scope: Construct, **arguments: Any) -> hosting.InferenceComponentEndpoint:
    return hosting.InferenceComponentEndpoint(
        scope, "Shared", **{"instance_type": "ml.g5.12xlarge", **arguments}
    )


def component(scope: Construct, **arguments: Any) -> hosting.InferenceComponent:
    host = arguments.pop("endpoint", None) or shared(scope)
    return hosting.InferenceComponent(
        scope,
        "Component",
        endpoint=host,
        image=hosting.ContainerImage.from_uri(URI),
        requirements=hosting.ComputeRequirements(min_memory=Size.gibibytes(8)),
        **arguments,
    )


def queued(scope: Construct, **arguments: Any) -> hosting.AsyncEndpoint:
    settings = arguments.pop("settings", {})
    return hosting.AsyncEndpoint(
        scope,
        "Queued",
        model=imported_model(scope, "QueuedModel"),
        async_inference=hosting.AsyncInference(output_bucket=bucket(scope), **settings),
        **{"instance_type": "ml.m5.xlarge", **arguments},
    )


def quick(scope: Construct, **arguments: Any) -> hosting.ServerlessEndpoint:
    if "model" not in arguments:
        arguments["image"] = hosting.ContainerImage.from_uri(URI)
    return hosting.ServerlessEndpoint(
        scope, "Quick", memory_size=Size.gibibytes(2), max_concurrency=5, **arguments
    )


def subnets_of(made: hosting.ModelBase | hosting.EndpointConfigBase) -> Any:
    network = made.rendered["VpcConfig"]
    return None if network is None else network["Subnets"]


# Who is served.


def test_every_model_takes_the_network(stack: cdk.Stack) -> None:
    set_on(stack, vpc=vpc(stack), security_groups=[group(stack)])
    image = hosting.ContainerImage.from_uri(URI)
    containers = [hosting.Container(image=image, hostname=name) for name in ("one", "other")]
    made: list[hosting.ModelBase] = [
        model(stack),
        hosting.MultiContainerModel(stack, "Direct", containers=containers),
        hosting.InferencePipeline(stack, "Serial", containers=containers),
        hosting.MultiModel(
            stack,
            "Many",
            image=image,
            models=hosting.MultiModelData(bucket=bucket(stack), prefix="many"),
        ),
        hosting.RealTimeEndpoint(stack, "Own", image=image, instance_type="ml.m5.xlarge").model,
    ]
    assert {tuple(subnets_of(each)) for each in made} == {
        ("subnet-0000000000000000a", "subnet-0000000000000000b")
    }
    assert {tuple(each.rendered["VpcConfig"]["SecurityGroupIds"]) for each in made} == {
        ("sg-00000000000000000",)
    }


def test_containers_of_components_take_the_network_and_models_bring_theirs(
    stack: cdk.Stack,
) -> None:
    set_on(stack, vpc=vpc(stack), network_isolation=True)
    made = shared(stack).config.rendered
    assert made["VpcConfig"]["Subnets"]
    assert made["EnableNetworkIsolation"] is True
    other = config(stack).rendered
    assert (other["VpcConfig"], other["EnableNetworkIsolation"]) == (None, None)


def test_a_serverless_endpoint_takes_no_network(stack: cdk.Stack) -> None:
    set_on(stack, vpc=vpc(stack), network_isolation=True)
    made = quick(stack).model.rendered
    assert (made["VpcConfig"], made["EnableNetworkIsolation"]) == (None, None)


@pytest.mark.parametrize(
    ("defaults", "what"),
    [
        (lambda s: {"vpc": vpc(s)}, "a serverless endpoint is in no VPC"),
        (
            lambda s: {"network_isolation": True},
            "the containers of a serverless endpoint are not isolated",
        ),
    ],
)
def test_a_serverless_endpoint_is_refused_where_a_network_is_enforced(
    stack: cdk.Stack, defaults: Callable[[cdk.Stack], dict[str, Any]], what: str
) -> None:
    enforce_on(stack, **defaults(stack))
    with pytest.raises(hosting.InvalidProps, match=f"{what}: {MESSAGE}") as error:
        quick(stack)
    assert error.value.path == "Stack/Quick"
    assert "on instances" in error.value.fix


def test_keys(stack: cdk.Stack) -> None:
    set_on(
        stack, volume_key=key(stack, 1), capture_key=key(stack, 2), async_output_key=key(stack, 3)
    )
    made = endpoint(stack, data_capture=hosting.DataCapture(bucket=bucket(stack))).config
    assert made.rendered["DataCaptureConfig"]["KmsKeyId"].endswith("2")
    granted = [one for one in made.role_statements() if "kms:CreateGrant" in one["Action"]]
    assert [one["Resource"][-1] for one in granted] == ["1"]
    lies = new_stack("Other")
    set_on(lies, async_output_key=key(lies, 3))
    output = queued(lies).config.rendered["AsyncInferenceConfig"]["OutputConfig"]
    assert output["KmsKeyId"].endswith("3")


def test_a_serverless_endpoint_takes_the_key(stack: cdk.Stack) -> None:
    set_on(stack, volume_key=key(stack))
    assert quick(stack).config.rendered["KmsKeyId"] == "given"


@pytest.mark.parametrize("enforced", [False, True])
def test_local_disks_take_no_key(stack: cdk.Stack, enforced: bool) -> None:
    (enforce_on if enforced else set_on)(stack, volume_key=key(stack))
    assert shared(stack).config.rendered["KmsKeyId"] is None


def test_a_permissions_boundary_is_on_every_role_that_is_made(stack: cdk.Stack) -> None:
    set_on(stack, permissions_boundary=boundary(stack))
    hosting.RealTimeEndpoint(
        stack, "Own", image=hosting.ContainerImage.from_uri(URI), instance_type="ml.m5.xlarge"
    )
    component(stack)
    role(stack)
    roles = resources_of(template_of(stack), "AWS::IAM::Role")
    boundaries = {
        name.rstrip("0123456789ABCDEF"): one["Properties"].get("PermissionsBoundary")
        for name, one in roles.items()
    }
    mine = "arn:aws:iam::111111111111:policy/boundary-0"
    assert boundaries == {"OwnModelRole": mine, "SharedConfigRole": mine, "Given": None}


def test_an_enforced_boundary_is_on_given_roles_of_the_app_too(stack: cdk.Stack) -> None:
    enforce_on(stack, permissions_boundary=boundary(stack))
    model(stack, role=role(stack))
    (made,) = resources_of(template_of(stack), "AWS::IAM::Role").values()
    assert made["Properties"]["PermissionsBoundary"].endswith("boundary-0")


def test_another_boundary_is_refused(stack: cdk.Stack) -> None:
    enforce_on(stack, permissions_boundary=boundary(stack))
    given = role(stack, permissions_boundary=boundary(stack, 1))
    with pytest.raises(hosting.InvalidProps, match=f"boundary-1: {MESSAGE}"):
        model(stack, role=given)


def test_an_imported_role_is_left_alone(stack: cdk.Stack) -> None:
    enforce_on(stack, permissions_boundary=boundary(stack))
    given = iam.Role.from_role_name(stack, "Given", "given")
    assert model(stack, role=given).execution_role is given


def test_rollouts_and_alarms_of_every_kind(stack: cdk.Stack) -> None:
    set_on(
        stack,
        rollout=hosting.Rollout.linear(bake=Duration.minutes(7)),
        component_rollout=hosting.ComponentRollout(bake=Duration.minutes(8)),
        rollback_on=[
            RATE,
            hosting.RollbackAlarm.overhead_latency(above=Duration.millis(90)),
        ],
        alarm_topics=[topic(stack)],
    )
    endpoint(stack, initial_instance_count=4)
    queued(stack, initial_instance_count=4)
    component(stack, copies=4)
    quick(stack)
    template = template_of(stack)
    shifts = {
        one["Properties"]["EndpointName"]: one["Properties"].get("DeploymentConfig")
        for one in resources_of(template, ENDPOINT).values()
    }
    for name in ("Stack-Endpoint", "Stack-Queued"):
        routing = shifts[name]["BlueGreenUpdatePolicy"]["TrafficRoutingConfiguration"]
        assert (routing["Type"], routing["WaitIntervalInSeconds"]) == ("LINEAR", 420)
    assert shifts["Stack-Shared"] is None
    rolling = only(template, "AWS::SageMaker::InferenceComponent")["DeploymentConfig"]
    assert rolling["RollingUpdatePolicy"]["WaitIntervalInSeconds"] == 480
    # Overhead latency is not published of asynchronous endpoints.
    watched = [len(one["AutoRollbackConfiguration"]["Alarms"]) for one in shifts.values() if one]
    assert sorted(watched) == [1, 2]
    assert len(rolling["AutoRollbackConfiguration"]["Alarms"]) == 2
    alarms = resources_of(template, ALARM).values()
    assert {tuple(one["Properties"]["AlarmActions"]) for one in alarms} == {
        ("arn:aws:sns:eu-west-1:111111111111:topic-0",)
    }
    # Where there is somebody to tell, the usual health alarms are there.
    assert [name for name in resources_of(template, ALARM) if name.startswith("QuickHealth")]


@pytest.mark.parametrize(
    "rollout",
    [
        hosting.Rollout.canary(size=hosting.Capacity.instances(3)),
        hosting.Rollout.rolling(),
        hosting.Rollout.linear(bake=Duration.hours(1), step_size=hosting.Capacity.percent(10)),
    ],
    ids=["more than half", "two variants", "longer than SageMaker waits"],
)
def test_a_rollout_that_does_not_fit_is_not_taken(
    stack: cdk.Stack, rollout: hosting.RolloutStrategy
) -> None:
    set_on(stack, rollout=rollout)
    counts = {"A": 4, "B": 9}
    endpoint(
        stack,
        variants=[variant(stack, name, initial_instance_count=n) for name, n in counts.items()],
    )
    policy = only(template_of(stack), ENDPOINT)["DeploymentConfig"]["BlueGreenUpdatePolicy"]
    routing = policy["TrafficRoutingConfiguration"]
    assert (routing["Type"], routing["WaitIntervalInSeconds"]) == ("CANARY", 600)


def test_health_alarms_of_every_kind(stack: cdk.Stack) -> None:
    alarm = hosting.HealthAlarm
    set_on(
        stack,
        alarms=[alarm.error_rate(above=0.02), alarm.no_capacity(), alarm.spillover()],
        rollback_on=[],
    )
    endpoint(stack)
    hosting.Endpoint(stack, "Piece", config=config(stack))
    quick(stack)
    component(stack)
    endpoint(
        stack, "Own", model=imported_model(stack, "M"), alarms=[alarm.failures("ModelLatency")]
    )
    endpoint(stack, "None", model=imported_model(stack, "N"), alarms=[])
    made = sorted(
        name.partition("Health")[0] + "/" + name.partition("Health")[2][:-8]
        for name in resources_of(template_of(stack), ALARM)
    )
    assert made == [
        "Component/ErrorRate",
        "Component/NoCapacity",
        "Endpoint/ErrorRate",
        "Own/ModelLatency",
        "Piece/ErrorRate",
        "Quick/ErrorRate",
        "Shared/ErrorRate",
    ]


def test_enforced_health_alarms_stand_beside_those_that_are_stated(stack: cdk.Stack) -> None:
    alarm = hosting.HealthAlarm
    enforce_on(stack, alarms=[alarm.error_rate(above=0.02)])
    made = endpoint(
        stack, alarms=[alarm.error_rate(above=0.02), alarm.latency(above=Duration.seconds(1))]
    )
    assert len(made.health_alarm_arns) == 2


def test_a_rollout_that_takes_too_long_for_the_copies_is_not_taken(stack: cdk.Stack) -> None:
    batch = hosting.ComponentRollout(
        max_batch_size=hosting.Capacity.percent(5), bake=Duration.hours(1)
    )
    set_on(stack, component_rollout=batch)
    component(stack, copies=20)
    rolling = only(template_of(stack), "AWS::SageMaker::InferenceComponent")["DeploymentConfig"]
    assert rolling["RollingUpdatePolicy"]["WaitIntervalInSeconds"] == 300


def test_a_fleet_of_one_is_updated_at_once(stack: cdk.Stack) -> None:
    set_on(stack, rollout=hosting.Rollout.canary(bake=Duration.minutes(7)))
    endpoint(stack)
    policy = only(template_of(stack), ENDPOINT)["DeploymentConfig"]["BlueGreenUpdatePolicy"]
    assert policy["TrafficRoutingConfiguration"]["Type"] == "ALL_AT_ONCE"


def test_instances_without_guardrails_get_none(stack: cdk.Stack) -> None:
    set_on(stack, rollout=hosting.Rollout.linear(), rollback_on=[RATE])
    made = endpoint(stack, instance_type="ml.inf1.xlarge", initial_instance_count=4)
    assert made.rollback_alarm_names == ()


def test_names(stack: cdk.Stack) -> None:
    set_on(stack, name_prefix="acme-")
    assert endpoint(stack).endpoint_name == "acme-Stack-Endpoint"
    assert (
        endpoint(
            stack, "Other", endpoint_name="mine", model=imported_model(stack, "M")
        ).endpoint_name
        == "mine"
    )
    assert component(stack).inference_component_name == "acme-Stack-Component"


def test_a_long_name_with_a_prefix_has_63_characters_at_most() -> None:
    app = new_app()
    set_on(app, name_prefix="acme-production-")
    stack = new_stack("S" * 60, app=app)
    assert len(endpoint(stack).endpoint_name) == 63
    assert endpoint(stack, "Other", model=imported_model(stack, "M")).endpoint_name.startswith(
        "acme-production-SSS"
    )


def test_tags_are_on_what_is_of_sagemaker_and_nowhere_else() -> None:
    app = new_app()
    set_on(app, tags={"team": "platform", "cost": "ml"})
    stack = new_stack(app=app)
    set_on(stack, tags={"cost": "churn"})
    model(stack, tags={"team": "mine"})
    cdk.Tags.of(model(stack, "Other")).add("team", "theirs")
    endpoint(stack)
    template = template_of(stack)
    tags = {
        one["Type"].rpartition(":")[2] + name[:5]: {
            tag["Key"]: tag["Value"] for tag in one["Properties"]["Tags"]
        }
        for name, one in template["Resources"].items()
        if "Tags" in one["Properties"] and one["Type"] != "AWS::IAM::Role"
    }
    usual = {"team": "platform", "cost": "churn"}
    assert tags == {
        "ModelModel": {"team": "mine", "cost": "churn"},
        "ModelOther": {"team": "theirs", "cost": "churn"},
        "EndpointConfigEndpo": usual,
        "EndpointEndpo": usual,
    }


def test_enforced_tags_stand_above_all() -> None:
    app = new_app()
    enforce_on(app, tags={"team": "platform"})
    stack = new_stack(app=app)
    model(stack, tags={"cost": "mine", "team": "platform"})
    cdk.Tags.of(stack).add("team", "theirs")
    (made,) = resources_of(template_of(stack), MODEL).values()
    assert made["Properties"]["Tags"] == [
        {"Key": "cost", "Value": "mine"},
        {"Key": "team", "Value": "platform"},
    ]


def test_every_construct_of_ours_takes_boundary_and_tags() -> None:
    """Whatever else is built: the roles that lack the boundary are those of the callers."""
    app = new_app(rules=False)
    stacks = {}
    for name, declare in APPS.items():
        if name == "organisation":  # has defaults of its own
            continue
        stacks[name] = stack = new_stack(name.replace("_", ""), app=app)
        set_on(stack, permissions_boundary=boundary(stack), tags={"cost-centre": "ml"})
        declare(stack)
    assembly = app.synth()
    for name, stack in stacks.items():
        resources = assembly.get_stack_by_name(stack.stack_name).template["Resources"]
        without = [
            logical_id
            for logical_id, one in resources.items()
            if one["Type"] == "AWS::IAM::Role" and "PermissionsBoundary" not in one["Properties"]
        ]
        assert all(logical_id.startswith("Caller") for logical_id in without), name
        untagged = [
            logical_id
            for logical_id, one in resources.items()
            if one["Type"].startswith("AWS::SageMaker::")
            and {"Key": "cost-centre", "Value": "ml"} not in one["Properties"].get("Tags", ())
        ]
        assert untagged == [], name


# Who wins.


def test_what_a_construct_states_wins(stack: cdk.Stack) -> None:
    set_on(
        stack,
        vpc=vpc(stack),
        security_groups=[group(stack)],
        network_isolation=True,
        volume_key=key(stack, 1),
        rollout=hosting.Rollout.linear(),
        rollback_on=[RATE],
        alarm_topics=[topic(stack)],
    )
    own = vpc(stack, "Own", 1)
    made = model(stack, vpc=own, network_isolation=False)
    assert subnets_of(made)[0] == "subnet-1000000000000000a"
    assert "sg-00000000000000000" not in made.rendered["VpcConfig"]["SecurityGroupIds"]
    assert made.rendered["EnableNetworkIsolation"] is None
    assert subnets_of(model(stack, "Outside", vpc=hosting.Explicit.NONE)) is None
    other = endpoint(
        stack,
        encryption_key=hosting.Explicit.NONE,
        rollout=hosting.Rollout.canary(),
        rollback_on=[],
        alarm_topics=[],
        alarms=[hosting.HealthAlarm.error_rate()],
        initial_instance_count=4,
    )
    assert other.config.rendered["KmsKeyId"] is None
    assert other.rollback_alarm_names == ()
    template = template_of(stack)
    routing = only(template, ENDPOINT)["DeploymentConfig"]["BlueGreenUpdatePolicy"]
    assert routing["TrafficRoutingConfiguration"]["Type"] == "CANARY"
    assert "AlarmActions" not in only(template, ALARM)


def test_subnets_and_groups_can_be_stated_for_the_default_vpc(stack: cdk.Stack) -> None:
    set_on(stack, vpc=vpc(stack))
    made = model(stack, security_groups=[group(stack, 7)]).rendered["VpcConfig"]
    assert made["SecurityGroupIds"] == ["sg-00000000000000007"]
    assert made["Subnets"][0] == "subnet-0000000000000000a"


def test_an_inner_scope_wins_over_an_outer_one() -> None:
    app = new_app()
    stage = cdk.Stage(app, "Dev", env=cdk.Environment(account="111111111111", region="eu-west-1"))
    set_on(app, network_isolation=True, alarm_topics=[], name_prefix="acme-")
    set_on(stage, network_isolation=False)
    stack = cdk.Stack(stage, "Stack")
    part = Construct(stack, "Part")
    set_on(part, name_prefix="")
    assert model(stack).rendered["EnableNetworkIsolation"] is None
    assert endpoint(stack).endpoint_name == "acme-Dev-Stack-Endpoint"
    inner = endpoint(part, model=imported_model(part))
    assert inner.endpoint_name == "Dev-Stack-Part-Endpoint"
    beside = new_stack("Beside", app=app)
    assert model(beside).rendered["EnableNetworkIsolation"] is True


def test_an_inner_vpc_does_not_take_the_outer_groups() -> None:
    app = new_app()
    stack = new_stack(app=app)
    outer = cdk.Stack(app, "Network")
    set_on(app, vpc=vpc(outer), security_groups=[group(outer)])
    set_on(stack, vpc=vpc(stack, "Own", 1))
    made = model(stack).rendered["VpcConfig"]
    assert made["Subnets"][0] == "subnet-1000000000000000a"
    assert made["SecurityGroupIds"] != ["sg-00000000000000000"]


def test_an_inner_scope_that_repeats_the_enforced_vpc_keeps_its_groups() -> None:
    app = new_app()
    stack = new_stack(app=app)
    outer = cdk.Stack(app, "Network")
    enforce_on(app, vpc=vpc(outer), security_groups=[group(outer)])
    set_on(stack, vpc=vpc(stack, "Again"))
    made = model(stack).rendered["VpcConfig"]
    assert made["SecurityGroupIds"] == ["sg-00000000000000000"]


def test_an_inner_vpc_keeps_the_groups_that_are_enforced() -> None:
    app = new_app()
    stack = new_stack(app=app)
    enforce_on(app, security_groups=[group(cdk.Stack(app, "Network"))])
    set_on(stack, vpc=vpc(stack))
    made = model(stack).rendered["VpcConfig"]
    assert made["SecurityGroupIds"] == ["sg-00000000000000000"]


def test_an_inner_scope_can_have_none(stack: cdk.Stack) -> None:
    part = Construct(stack, "Part")
    set_on(stack, vpc=vpc(stack), volume_key=key(stack))
    set_on(part, vpc=hosting.Explicit.NONE, volume_key=hosting.Explicit.NONE)
    assert subnets_of(model(part)) is None
    assert endpoint(part).config.rendered["KmsKeyId"] is None


def test_apps_do_not_see_the_defaults_of_others() -> None:
    here, there = new_stack(), new_stack()
    set_on(here, network_isolation=True)
    assert model(there).rendered["EnableNetworkIsolation"] is None
    assert model(here).rendered["EnableNetworkIsolation"] is True


# Who is refused.

ENFORCED: dict[str, tuple[Callable[[cdk.Stack], dict[str, Any]], Any, str]] = {
    "vpc": (
        lambda s: {"vpc": vpc(s)},
        lambda s: model(s, vpc=vpc(s, "Own", 1)),
        "vpc is vpc-00000000000000001",
    ),
    "no vpc": (
        lambda s: {"vpc": vpc(s)},
        lambda s: model(s, vpc=hosting.Explicit.NONE),
        "vpc is none",
    ),
    "security groups": (
        lambda s: {"vpc": vpc(s), "security_groups": [group(s)]},
        lambda s: model(s, security_groups=[group(s, 1)]),
        "security_groups is sg-00000000000000001",
    ),
    "security groups of another VPC": (
        lambda s: {"security_groups": [group(s)]},
        lambda s: model(s, vpc=vpc(s), security_groups=[group(s, 1)]),
        "security_groups is sg-00000000000000001",
    ),
    "subnets": (
        lambda s: {"vpc": vpc(s), "vpc_subnets": ec2.SubnetSelection(one_per_az=True)},
        lambda s: model(s, vpc_subnets=ec2.SubnetSelection(one_per_az=False)),
        "vpc_subnets is ",
    ),
    "isolation": (
        lambda s: {"network_isolation": True},
        lambda s: model(s, network_isolation=False),
        "network_isolation is False",
    ),
    "no isolation": (
        lambda s: {"network_isolation": False},
        lambda s: shared(s, network_isolation=True),
        "network_isolation is True",
    ),
    "volume key": (
        lambda s: {"volume_key": key(s)},
        lambda s: endpoint(s, encryption_key=key(s, 1)),
        "encryption_key is arn:aws:kms:eu-west-1:111111111111:key/.*1",
    ),
    "no volume key": (
        lambda s: {"volume_key": key(s)},
        lambda s: quick(s, encryption_key=hosting.Explicit.NONE),
        "encryption_key is none",
    ),
    "capture key": (
        lambda s: {"capture_key": key(s)},
        lambda s: endpoint(
            s, data_capture=hosting.DataCapture(bucket=bucket(s), encryption_key=key(s, 1))
        ),
        "encryption_key of data_capture is arn.*1",
    ),
    "response key": (
        lambda s: {"async_output_key": key(s)},
        lambda s: queued(s, settings={"encryption_key": key(s, 1)}),
        "encryption_key of async_inference is arn.*1",
    ),
    "tags": (
        lambda s: {"tags": {"team": "churn"}},
        lambda s: endpoint(s, tags={"team": "mine"}),
        "tag team is 'mine'",
    ),
    "tags of a component": (
        lambda s: {"tags": {"team": "churn"}},
        lambda s: component(s, tags={"team": "mine"}),
        "tag team is 'mine'",
    ),
    "instance type": (
        lambda s: {"allowed_instance_types": ["ml.m5.*"]},
        lambda s: endpoint(s, instance_type="ml.p4d.24xlarge"),
        "instance type ml.p4d.24xlarge is not allowed",
    ),
    "instance pool": (
        lambda s: {"allowed_instance_types": ["ml.g5.*"]},
        lambda s: shared(
            s,
            instance_type=None,
            instance_pools=[
                hosting.InstancePool(instance_type="ml.g5.xlarge", priority=1),
                hosting.InstancePool(instance_type="ml.g6.xlarge", priority=2),
            ],
        ),
        "instance type ml.g6.xlarge is not allowed",
    ),
    "rollout": (
        lambda s: {"rollout": hosting.Rollout.canary()},
        lambda s: endpoint(s, rollout=hosting.Rollout.all_at_once()),
        "rollout is all_at_once with a bake of 600 s",
    ),
    "rollout of a component": (
        lambda s: {"component_rollout": hosting.ComponentRollout()},
        lambda s: component(s, rollout=hosting.ComponentRollout(bake=Duration.minutes(1))),
        "rollout is rolling with a bake of 60 s",
    ),
    "kind of rollout": (
        lambda s: {"allowed_rollouts": ["canary", "linear"]},
        lambda s: endpoint(s, rollout=hosting.Rollout.retained()),
        "the rollout is retained",
    ),
    "kind of rollout that follows": (
        lambda s: {"allowed_rollouts": ["canary", "linear"]},
        endpoint,
        "the rollout is all_at_once",
    ),
    "bake": (
        lambda s: {"minimum_bake": Duration.minutes(5)},
        lambda s: endpoint(
            s,
            rollout=hosting.Rollout.canary(bake=Duration.minutes(4)),
            initial_instance_count=4,
        ),
        "the rollout bakes for 240 s",
    ),
    "no bake": (
        lambda s: {"minimum_bake": Duration.minutes(5)},
        lambda s: endpoint(s, instance_type="ml.inf1.xlarge"),
        "the rollout bakes for 0 s",
    ),
    "retained bake": (
        lambda s: {"minimum_bake": Duration.minutes(5)},
        lambda s: endpoint(s, rollout=hosting.Rollout.retained()),
        "the bake of a retained rollout is not in the template",
    ),
    "bake of a component": (
        lambda s: {"minimum_bake": Duration.minutes(6)},
        component,
        "the rollout bakes for 300 s",
    ),
    "no alarms": (
        lambda s: {"rollback_on": [RATE]},
        lambda s: endpoint(s, rollback_on=[]),
        "rollback_on is empty",
    ),
    "no alarms of a component": (
        lambda s: {"rollback_on": [RATE]},
        lambda s: component(s, rollback_on=[]),
        "rollback_on is empty",
    ),
    "another alarm": (
        lambda s: {"rollback_on": [RATE]},
        lambda s: endpoint(s, rollback_on=[hosting.RollbackAlarm.error_rate(above=0.5)]),
        "rollback_on has another alarm 'ErrorRate' than the enforced one",
    ),
    "alarms of a retained rollout": (
        lambda s: {"rollback_on": [RATE]},
        lambda s: endpoint(s, rollout=hosting.Rollout.retained()),
        "a retained rollout has the alarms of the last update",
    ),
    "alarms on Inferentia": (
        lambda s: {"rollback_on": [RATE]},
        lambda s: endpoint(s, instance_type="ml.inf1.xlarge"),
        "take no deployment guardrails",
    ),
    "no health alarms": (
        lambda s: {"alarms": [hosting.HealthAlarm.error_rate()]},
        lambda s: quick(s, alarms=[]),
        "alarms is empty",
    ),
    "another health alarm": (
        lambda s: {"alarms": [hosting.HealthAlarm.no_capacity()]},
        lambda s: component(s, alarms=[hosting.HealthAlarm.no_capacity(above=9)]),
        "alarms has another alarm 'NoCapacity' than the enforced one",
    ),
    "prefix": (
        lambda s: {"name_prefix": "acme-"},
        lambda s: endpoint(s, endpoint_name="mine"),
        "endpoint_name is 'mine'",
    ),
    "pattern": (
        lambda s: {"name_pattern": "[a-z-]+"},
        lambda s: component(s, endpoint=shared(s, endpoint_name="shared")),
        "inference_component_name is 'Stack-Component'",
    ),
}


@pytest.mark.parametrize("name", ENFORCED)
def test_something_else_than_what_is_enforced_is_refused(stack: cdk.Stack, name: str) -> None:
    defaults, declare, what = ENFORCED[name]
    enforce_on(stack, **defaults(stack))
    with pytest.raises(hosting.InvalidProps, match=f"{what}.*: {MESSAGE}") as error:
        declare(stack)
    assert (error.value.path or "").startswith("Stack/")
    assert error.value.fix
    assert error.value.source == "the organisation's defaults, enforced on Stack"


@pytest.mark.parametrize("name", ENFORCED)
def test_what_is_not_enforced_is_taken(stack: cdk.Stack, name: str) -> None:
    defaults, declare, _ = ENFORCED[name]
    set_on(stack, **defaults(stack))
    declare(stack)


LIMITS = ("instance type", "kind of rollout", "bake", "no bake", "pattern")


@pytest.mark.parametrize("name", LIMITS)
def test_outside_of_a_limit_there_is_a_warning(name: str) -> None:
    defaults, declare, what = ENFORCED[name]
    stack = new_stack(app=new_app(rules=False))
    set_on(stack, **defaults(stack))
    declare(stack)
    found = assertions.Annotations.from_stack(stack).find_warning(
        "*", assertions.Match.string_like_regexp(f"{what}.*against the defaults of Stack")
    )
    assert len(found) >= 1


def test_the_same_as_what_is_enforced_is_taken(stack: cdk.Stack) -> None:
    enforce_on(
        stack,
        vpc=vpc(stack),
        security_groups=[group(stack)],
        volume_key=key(stack),
        network_isolation=False,
        rollout=hosting.Rollout.linear(bake=Duration.minutes(10)),
        rollback_on=[RATE],
        tags={"team": "churn"},
        name_prefix="acme-",
    )
    made = model(
        stack,
        vpc=vpc(stack, "Again"),
        network_isolation=False,
        security_groups=[ec2.SecurityGroup.from_security_group_id(stack, "G", f"sg-{0:017d}")],
        tags={"team": "churn"},
    )
    endpoint(
        stack,
        model=made,
        encryption_key=kms.Key.from_key_arn(stack, "AgainKey", f"{KEY}0"),
        rollout=hosting.Rollout.linear(bake=Duration.seconds(600)),
        rollback_on=[
            hosting.RollbackAlarm.error_rate(above=0.01),
            hosting.RollbackAlarm.p99_latency(above=Duration.millis(200)),
        ],
        initial_instance_count=4,
        endpoint_name="acme-churn",
    )
    (policy,) = resources_of(template_of(stack), ENDPOINT).values()
    alarms = policy["Properties"]["DeploymentConfig"]["AutoRollbackConfiguration"]["Alarms"]
    assert len(alarms) == 2


def test_enforced_alarms_and_topics_stand_beside_those_that_are_stated(stack: cdk.Stack) -> None:
    own = cloudwatch.Alarm.from_alarm_arn(
        stack, "Own", "arn:aws:cloudwatch:eu-west-1:111111111111:alarm:own"
    )
    enforce_on(
        stack,
        rollback_on=[RATE, hosting.RollbackAlarm.of(own)],
        alarm_topics=[topic(stack)],
    )
    made = endpoint(
        stack,
        rollback_on=[
            hosting.RollbackAlarm.of(own),
            hosting.RollbackAlarm.p99_latency(above=Duration.millis(200)),
        ],
        alarm_topics=[topic(stack, 1), topic(stack, 2)],
    )
    assert len(made.rollback_alarm_names) == 3
    alarms = resources_of(template_of(stack), ALARM).values()
    assert [[arn[-1] for arn in one["Properties"]["AlarmActions"]] for one in alarms] == [
        ["0", "1", "2"]
    ] * 2


def test_an_inner_scope_may_say_the_same_and_may_not_say_otherwise() -> None:
    app = new_app()
    stack = new_stack(app=app)
    enforce_on(app, network_isolation=True, tags={"team": "churn"})
    set_on(stack, network_isolation=True, tags={"team": "churn", "cost": "ml"})
    for defaults, what in (
        ({"network_isolation": False}, "the default network_isolation of Stack/Part is False"),
        ({"tags": {"team": "mine"}}, "the default tags team of Stack/Part is 'mine'"),
    ):
        part = stack.node.try_find_child("Part") or Construct(stack, "Part")
        with pytest.raises(hosting.InvalidProps, match=f"{what}: {MESSAGE}") as error:
            set_on(part, **defaults)
        assert error.value.source == "the organisation's defaults, enforced on the app"
        assert error.value.path == "Stack/Part"


def test_an_outer_scope_that_enforces_later_finds_the_inner_one() -> None:
    app = new_app()
    stack = new_stack(app=app)
    set_on(stack, network_isolation=False)
    with pytest.raises(hosting.InvalidProps, match=f"of Stack is False: {MESSAGE}"):
        enforce_on(app, network_isolation=True)
    enforce_on(app, network_isolation=False)


def test_limits_of_an_inner_scope_hold_beside_enforced_ones() -> None:
    app = new_app()
    stack = new_stack(app=app)
    enforce_on(app, allowed_instance_types=["ml.m5.*", "ml.c5.*"], name_prefix="acme-")
    enforce_on(stack, allowed_instance_types=["ml.m5.*", "ml.g5.*"], name_prefix="acme-dev-")
    assert endpoint(stack).endpoint_name == "acme-dev-Stack-Endpoint"
    for number, instance_type in enumerate(("ml.c5.xlarge", "ml.g5.xlarge")):
        with pytest.raises(hosting.InvalidProps, match=f"{instance_type} is not allowed"):
            config(
                stack,
                f"Config{number}",
                variants=[variant(stack, f"V{number}", instance_type=instance_type)],
            )
    with pytest.raises(hosting.InvalidProps, match=f"name_prefix of Stack/Part is 'x-': {MESSAGE}"):
        set_on(Construct(stack, "Part"), name_prefix="x-")


# When it is said.


@pytest.mark.parametrize(
    "declare", [model, config, endpoint, quick, queued, shared], ids=lambda each: each.__name__
)
def test_defaults_after_what_they_are_for_are_refused(
    stack: cdk.Stack, declare: Callable[[cdk.Stack], object]
) -> None:
    declare(stack)
    with pytest.raises(hosting.InvalidProps, match="defaults are set on the app after Stack/"):
        set_on(stack.node.root, network_isolation=True)
    set_on(Construct(stack, "Part"), network_isolation=True)  # nothing is in there yet


def test_reading_is_not_being_made(stack: cdk.Stack) -> None:
    defaults = hosting.HostingDefaults.of(stack)
    assert defaults.value_of("name_prefix") is None
    set_on(stack, name_prefix="acme-", tags={"team": "churn"}, vpc=hosting.Explicit.NONE)
    assert defaults.value_of("name_prefix") == "acme-"
    assert defaults.value_of("tags") == {"team": "churn"}
    assert defaults.value_of("vpc") is None
    with pytest.raises(hosting.InvalidProps, match="no default 'nothing'"):
        defaults.value_of("nothing")


def test_what_is_set_twice_on_a_scope_is_refused(stack: cdk.Stack) -> None:
    set_on(stack, name_prefix="a-", tags={"team": "churn"})
    set_on(stack, network_isolation=True, tags={"cost": "ml"})
    for again in ({"name_prefix": "b-"}, {"tags": {"team": "mine"}}):
        with pytest.raises(hosting.InvalidProps, match="is set twice on Stack"):
            set_on(stack, **again)
    assert model(stack).rendered["EnableNetworkIsolation"] is True


# What is no default.


@pytest.mark.parametrize(
    ("defaults", "what"),
    [
        ({"allowed_instance_types": "ml.m5.xlarge"}, "not a list of instance types"),
        ({"allowed_instance_types": []}, "not a list of instance types"),
        ({"allowed_instance_types": ["m5.xlarge"]}, "not a list of instance types"),
        ({"allowed_rollouts": ["blue"]}, "not a list of rollouts"),
        ({"rollout": "canary"}, "rollout is 'canary'"),
        ({"rollout": hosting.ComponentRollout()}, "rollout is a ComponentRollout"),
        ({"component_rollout": hosting.Rollout.rolling()}, "component_rollout is a Rolling"),
        ({"minimum_bake": 300}, "not a Duration"),
        ({"rollback_on": RATE}, "not a sequence of rollback alarms"),
        (
            {"rollback_on": [hosting.RollbackAlarm.error_rate(above=0.1, variant_name="A")]},
            "not a sequence of rollback alarms",
        ),
        ({"alarms": RATE}, "not a sequence of health alarms"),
        ({"alarms": [RATE]}, "not a sequence of health alarms"),
        ({"name_prefix": "-acme"}, "'-acme' has 5 characters or others"),
        ({"name_prefix": "a" * 44}, "has 44 characters"),
        ({"name_prefix": "${Token[AWS.Region.1]}"}, "known only at deployment"),
        ({"name_pattern": "${Token[AWS.Region.1]}"}, "known only at deployment"),
        ({"name_prefix": hosting.Explicit.NONE}, "not a text"),
        ({"alarm_topics": hosting.Explicit.NONE}, "alarm_topics is not a sequence"),
        ({"security_groups": 1}, "security_groups is not a sequence"),
        ({"name_pattern": "("}, "no regular expression"),
        ({"tags": {"cost": 7}}, "tags are strings"),
    ],
)
def test_what_can_be_no_default_is_refused_where_it_is_written(
    defaults: dict[str, Any], what: str
) -> None:
    with pytest.raises(hosting.InvalidProps, match=what):
        hosting.Defaults(**defaults)


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        ({"message": " "}, "without a message"),
        ({"message": MESSAGE, "names": ["vpc"]}, "'vpc' is enforced, and these defaults do not"),
        ({"message": MESSAGE, "names": []}, "nothing to enforce"),
    ],
)
def test_what_cannot_be_enforced_is_refused(arguments: dict[str, Any], what: str) -> None:
    with pytest.raises(hosting.InvalidProps, match=what):
        hosting.Defaults(network_isolation=False).enforced(**arguments)


def test_each_name_can_be_enforced_with_words_of_its_own(stack: cdk.Stack) -> None:
    defaults = (
        hosting.Defaults(network_isolation=False, name_prefix="acme-", tags={"team": "churn"})
        .enforced(names="network_isolation", message="the models fetch weights")
        .enforced(names=["name_prefix"], message="see the naming guide")
    )
    hosting.HostingDefaults.of(stack).set(defaults)
    with pytest.raises(hosting.InvalidProps, match="is True: the models fetch weights"):
        model(stack, network_isolation=True)
    with pytest.raises(hosting.InvalidProps, match="is 'mine': see the naming guide"):
        endpoint(stack, endpoint_name="mine")
    model(stack, "Other", tags={"team": "mine"})


def test_only_defaults_are_set(stack: cdk.Stack) -> None:
    something: Any = {"vpc": None}
    with pytest.raises(hosting.InvalidProps, match="not Defaults"):
        hosting.HostingDefaults.of(stack).set(something)


def test_what_is_known_at_deployment_is_not_judged(stack: cdk.Stack) -> None:
    enforce_on(
        stack,
        allowed_instance_types=["ml.m5.*"],
        minimum_bake=Duration.minutes(5),
        name_pattern="acme-.*",
        name_prefix="acme-",
    )
    text = cdk.CfnParameter(stack, "Text").value_as_string
    number = cdk.CfnParameter(stack, "Number", type="Number").value_as_number
    endpoint(
        stack,
        instance_type=text,
        endpoint_name=text,
        initial_instance_count=4,
        rollout=hosting.Rollout.canary(bake=Duration.seconds(number)),
    )


# What it costs.


@pytest.fixture
def round_trips(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    from jsii._kernel.providers.process import _NodeProcess

    sent = 0
    send = _NodeProcess.send

    def counted(self: Any, *arguments: Any) -> Any:
        nonlocal sent
        sent += 1
        return send(self, *arguments)

    monkeypatch.setattr(_NodeProcess, "send", counted)
    return lambda: sent


def _benchmark(stack: cdk.Stack, id: str) -> None:
    hosting.RealTimeEndpoint(
        stack,
        id,
        image=hosting.ContainerImage.from_uri(URI),
        instance_type="ml.m5.xlarge",
        scaling=hosting.Scaling(min_capacity=2, max_capacity=8).track_invocations(
            per_instance_per_minute=900
        ),
        rollback_on=[hosting.RollbackAlarm.error_rate(above=0.1)],
    )


def test_defaults_cost_endpoints_no_round_trips(round_trips: Callable[[], int]) -> None:
    def cost(stack: cdk.Stack) -> int:
        _benchmark(stack, "First")  # asks what all share
        before = round_trips()
        _benchmark(stack, "Second")
        return round_trips() - before

    with_defaults = new_stack(app=new_app())
    set_on(
        with_defaults, name_prefix="acme-", network_isolation=True, minimum_bake=Duration.minutes(1)
    )
    without = cost(new_stack())
    assert cost(with_defaults) == without
    assert without <= 26


# Monitors.


def watched(scope: cdk.Stack, **arguments: Any) -> hosting.DataQualityMonitor:
    store = bucket(scope)
    return hosting.DataQualityMonitor(
        scope,
        "Watched",
        data=hosting.MonitoredData.of_batch_transform(
            store, "captured", dataset_format=hosting.DatasetFormat.csv(header=True)
        ),
        output=hosting.MonitoringOutput(bucket=store),
        baseline=hosting.MonitoringBaseline(constraints=hosting.S3File(bucket=store, key="c.json")),
        **arguments,
    )


def test_monitors_take_what_is_for_them(stack: cdk.Stack) -> None:
    set_on(
        stack,
        vpc=vpc(stack),
        volume_key=key(stack),
        permissions_boundary=boundary(stack),
        tags={"team": "churn"},
        name_prefix="ml-",
        alarm_topics=[topic(stack)],
    )
    made = watched(stack)
    made.drift_alarm(feature="age", above=0.1)
    template = template_of(stack)
    definition = only(template, DATA_QUALITY)
    assert definition["NetworkConfig"]["VpcConfig"]["Subnets"]
    assert definition["JobResources"]["ClusterConfig"]["VolumeKmsKeyId"] == f"{KEY}0"
    assert definition["Tags"] == [{"Key": "team", "Value": "churn"}]
    schedule = only(template, SCHEDULE)
    assert schedule["MonitoringScheduleName"] == made.monitoring_schedule_name == "ml-Stack-Watched"
    assert schedule["Tags"] == definition["Tags"]
    assert only(template, "AWS::IAM::Role")["PermissionsBoundary"].endswith("boundary-0")
    assert len(only(template, ALARM)["AlarmActions"]) == 1


def test_monitors_can_say_no(stack: cdk.Stack) -> None:
    set_on(stack, vpc=vpc(stack), volume_key=key(stack), alarm_topics=[topic(stack)])
    watched(
        stack,
        network=hosting.MonitoringNetwork(vpc=hosting.Explicit.NONE),
        cluster=hosting.MonitoringCluster(encryption_key=hosting.Explicit.NONE),
        alarm_topics=[],
    ).drift_alarm(feature="age", above=0.1)
    template = template_of(stack)
    definition = only(template, DATA_QUALITY)
    assert "NetworkConfig" not in definition
    assert "VolumeKmsKeyId" not in definition["JobResources"]["ClusterConfig"]
    assert "AlarmActions" not in only(template, ALARM)


@pytest.mark.parametrize(
    ("defaults", "arguments"),
    [
        (
            lambda s: {"vpc": vpc(s)},
            lambda s: {"network": hosting.MonitoringNetwork(vpc=hosting.Explicit.NONE)},
        ),
        (
            lambda s: {"volume_key": key(s)},
            lambda s: {"cluster": hosting.MonitoringCluster(encryption_key=key(s, 1))},
        ),
        (lambda s: {"allowed_instance_types": ["ml.c5.*"]}, lambda s: {}),
        (lambda s: {"name_prefix": "ml-"}, lambda s: {"monitoring_schedule_name": "churn"}),
        (lambda s: {"tags": {"team": "churn"}}, lambda s: {"tags": {"team": "other"}}),
        (
            lambda s: {"permissions_boundary": boundary(s)},
            lambda s: {"role": role(s, permissions_boundary=boundary(s, 1))},
        ),
    ],
)
def test_monitors_are_refused_what_is_enforced_otherwise(
    stack: cdk.Stack,
    defaults: Callable[[cdk.Stack], dict[str, Any]],
    arguments: Callable[[cdk.Stack], dict[str, Any]],
) -> None:
    enforce_on(stack, **defaults(stack))
    with pytest.raises(hosting.InvalidProps, match=MESSAGE):
        watched(stack, **arguments(stack))


def test_enforced_topics_hear_of_drift_too(stack: cdk.Stack) -> None:
    enforce_on(stack, alarm_topics=[topic(stack)])
    made = watched(stack, alarm_topics=[topic(stack, 1)])
    made.drift_alarm(feature="age", above=0.1)
    assert len(only(template_of(stack), ALARM)["AlarmActions"]) == 2
