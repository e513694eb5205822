"""SMH0820."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._models import BUCKET
from sagemaker_hosting.rules._permissions import texts
from sagemaker_hosting.rules._roles import CORS_RULES, studio_rules
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class StudioBucketCors(Rule):
    """The browser uploads to the bucket from Studio's own address, so the bucket has to let it.

    It takes PUT and POST from https://*.sagemaker.aws, with any header, and reads the ETag.
    """

    id = "SMH0820"
    title = "upload bucket that refuses Studio"
    severity = Severity.WARNING
    resource_types = (BUCKET,)
    facts = ("studio-bucket-cors",)
    pages = (25,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/deploy-models.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each part of a rule for Studio that is missing."""
        rules = studio_rules(resource)
        origins = [texts(rule.get("AllowedOrigins")) for rule in resource.parts(CORS_RULES)]
        if (
            any(None in each for each in origins)
            or len(origins) != resource.get(CORS_RULES.removesuffix("/*")).length
        ):
            return
        for name, needed in _NEEDED.items():
            given = [each for rule in rules for each in texts(rule.get(name))]
            known = [each.lower() for each in given if each is not None]
            lacking = [each for each in needed if each.lower() not in known]
            if rules and len(known) == len(given) and lacking:
                yield self.finding(
                    resource,
                    f"{rules[0].path}/{name}",
                    f"uploads from Studio need {' and '.join(lacking)} in {name}",
                    f"set {name} to {', '.join(needed)}",
                )


_NEEDED: Final = {
    "AllowedMethods": ("PUT", "POST"),
    "AllowedHeaders": ("*",),
    "ExposedHeaders": ("ETag",),
}
