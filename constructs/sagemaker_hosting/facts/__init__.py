"""Published numbers and names, as data with their source. No decisions are taken here."""
