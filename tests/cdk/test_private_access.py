"""VPC endpoints let in who is named, to what is named, and through nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ec2 as ec2

import sagemaker_hosting as hosting
from sagemaker_hosting.rules import check_template
from tests.cdk.apps import template
from tests.cdk.support import (
    bucket,
    caller,
    endpoint,
    flat,
    listed,
    model,
    new_stack,
    resources_of,
    statements_of,
    template_of,
)

VPC_ENDPOINT = "AWS::EC2::VPCEndpoint"
ISOLATED = ec2.SubnetSelection(subnet_type=ec2.SubnetType.PRIVATE_ISOLATED)
INVOKE = ["sagemaker:InvokeEndpoint", "sagemaker:InvokeEndpointWithResponseStream"]


def vpc(stack: cdk.Stack, id: str = "Vpc") -> ec2.Vpc:
    return ec2.Vpc(
        stack,
        id,
        availability_zones=["eu-west-1a", "eu-west-1b"],
        subnet_configuration=[
            ec2.SubnetConfiguration(name="A", subnet_type=ec2.SubnetType.PRIVATE_ISOLATED)
        ],
        restrict_default_security_group=False,
    )


def imported_vpc(stack: cdk.Stack, *, vpc_cidr_block: str | None = "10.0.0.0/16") -> ec2.IVpc:
    return ec2.Vpc.from_vpc_attributes(
        stack,
        "ImportedVpc",
        vpc_id="vpc-0123456789abcdef0",
        availability_zones=["a"],
        private_subnet_ids=["subnet-0000000000000000a"],
        vpc_cidr_block=vpc_cidr_block,
    )


def runtime(stack: cdk.Stack, **arguments: Any) -> hosting.RuntimeVpcEndpoint:
    if "vpc" not in arguments:
        arguments["vpc"] = vpc(stack)
    if "targets" not in arguments:
        arguments["targets"] = [endpoint(stack, endpoint_name="Churn")]
    return hosting.RuntimeVpcEndpoint(stack, "Runtime", **{"vpc_subnets": ISOLATED, **arguments})


def vpc_endpoint(rendered: dict[str, Any], service: str) -> dict[str, Any]:
    """Return the properties of the VPC endpoint for a service."""
    (found,) = [
        each["Properties"]
        for each in resources_of(rendered, VPC_ENDPOINT).values()
        if flat(each["Properties"]["ServiceName"]).endswith(service)
    ]
    assert isinstance(found, dict)
    return found


def statements(rendered: dict[str, Any], service: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = vpc_endpoint(rendered, service)["PolicyDocument"]["Statement"]
    return found


def arns(statement: dict[str, Any]) -> list[str]:
    return [flat(one).rpartition(":")[2] for one in listed(statement["Resource"])]


def test_each_kind_is_called_in_its_own_way() -> None:
    by_action = {
        tuple(listed(each["Action"])): arns(each)
        for each in statements(template("private_access"), "sagemaker.runtime")
    }
    assert by_action == {
        tuple(INVOKE): [
            "endpoint/hosting-churn",
            "endpoint/shared",
            "inference-component/Llama",
            "inference-component/llama",
        ],
        ("sagemaker:InvokeEndpointAsync",): ["endpoint/queue"],
    }


def test_a_serverless_endpoint_streams_nothing(stack: cdk.Stack) -> None:
    made = hosting.ServerlessEndpoint.from_endpoint_name(stack, "I", "quick")
    runtime(stack, targets=[made])
    (statement,) = statements(template_of(stack), "sagemaker.runtime")
    assert statement["Action"] == ["sagemaker:InvokeEndpoint"]


def test_nothing_is_allowed_on_everything() -> None:
    for service in ("sagemaker.runtime", "sagemaker.api"):
        for statement in statements(template("private_access"), service):
            assert statement["Condition"]
            assert "sagemaker:*" not in listed(statement["Action"])
            if "sagemaker:ListEndpoints" not in listed(statement["Action"]):
                assert "*" not in listed(statement["Resource"])


def test_callers_are_roles_of_this_account_unless_they_are_named(stack: cdk.Stack) -> None:
    runtime(stack)
    (statement,) = statements(template_of(stack), "sagemaker.runtime")
    assert statement["Condition"] == {"StringEquals": {"aws:PrincipalAccount": "111111111111"}}
    assert statement["Principal"] == {"AWS": "*"}


def test_named_callers_are_the_only_ones(stack: cdk.Stack) -> None:
    runtime(stack, callers=[caller(stack)])
    (statement,) = statements(template_of(stack), "sagemaker.runtime")
    ((condition, who),) = statement["Condition"].items()
    assert condition == "ArnEquals"
    assert [flat(one) for one in who["aws:PrincipalArn"]] == ["{CallerBA8D1D35.Arn}"]


def test_a_grant_holds_through_the_vpc_endpoint_only(stack: cdk.Stack) -> None:
    made = runtime(stack)
    grants = made.grant_invoke(caller(stack))
    assert [grant.success for grant in grants] == [True]
    (granted,) = [
        each
        for each in statements_of(template_of(stack))
        if "sagemaker:InvokeEndpoint" in listed(each["Action"])
    ]
    assert granted["Action"] == INVOKE
    assert arns(granted) == ["endpoint/churn"]
    condition = granted["Condition"]["StringEquals"]["aws:SourceVpce"]
    assert flat(condition) == "{Runtime99E3DDFA.Id}"


def test_one_target_is_granted_alone(stack: cdk.Stack) -> None:
    first = endpoint(stack, "First", endpoint_name="first")
    second = hosting.Endpoint.from_endpoint_name(stack, "Second", "second")
    made = runtime(stack, targets=[first, second])
    made.grant_invoke(caller(stack), target=second)
    granted = [
        arns(each)
        for each in statements_of(template_of(stack))
        if "sagemaker:InvokeEndpoint" in listed(each["Action"])
    ]
    assert granted == [["endpoint/second"]]


def test_the_public_name_leads_here(stack: cdk.Stack) -> None:
    runtime(stack)
    made = vpc_endpoint(template_of(stack), "sagemaker.runtime")
    assert made["ServiceName"] == "com.amazonaws.eu-west-1.sagemaker.runtime"
    assert made["PrivateDnsEnabled"] is True
    assert made["VpcEndpointType"] == "Interface"
    assert len(made["SubnetIds"]) == 2


@pytest.mark.parametrize(
    ("region", "fips", "expected"),
    [
        ("us-east-1", True, "com.amazonaws.us-east-1.sagemaker.runtime-fips"),
        ("cn-north-1", False, "cn.com.amazonaws.cn-north-1.sagemaker.runtime"),
        ("us-gov-west-1", False, "com.amazonaws.us-gov-west-1.sagemaker.runtime"),
    ],
)
def test_the_name_of_the_service(region: str, fips: bool, expected: str) -> None:
    stack = new_stack(env=cdk.Environment(account="111111111111", region=region))
    network = imported_vpc(stack)
    targets = [hosting.Endpoint.from_endpoint_name(stack, "I", "churn")]
    runtime(stack, vpc=network, vpc_subnets=None, targets=targets, fips=fips)
    (made,) = resources_of(template_of(stack), VPC_ENDPOINT).values()
    assert made["Properties"]["ServiceName"] == expected


def test_the_name_without_a_region_and_that_of_the_cdk_agree() -> None:
    stack = new_stack(env=None)
    network = imported_vpc(stack)
    targets = [hosting.Endpoint.from_endpoint_name(stack, "I", "churn")]
    runtime(stack, vpc=network, vpc_subnets=None, targets=targets, fips=True)
    theirs = ec2.InterfaceVpcEndpointAwsService.SAGEMAKER_RUNTIME_FIPS.name
    (made,) = resources_of(template_of(stack), VPC_ENDPOINT).values()
    assert made["Properties"]["ServiceName"] == stack.resolve(theirs)


def ingress(rendered: dict[str, Any]) -> list[tuple[Any, int, int]]:
    """Return who may connect to which ports, by rules inside of groups and beside them."""
    inside = [
        rule
        for group in resources_of(rendered, "AWS::EC2::SecurityGroup").values()
        for rule in group["Properties"].get("SecurityGroupIngress", ())
    ]
    beside = [
        rule["Properties"]
        for rule in resources_of(rendered, "AWS::EC2::SecurityGroupIngress").values()
    ]
    return [
        (
            rule.get("CidrIp") or rule["SourceSecurityGroupId"]["Fn::GetAtt"][0],
            rule["FromPort"],
            rule["ToPort"],
        )
        for rule in [*inside, *beside]
    ]


def test_the_vpc_may_connect_unless_clients_are_named(stack: cdk.Stack) -> None:
    runtime(stack)
    ((who, *ports),) = ingress(template_of(stack))
    assert who == {"Fn::GetAtt": ["Vpc8378EB38", "CidrBlock"]}
    assert ports == [443, 443]


def test_named_clients_may_connect_alone(stack: cdk.Stack) -> None:
    network = vpc(stack)
    client = ec2.SecurityGroup(stack, "Client", vpc=network)
    runtime(stack, vpc=network, clients=[client, ec2.Peer.ipv4("10.1.0.0/24")])
    assert ingress(template_of(stack)) == [
        ("10.1.0.0/24", 443, 443),
        ("Client4A7F64DF", 443, 443),
    ]


def test_named_clients_need_no_range_of_the_vpc(stack: cdk.Stack) -> None:
    runtime(
        stack,
        vpc=imported_vpc(stack, vpc_cidr_block=None),
        vpc_subnets=None,
        clients=[ec2.Peer.ipv4("10.1.0.0/16")],
    )
    (group,) = resources_of(template_of(stack), "AWS::EC2::SecurityGroup").values()
    assert [rule["CidrIp"] for rule in group["Properties"]["SecurityGroupIngress"]] == [
        "10.1.0.0/16"
    ]


def test_given_groups_say_themselves_who_may_connect(stack: cdk.Stack) -> None:
    network = vpc(stack)
    group = ec2.SecurityGroup(stack, "Own", vpc=network)
    made = runtime(stack, vpc=network, security_groups=[group])
    assert ingress(template_of(stack)) == []
    assert made.connections.security_groups[0].security_group_id == group.security_group_id


def test_clients_can_be_let_in_later(stack: cdk.Stack) -> None:
    network = vpc(stack)
    made = runtime(stack, vpc=network, clients=[])
    client = ec2.SecurityGroup(stack, "Client", vpc=network)
    made.connections.allow_default_port_from(client)
    assert ingress(template_of(stack)) == [("Client4A7F64DF", 443, 443)]


def test_the_api_lets_somebody_look_and_no_more(stack: cdk.Stack) -> None:
    shared = hosting.InferenceComponentEndpoint.from_endpoint_name(stack, "Shared", "shared")
    component = hosting.InferenceComponent.from_inference_component_name(
        stack, "Llama", "llama", endpoint=shared
    )
    hosting.ApiVpcEndpoint(
        stack, "Api", vpc=vpc(stack), vpc_subnets=ISOLATED, targets=[shared, component]
    )
    allowed = [(each["Action"], arns(each)) for each in statements(template_of(stack), "api")]
    assert allowed == [
        (["sagemaker:DescribeEndpoint"], ["endpoint/shared"]),
        (["sagemaker:DescribeInferenceComponent"], ["inference-component/llama"]),
    ]


def test_models_reach_s3_by_the_routes_of_their_subnets() -> None:
    rendered = template("private_access")
    gateway = vpc_endpoint(rendered, ".s3")
    tables = set(resources_of(rendered, "AWS::EC2::RouteTable"))
    assert {table["Ref"] for table in gateway["RouteTableIds"]} == tables
    assert gateway["VpcEndpointType"] == "Gateway"


def test_only_the_named_buckets_can_be_reached() -> None:
    reached = {
        flat(one)
        for each in statements(template("private_access"), ".s3")
        for one in listed(each["Resource"])
    }
    assert reached == {
        "arn:aws:s3:::prod-eu-west-1-starport-layer-bucket/*",
        "arn:aws:s3:::models/*",
        "arn:aws:s3:::models",
    }


def test_without_buckets_roles_decide(stack: cdk.Stack) -> None:
    made = hosting.HostingVpcEndpoints(
        stack, "Services", vpc=vpc(stack), vpc_subnets=ISOLATED, services=[]
    )
    rendered = template_of(stack)
    assert "PolicyDocument" not in vpc_endpoint(rendered, ".s3")
    assert len(resources_of(rendered, VPC_ENDPOINT)) == 1
    assert resources_of(rendered, "AWS::EC2::SecurityGroup") == {}
    (gateway,) = resources_of(rendered, VPC_ENDPOINT)
    assert stack.resolve(made.s3_endpoint_id) == {"Fn::GetAtt": [gateway, "Id"]}


def test_services_share_one_security_group() -> None:
    rendered = template("private_access")
    groups = {
        tuple(group["Fn::GetAtt"][0] for group in each["Properties"]["SecurityGroupIds"])
        for each in resources_of(rendered, VPC_ENDPOINT).values()
        if not flat(each["Properties"]["ServiceName"]).endswith(("runtime", "api", "s3"))
        or flat(each["Properties"]["ServiceName"]).endswith("ecr.api")
    }
    assert len(groups) == 1


@pytest.mark.parametrize("helped", [False, True], ids=["without", "with"])
def test_a_model_that_cannot_reach_its_artifact_is_reported(stack: cdk.Stack, helped: bool) -> None:
    network = vpc(stack)
    data = hosting.ModelData.from_s3(bucket(stack), "churn/model.tar.gz")
    model(stack, vpc=network, vpc_subnets=ISOLATED, data=data)
    if helped:
        hosting.HostingVpcEndpoints(
            stack, "Services", vpc=network, vpc_subnets=ISOLATED, services=[]
        )
    found = [each.rule for each in check_template(template_of(stack))]
    assert ("SMH0990" in found) is not helped


REFUSED: dict[str, tuple[Callable[[cdk.Stack], object], str]] = {
    "no targets": (lambda s: runtime(s, targets=[]), "targets is empty"),
    "a target that is none": (lambda s: runtime(s, targets=["churn"]), "'churn' is neither"),
    "one target": (lambda s: runtime(s, targets=endpoint(s)), "not a sequence"),
    "an endpoint of components": (
        lambda s: runtime(
            s,
            targets=[hosting.InferenceComponentEndpoint.from_endpoint_name(s, "I", "shared")],
        ),
        "it is those that are invoked",
    ),
    "no callers": (lambda s: runtime(s, callers=[]), "callers is empty"),
    "another target": (
        lambda s: runtime(s).grant_invoke(
            caller(s), target=hosting.Endpoint.from_endpoint_name(s, "I", "other")
        ),
        "cannot be reached through",
    ),
    "unknown routes": (
        lambda s: hosting.HostingVpcEndpoints(s, "S", vpc=imported_vpc(s)),
        "route table of .* is not known",
    ),
    "another id": (
        lambda s: hosting.RuntimeVpcEndpoint.from_vpc_endpoint_id(
            s, "I", "vpc-0123", targets=[endpoint(s)]
        ),
        "is not the id of a VPC endpoint",
    ),
    "another service": (
        lambda s: hosting.HostingVpcEndpoints(s, "S", vpc=vpc(s), services=["sqs"]),
        "services has 'sqs'",
    ),
    "one action": (
        lambda s: hosting.ApiVpcEndpoint(
            s,
            "Api",
            vpc=vpc(s),
            vpc_subnets=ISOLATED,
            targets=[endpoint(s)],
            endpoint_actions="sagemaker:DescribeEndpoint",
        ),
        "endpoint_actions is 'sagemaker:DescribeEndpoint', not a sequence",
    ),
    "no action": (
        lambda s: hosting.ApiVpcEndpoint(
            s, "Api", vpc=vpc(s), vpc_subnets=ISOLATED, targets=[endpoint(s)], endpoint_actions=()
        ),
        "no action of any target is allowed",
    ),
    "unknown range": (
        lambda s: runtime(s, vpc=imported_vpc(s, vpc_cidr_block=None), vpc_subnets=None),
        "the addresses of .* are not known",
    ),
    "services in one word": (
        lambda s: hosting.HostingVpcEndpoints(s, "S", vpc=vpc(s), services="ecr"),
        "not a sequence",
    ),
}


@pytest.mark.parametrize(("declare", "message"), REFUSED.values(), ids=REFUSED)
def test_refuses(stack: cdk.Stack, declare: Callable[[cdk.Stack], object], message: str) -> None:
    with pytest.raises(hosting.InvalidProps, match=message) as error:
        declare(stack)
    assert error.value.path is not None
    assert error.value.fix


def test_private_dns_takes_dns_hostnames(stack: cdk.Stack) -> None:
    network = ec2.Vpc(
        stack,
        "Vpc",
        enable_dns_hostnames=False,
        availability_zones=["eu-west-1a", "eu-west-1b"],
        restrict_default_security_group=False,
    )
    runtime(stack, vpc=network, vpc_subnets=None)
    with pytest.raises(RuntimeError, match="private DNS is enabled in Vpc"):
        template_of(stack)


def test_streams_in_both_directions_have_a_port_and_an_action(stack: cdk.Stack) -> None:
    first = endpoint(stack, endpoint_name="churn")
    second = hosting.ServerlessEndpoint.from_endpoint_name(stack, "I", "quick")
    made = runtime(stack, targets=[first, second], bidirectional_streams=True)
    made.grant_invoke(caller(stack), target=first)
    rendered = template_of(stack)
    assert [ports for _, *ports in ingress(rendered)] == [[443, 443], [8443, 8443]]
    streams = "sagemaker:InvokeEndpointWithBidirectionalStream"
    assert [
        (arns(each), streams in each["Action"])
        for each in statements(rendered, "sagemaker.runtime")
    ] == [(["endpoint/churn"], True), (["endpoint/quick"], False)]
    (granted,) = [each for each in statements_of(rendered) if streams in listed(each["Action"])]
    assert arns(granted) == ["endpoint/churn"]


def test_without_them_they_are_closed_out(stack: cdk.Stack) -> None:
    runtime(stack)
    rendered = template_of(stack)
    assert [ports for _, *ports in ingress(rendered)] == [[443, 443]]
    assert "Bidirectional" not in str(rendered)


def test_streams_are_granted_apart_from_requests(stack: cdk.Stack) -> None:
    shared = hosting.InferenceComponentEndpoint.from_endpoint_name(stack, "Shared", "shared")
    component = hosting.InferenceComponent.from_inference_component_name(
        stack, "Llama", "llama", endpoint=shared
    )
    grantee = caller(stack)
    endpoint(stack, endpoint_name="churn").grant_invoke_bidirectional_stream(grantee)
    component.grant_invoke_bidirectional_stream(grantee)
    streams = "sagemaker:InvokeEndpointWithBidirectionalStream"
    granted = [
        (each["Action"], arns(each))
        for each in statements_of(template_of(stack))
        if streams in listed(each["Action"])
    ]
    assert [action for action, _ in granted] == [streams] * len(granted)
    assert sorted(one for _, found in granted for one in found) == [
        "endpoint/churn",
        "endpoint/shared",
        "inference-component/llama",
    ]


def test_a_grant_through_a_vpc_endpoint_of_others(stack: cdk.Stack) -> None:
    made = hosting.RuntimeVpcEndpoint.from_vpc_endpoint_id(
        stack, "Shared", "vpce-0123456789abcdef0", targets=[endpoint(stack, endpoint_name="churn")]
    )
    made.grant_invoke(caller(stack))
    rendered = template_of(stack)
    assert resources_of(rendered, VPC_ENDPOINT) == {}
    (granted,) = [each for each in statements_of(rendered) if listed(each["Action"]) == INVOKE]
    assert granted["Condition"] == {"StringEquals": {"aws:SourceVpce": "vpce-0123456789abcdef0"}}
