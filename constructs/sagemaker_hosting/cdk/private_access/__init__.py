"""Private access: VPC endpoints through which callers and models reach AWS services."""
