"""SMH1805."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._filters import CREATE_TRANSFORM_JOB
from sagemaker_hosting.rules._requests import RequestRule
from sagemaker_hosting.rules._texts import outline
from sagemaker_hosting.template.view import Resource, View

# A key that ends like this names one object, although it is a prefix to SageMaker.
_FILE: Final = re.compile(
    r"[^$]*[^.$]\.(csv|json|jsonl|jsonlines|libsvm|parquet|recordio|rec|tfrecord|txt)(\.gz)?"
)


class TransformOneObject(RequestRule):
    """Input objects are shared out among the instances; a single one keeps all but one idle."""

    id = "SMH1805"
    title = "many instances for one object"
    severity = Severity.WARNING
    actions = (CREATE_TRANSFORM_JOB,)
    facts = ("bt-partition-by-key",)
    pages = (297,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/batch-transform.html"

    def check_request(self, resource: Resource, request: View) -> Iterator[Finding]:
        """Yield one finding for instances that have nothing to do."""
        count = request.get("TransformResources/InstanceCount")
        source = request.part("TransformInput/DataSource/S3DataSource")
        kind, address = source.get("S3DataType"), outline(source.get("S3Uri").raw) or ""
        if count.number is None or count.number <= 1 or kind.text != "S3Prefix":
            return
        name = address.rpartition("/")[2]
        if _FILE.fullmatch(name) is not None:
            yield self.finding(
                resource,
                count,
                f"{count.number:g} instances share one object, {name}",
                "set InstanceCount to 1, or split the input into several objects under a prefix",
            )
