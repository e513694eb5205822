"""What surrounds endpoints deploys into the local AWS, too: networks, dashboards, jobs."""

from __future__ import annotations

import json

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_s3 as s3

import sagemaker_hosting as hosting
from tests.cdk.support import new_stack, template_of
from tests.localaws.account import Account


def test_dashboards_vpc_endpoints_and_transforms_are_created(account: Account) -> None:
    stack = new_stack(env=cdk.Environment(account="123456789012", region="us-east-1"))
    endpoint = hosting.Endpoint.from_endpoint_name(stack, "I", "churn", variant_names=["A"])
    hosting.EndpointDashboard(stack, "Dashboard", endpoints=[endpoint], dashboard_name="churn")
    vpc = ec2.Vpc(
        stack,
        "Vpc",
        availability_zones=["us-east-1a", "us-east-1b"],
        subnet_configuration=[
            ec2.SubnetConfiguration(name="A", subnet_type=ec2.SubnetType.PRIVATE_ISOLATED)
        ],
        restrict_default_security_group=False,
    )
    isolated = ec2.SubnetSelection(subnet_type=ec2.SubnetType.PRIVATE_ISOLATED)
    hosting.HostingVpcEndpoints(stack, "Services", vpc=vpc, vpc_subnets=isolated)
    hosting.RuntimeVpcEndpoint(stack, "Runtime", vpc=vpc, vpc_subnets=isolated, targets=[endpoint])
    data = s3.Bucket(stack, "Data")
    hosting.BatchTransform(
        stack,
        "Scores",
        model=hosting.Model.from_model_name(stack, "Model", "churn-1"),
        input=hosting.TransformInput.from_prefix(data, "in/"),
        output=hosting.TransformOutput(bucket=data, prefix="out"),
        instance_type="ml.m5.large",
        schedule=hosting.TransformSchedule(expression="rate(1 day)"),
    )
    template = template_of(stack)
    for section in ("Parameters", "Rules"):  # the CDK's own, for its bootstrap stack
        template.pop(section, None)
    assert account.deploy(template) == "CREATE_COMPLETE", account.reasons()

    board = account.aws.client("cloudwatch").get_dashboard(DashboardName="churn")
    assert "churn" in board["DashboardBody"]
    found = account.aws.client("ec2").describe_vpc_endpoints()["VpcEndpoints"]
    assert sorted(each["ServiceName"].rpartition("us-east-1.")[2] for each in found) == [
        "ecr.api",
        "ecr.dkr",
        "logs",
        "s3",
        "sagemaker.runtime",
    ]
    machines = account.aws.client("stepfunctions")
    (machine,) = machines.list_state_machines()["stateMachines"]
    shown = machines.describe_state_machine(stateMachineArn=machine["stateMachineArn"])
    request = json.loads(shown["definition"])["States"]["Transform"]["Parameters"]
    assert request["ModelName"] == "churn-1"
    scheduler = account.aws.client("scheduler")
    (schedule,) = scheduler.list_schedules()["Schedules"]
    target = scheduler.get_schedule(Name=schedule["Name"])["Target"]
    assert target["Arn"] == machine["stateMachineArn"]
