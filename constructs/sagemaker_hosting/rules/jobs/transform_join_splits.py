"""SMH1812."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._filters import CREATE_TRANSFORM_JOB, media_type, processes
from sagemaker_hosting.rules._requests import RequestRule
from sagemaker_hosting.template.view import Resource, Value, View


class TransformJoinSplits(RequestRule):
    """A join goes record by record: the input is split, and the results assembled, in the same way.

    With CSV both are Line.
    """

    id = "SMH1812"
    title = "join without matching records"
    actions = (CREATE_TRANSFORM_JOB,)
    facts = ("bt-join-split-assemble",)
    pages = (302, 304, 305)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/batch-transform-data-processing.html"

    def check_request(self, resource: Resource, request: View) -> Iterator[Finding]:
        """Yield one finding for CSV that is not split into lines, or for two ways that differ."""
        split = request.get("TransformInput/SplitType")
        assembly = request.get("TransformOutput/AssembleWith")
        if not processes(request):
            return
        formats = [
            media_type(request.get(path))
            for path in ("TransformInput/ContentType", "TransformOutput/Accept")
        ]
        if formats == ["text/csv", "text/csv"]:
            for name, value in (("SplitType", split), ("AssembleWith", assembly)):
                if value.is_absent or value.text not in (None, "Line"):
                    given = "missing" if value.is_absent else repr(value.text)
                    yield self.finding(
                        resource,
                        value,
                        f"CSV is filtered or joined line by line, and {name} is {given}",
                        "set TransformInput.SplitType and TransformOutput.AssembleWith to Line",
                    )
        elif request.get("DataProcessing/JoinSource").text == "Input":
            ways = [value.text or "None" for value in (split, assembly) if _is_clear(value)]
            if len(set(ways)) == 2:
                yield self.finding(
                    resource,
                    assembly,
                    f"the input is split by {ways[0]!r} and the results are joined by {ways[1]!r}",
                    "set TransformInput.SplitType and TransformOutput.AssembleWith to one value",
                )


def _is_clear(value: Value) -> bool:
    return value.is_absent or value.text is not None
