"""AWS::S3::BucketPolicy."""

from __future__ import annotations

import json

from sagemaker_hosting.localaws.resources._clients import client
from sagemaker_hosting.localaws.resources.resource_type import (
    Context,
    Created,
    Properties,
    ResourceType,
)


class BucketPolicy(ResourceType):
    """The policy of a bucket; its Ref is the bucket's name."""

    type_name = "AWS::S3::BucketPolicy"
    create_only = frozenset({"Bucket"})

    def create(self, context: Context, properties: Properties) -> Created:
        """Create it."""
        bucket = properties["Bucket"]
        client("s3", context.account, context.region).put_bucket_policy(
            Bucket=bucket, Policy=json.dumps(properties["PolicyDocument"])
        )
        return Created(bucket, {}, bucket)

    def update(
        self, context: Context, current: Created, before: Properties, after: Properties
    ) -> Created:
        """Change it in place."""
        return self.create(context, after)

    def delete(self, context: Context, current: Created, properties: Properties) -> None:
        """Delete it."""
        s3 = client("s3", context.account, context.region)
        try:
            s3.delete_bucket_policy(Bucket=current.handle)
        except s3.exceptions.NoSuchBucket:
            return
