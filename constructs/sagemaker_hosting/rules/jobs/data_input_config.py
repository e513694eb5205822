"""SMH1846."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._jobs import CONTAINER, CREATE_COMPILATION, CREATE_LOAD_TEST, shapes_of
from sagemaker_hosting.rules._requests import RequestRule
from sagemaker_hosting.template.view import Resource, View


class DataInputConfig(RequestRule):
    """Neo takes the shapes of the inputs as a map of names, or as a list of shapes."""

    id = "SMH1846"
    title = "input shapes that cannot be read"
    actions = (CREATE_COMPILATION, CREATE_LOAD_TEST)
    facts = ("rec-neo-input", "neo-input-layout")
    pages = (6, 20, 471, 472, 473)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_InputConfig.html"

    def check_request(self, resource: Resource, request: View) -> Iterator[Finding]:
        """Yield one finding for shapes that are neither."""
        for path in ("InputConfig/DataInputConfig", f"{CONTAINER}/DataInputConfig"):
            value = request.get(path)
            if value.text is not None and not isinstance(shapes_of(value.text), (dict, list)):
                yield self.finding(
                    resource,
                    value,
                    f"DataInputConfig {value.text!r} is no map of names to shapes",
                    'write JSON: {"input": [1, 3, 224, 224]}',
                )
