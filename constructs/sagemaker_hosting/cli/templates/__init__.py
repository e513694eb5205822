"""CloudFormation templates as files: finding them, reading them, and where everything stands."""
