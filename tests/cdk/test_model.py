"""The model: image and artifact, or a package; its network, and its role."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sagemaker as sagemaker

import sagemaker_hosting as hosting
from tests.cdk.support import (
    MODEL,
    bucket,
    flat,
    image,
    listed,
    model,
    only,
    resources_of,
    statement_for,
    statements_of,
    template_of,
)

PACKAGE = "arn:aws:sagemaker:eu-west-1:111111111111:model-package/churn/7"
ROLE = "arn:aws:iam::111111111111:role/hosting"


def depends_of(template: dict[str, Any]) -> list[str]:
    (resource,) = resources_of(template, MODEL).values()
    return list(resource.get("DependsOn", []))


def actions_of(template: dict[str, Any]) -> set[str]:
    return {action for one in statements_of(template) for action in listed(one["Action"])}


def vpc(stack: cdk.Stack) -> ec2.IVpc:
    return ec2.Vpc(stack, "Vpc", max_azs=2)


def test_image_and_artifact(stack: cdk.Stack) -> None:
    model(
        stack,
        image=image(stack),
        data=hosting.ModelData.from_s3(bucket(stack), "m.tar.gz"),
        environment={"WORKERS": "2"},
    )
    container = only(template_of(stack), MODEL)["PrimaryContainer"]
    assert sorted(container) == ["Environment", "Image", "ModelDataUrl"]


def test_an_image_may_bring_its_model(stack: cdk.Stack) -> None:
    model(stack, image=image(stack))
    assert list(only(template_of(stack), MODEL)["PrimaryContainer"]) == ["Image"]


def test_a_model_package_states_image_and_artifact_itself(stack: cdk.Stack) -> None:
    hosting.Model(stack, "Model", package_arn=PACKAGE)
    template = template_of(stack)
    assert only(template, MODEL)["PrimaryContainer"] == {"ModelPackageName": PACKAGE}
    assert statement_for(template, "sagemaker:DescribeModelPackage")["Resource"] == PACKAGE


def test_a_model_package_takes_an_environment(stack: cdk.Stack) -> None:
    hosting.Model(stack, "Model", package_arn=PACKAGE, environment={"A": "1"})
    container = only(template_of(stack), MODEL)["PrimaryContainer"]
    assert container == {"ModelPackageName": PACKAGE, "Environment": {"A": "1"}}


@pytest.mark.parametrize("name", ["camelCase", "UPPER_CASE", "lower_case", "VolumeSizeInGB"])
def test_names_of_variables_are_kept_as_they_are(stack: cdk.Stack, name: str) -> None:
    model(stack, environment={name: "x"})
    assert only(template_of(stack), MODEL)["PrimaryContainer"]["Environment"] == {name: "x"}


def test_an_empty_variable_is_a_variable(stack: cdk.Stack) -> None:
    model(stack, environment={"A": ""})
    assert only(template_of(stack), MODEL)["PrimaryContainer"]["Environment"] == {"A": ""}


@pytest.mark.parametrize(("given", "rendered"), [(True, True), (False, None)])
def test_network_isolation(stack: cdk.Stack, given: bool, rendered: bool | None) -> None:
    model(stack, network_isolation=given)
    assert only(template_of(stack), MODEL).get("EnableNetworkIsolation") == rendered


def test_never_has_a_physical_name(stack: cdk.Stack) -> None:
    model(stack)
    assert "ModelName" not in only(template_of(stack), MODEL)


def test_its_name_is_a_token(stack: cdk.Stack) -> None:
    assert cdk.Token.is_unresolved(model(stack).model_name)


def test_its_primary_resource_is_the_l1(stack: cdk.Stack) -> None:
    assert isinstance(model(stack).node.default_child, sagemaker.CfnModel)


def test_a_vpc_gives_private_subnets_and_a_group_of_its_own(stack: cdk.Stack) -> None:
    network = vpc(stack)
    model(stack, vpc=network)
    template = template_of(stack)
    rendered = only(template, MODEL)["VpcConfig"]
    assert rendered["Subnets"] == stack.resolve(
        [subnet.subnet_id for subnet in network.private_subnets]
    )
    (group,) = resources_of(template, "AWS::EC2::SecurityGroup")
    assert rendered["SecurityGroupIds"] == [{"Fn::GetAtt": [group, "GroupId"]}]


def test_subnets_and_groups_can_be_chosen(stack: cdk.Stack) -> None:
    network = ec2.Vpc(
        stack,
        "Vpc",
        max_azs=2,
        subnet_configuration=[
            ec2.SubnetConfiguration(name="app", subnet_type=ec2.SubnetType.PRIVATE_ISOLATED),
            ec2.SubnetConfiguration(name="hosting", subnet_type=ec2.SubnetType.PRIVATE_ISOLATED),
        ],
    )
    group = ec2.SecurityGroup.from_security_group_id(stack, "Group", "sg-0123456789abcdef0")
    model(
        stack,
        vpc=network,
        vpc_subnets=ec2.SubnetSelection(subnet_group_name="hosting"),
        security_groups=[group],
    )
    rendered = only(template_of(stack), MODEL)["VpcConfig"]
    chosen = network.select_subnets(subnet_group_name="hosting").subnet_ids
    assert rendered == {
        "Subnets": stack.resolve(chosen),
        "SecurityGroupIds": ["sg-0123456789abcdef0"],
    }


def test_its_group_lets_nothing_in(stack: cdk.Stack) -> None:
    model(stack, vpc=vpc(stack))
    group = only(template_of(stack), "AWS::EC2::SecurityGroup")
    assert "SecurityGroupIngress" not in group


def test_connections_open_other_groups(stack: cdk.Stack) -> None:
    network = vpc(stack)
    made = model(stack, vpc=network)
    database = ec2.SecurityGroup(stack, "Database", vpc=network)
    made.connections.allow_to(database, ec2.Port.tcp(5432))
    ingress = only(template_of(stack), "AWS::EC2::SecurityGroupIngress")
    assert ingress["FromPort"] == 5432


def test_a_role_in_a_vpc_may_make_network_interfaces_there_alone(stack: cdk.Stack) -> None:
    model(stack, vpc=vpc(stack))
    template = template_of(stack)
    resources = statement_for(template, "ec2:CreateNetworkInterface")["Resource"]
    kinds = sorted(flat(resource).split(":")[5].split("/")[0] for resource in resources)
    assert kinds == ["network-interface", "security-group", "subnet", "subnet"]


def test_a_role_without_a_vpc_has_no_ec2_action(stack: cdk.Stack) -> None:
    model(stack)
    assert not {action for action in actions_of(template_of(stack)) if action.startswith("ec2:")}


def test_its_role_is_complete_from_the_start(stack: cdk.Stack) -> None:
    model(stack)
    template = template_of(stack)
    (role,) = resources_of(template, "AWS::IAM::Role").values()
    assert [policy["PolicyName"] for policy in role["Properties"]["Policies"]] == ["Model"]
    # Its ARN is reference enough to wait for it.
    assert depends_of(template) == []


def test_it_waits_for_what_its_role_is_granted_later(stack: cdk.Stack) -> None:
    table = dynamodb.Table(
        stack,
        "Table",
        partition_key=dynamodb.Attribute(name="k", type=dynamodb.AttributeType.STRING),
    )
    made = model(stack)
    table.grant_read_data(made)
    template = template_of(stack)
    (policy,) = resources_of(template, "AWS::IAM::Policy")
    assert depends_of(template) == [policy]  # its ARN names the role already


def test_a_given_role_is_granted_what_the_model_needs(stack: cdk.Stack) -> None:
    role = iam.Role.from_role_arn(stack, "Given", ROLE)
    model(stack, image=image(stack), role=role)
    template = template_of(stack)
    assert not resources_of(template, "AWS::IAM::Role")
    ((logical_id, policy),) = resources_of(template, "AWS::IAM::Policy").items()
    assert policy["Properties"]["Roles"] == ["hosting"]
    assert depends_of(template) == [logical_id]
    assert "ecr:BatchGetImage" in actions_of(template)


def test_a_given_role_that_may_not_change_is_left_alone(stack: cdk.Stack) -> None:
    role = iam.Role.from_role_arn(stack, "Given", ROLE, mutable=False)
    model(stack, image=image(stack), role=role)
    template = template_of(stack)
    assert list(template["Resources"]) == list(resources_of(template, MODEL))
    assert only(template, MODEL)["ExecutionRoleArn"] == ROLE


def test_an_owned_role_serves_two_models(stack: cdk.Stack) -> None:
    role = iam.Role(stack, "Role", assumed_by=iam.ServicePrincipal("sagemaker.amazonaws.com"))
    model(stack, "One", role=role)
    model(stack, "Other", role=role)
    template = template_of(stack)
    assert len(resources_of(template, "AWS::IAM::Role")) == 1


def test_only_sagemaker_may_assume_its_role(stack: cdk.Stack) -> None:
    model(stack)
    role = only(template_of(stack), "AWS::IAM::Role")
    (statement,) = role["AssumeRolePolicyDocument"]["Statement"]
    assert statement["Principal"] == {"Service": "sagemaker.amazonaws.com"}


def test_tags(stack: cdk.Stack) -> None:
    cdk.Tags.of(model(stack, tags={"team": "churn", "cost": ""})).add("stage", "prod")
    assert only(template_of(stack), MODEL)["Tags"] == [
        {"Key": "cost", "Value": ""},
        {"Key": "stage", "Value": "prod"},
        {"Key": "team", "Value": "churn"},
    ]


def test_removal_policy(stack: cdk.Stack) -> None:
    model(stack).apply_removal_policy(cdk.RemovalPolicy.RETAIN)
    (resource,) = resources_of(template_of(stack), MODEL).values()
    assert (resource["DeletionPolicy"], resource["UpdateReplacePolicy"]) == ("Retain", "Retain")


def test_raw_override(stack: cdk.Stack) -> None:
    resource = model(stack).node.default_child
    assert isinstance(resource, sagemaker.CfnModel)
    resource.add_property_override("PrimaryContainer.ContainerHostname", "churn")
    assert only(template_of(stack), MODEL)["PrimaryContainer"]["ContainerHostname"] == "churn"


def test_an_import_by_name(stack: cdk.Stack) -> None:
    imported = hosting.Model.from_model_name(stack, "Imported", "churn-7")
    assert (imported.model_name, imported.role) == ("churn-7", None)


def test_an_import_by_arn(stack: cdk.Stack) -> None:
    arn = "arn:aws:sagemaker:us-east-1:222222222222:model/churn-7"
    imported = hosting.Model.from_model_arn(stack, "Imported", arn)
    assert (imported.model_name, imported.env.account, imported.env.region) == (
        "churn-7",
        "222222222222",
        "us-east-1",
    )


def test_an_import_by_attributes(stack: cdk.Stack) -> None:
    role = iam.Role.from_role_arn(stack, "Role", ROLE)
    imported = hosting.Model.from_model_attributes(
        stack, "Imported", model_name="churn-7", role=role, architecture="arm64"
    )
    assert (imported.role, imported.architecture) == (role, "arm64")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"image": None}, "needs an inference image or a model package"),
        ({"package_arn": PACKAGE}, "image beside package_arn"),
        ({"image": None, "package_arn": "churn/7"}, "is not the ARN of a model package"),
        (
            {"image": None, "package_arn": PACKAGE.replace(":sagemaker:", ":s3:")},
            "is not the ARN of a model package",
        ),
        ({"security_groups": []}, "security_groups without a VPC"),
        ({"vpc_subnets": ec2.SubnetSelection()}, "vpc_subnets without a VPC"),
        ({"environment": {"1A": "x"}}, "1A"),
        ({"environment": {"A": "x" * 1025}}, "1024"),
        ({"environment": {f"V{n}": "x" for n in range(101)}}, "101"),
    ],
)
def test_refuses_arguments_that_cannot_work(
    stack: cdk.Stack, arguments: dict[str, Any], message: str
) -> None:
    with pytest.raises(hosting.InvalidProps, match=message) as caught:
        model(stack, **arguments)
    assert caught.value.path == "Stack/Model"


def test_refuses_data_beside_a_package(stack: cdk.Stack) -> None:
    data = hosting.ModelData.from_s3(bucket(stack), "m.tar.gz")
    with pytest.raises(hosting.InvalidProps, match="data beside package_arn"):
        hosting.Model(stack, "Model", package_arn=PACKAGE, data=data)


@pytest.mark.parametrize("groups", [0, 6])
def test_refuses_too_few_or_too_many_security_groups(stack: cdk.Stack, groups: int) -> None:
    given = [
        ec2.SecurityGroup.from_security_group_id(stack, f"Group{n}", f"sg-{n:017d}")
        for n in range(groups)
    ]
    with pytest.raises(hosting.InvalidProps, match="security groups"):
        model(stack, vpc=vpc(stack), security_groups=given)


def test_refuses_connections_without_a_vpc(stack: cdk.Stack) -> None:
    with pytest.raises(hosting.InvalidProps, match="the model is in no VPC"):
        _ = model(stack).connections
