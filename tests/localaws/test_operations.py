"""Logs, off-hours and expiry as they are deployed, and the log group that stands in the way."""

from __future__ import annotations

from datetime import UTC, datetime, time

import aws_cdk as cdk
from aws_cdk import Duration
from aws_cdk import aws_s3 as s3

import sagemaker_hosting as hosting
from tests.cdk.support import Template, new_app, template_of
from tests.localaws.account import IMAGE, SCRIPT, Account, archive, wait_for

DATA = archive({"code/inference.py": SCRIPT})
GROUP = "/aws/sagemaker/Endpoints/dev-S-Churn"


def template() -> Template:
    stack = cdk.Stack(
        new_app(),
        "S",
        env=cdk.Environment(account="123456789012", region="us-east-1"),
        synthesizer=cdk.DefaultStackSynthesizer(generate_bootstrap_version_rule=False),
    )
    hosting.HostingDefaults.of(stack).set(
        hosting.Defaults(
            name_prefix="dev-",
            logs=hosting.ContainerLogs(retention=Duration.days(30)),
            off_hours=hosting.OffHours(starts=time(7), stops=time(20)),
            expiry=hosting.Expiry(at=datetime(2030, 1, 31, 18, tzinfo=UTC)),
        )
    )
    hosting.RealTimeEndpoint(
        stack,
        "Churn",
        image=hosting.ContainerImage.from_uri(IMAGE),
        data=hosting.ModelData.from_s3(
            s3.Bucket.from_bucket_name(stack, "Models", "models"), "model.tar.gz"
        ),
        instance_type="ml.m5.xlarge",
        initial_instance_count=2,
    )
    return template_of(stack)


def test_what_the_defaults_say_is_there_and_the_log_group_stays(account: Account) -> None:
    account.put_model(DATA)
    logs, scheduler = account.aws.client("logs"), account.aws.client("scheduler")
    scaling = account.aws.client("application-autoscaling")
    wanted = template()
    assert account.deploy(wanted) == "CREATE_COMPLETE", account.reasons()

    events = account.cloudformation.describe_stack_events(StackName="s")["StackEvents"]
    created = [
        event["ResourceType"] for event in events if event["ResourceStatus"] == "CREATE_COMPLETE"
    ][::-1]
    order = [created.index(f"AWS::{kind}") for kind in ("Logs::LogGroup", "SageMaker::Endpoint")]
    assert order == sorted(order)
    (group,) = logs.describe_log_groups()["logGroups"]
    assert (group["logGroupName"], group["retentionInDays"]) == (GROUP, 30)
    actions = scaling.describe_scheduled_actions(ServiceNamespace="sagemaker")["ScheduledActions"]
    assert {
        action["ScheduledActionName"]: action["ScalableTargetAction"]["MinCapacity"]
        for action in actions
    } == {"OffHoursStop": 1, "OffHoursStart": 2}
    (schedule,) = scheduler.list_schedules()["Schedules"]
    target = scheduler.get_schedule(Name=schedule["Name"])["Target"]
    assert target["Input"] == '{"EndpointName": "dev-S-Churn"}'

    account.cloudformation.delete_stack(StackName="s")
    wait_for(lambda: not account.sagemaker.list_endpoints()["Endpoints"])
    wait_for(lambda: not scheduler.list_schedules()["Schedules"])
    assert [each["logGroupName"] for each in logs.describe_log_groups()["logGroups"]] == [GROUP]
    # As documented: the group that stayed stands in the way of the same endpoint.
    assert account.deploy(wanted, name="again") == "ROLLBACK_COMPLETE"
    assert "already exists" in account.reasons("again")
