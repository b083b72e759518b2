"""File formats: one reader and writer a format."""
