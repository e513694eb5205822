"""Help for the tests of platform teams."""
