"""A typed view of a CloudFormation template: resources, properties, and the links between them."""
