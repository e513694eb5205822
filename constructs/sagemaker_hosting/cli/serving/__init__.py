"""What the commands `artifact serve` and `artifact test` share."""
